"""The folder of a report: files that did not change are left alone, and those of calls that are gone are removed."""

from pathlib import Path

from callgrade.files import make_folder, sweep, sync_folder, write_whole

INDEX = "index.html"
_OWN = {"calls": "*.html", "agents": "*.html", "teams": "*.html", "data": "calls-*.js", "audio": "*.*"}
"""What may be removed: a folder of the report, and the names in it."""


class SiteFolder:
    """A report that is being written to ``top``. ``changed``: files that were written, ``removed``: files removed."""

    def __init__(self, top: Path) -> None:
        """Make the folders; raises ``OutputError``."""
        self.top, self.changed, self.removed = top, 0, 0
        self._kept: set[Path] = set()
        self._folders = (top, *(top / name for name in _OWN))
        for folder in self._folders:
            make_folder(folder)
            sweep(folder)

    def put(self, name: str, text: str) -> None:
        """Write the file ``name`` unless it holds ``text`` already; raises ``OutputError``."""
        path = self.top / name
        self._kept.add(path)
        if not _holds(path, text.encode()):
            write_whole(path, text, settled=False)
            self.changed += 1

    def keep(self, name: str) -> None:
        """Leave the file ``name`` where it is."""
        self._kept.add(self.top / name)

    def settle(self) -> None:
        """Remove the files of an earlier report that this one does not have, and bring all to the disk.

        Raises ``OSError``.
        """
        for folder, names in _OWN.items():
            for path in (self.top / folder).glob(names):
                if path not in self._kept:
                    path.unlink()
                    self.removed += 1
        for written in self._folders:
            sync_folder(written)


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
