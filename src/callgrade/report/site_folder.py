"""The folder of a report: files that did not change are left alone, and those of calls that are gone are removed."""

from pathlib import Path

from callgrade.files import make_folder, sweep, write_whole

INDEX = "index.html"
_OWN = {"calls": "*.html", "agents": "*.html", "teams": "*.html", "data": "calls-*.js", "audio": "*.*"}
"""What may be removed: a folder of the report, and the names in it."""


class SiteFolder:
    """A report that is being written to ``top``. ``changed``: files that were written, ``removed``: files removed."""

    def __init__(self, top: Path) -> None:
        """Make the folders; raises ``OutputError``."""
        self.top, self.changed, self.removed = top, 0, 0
        self._kept: set[Path] = set()
        for folder in (top, *(top / name for name in _OWN)):
            make_folder(folder)
            sweep(folder)

    def put(self, name: str, text: str) -> None:
        """Write the file ``name`` unless it holds ``text`` already; raises ``OutputError``."""
        path = self.top / name
        self._kept.add(path)
        if not _holds(path, text.encode()):
            write_whole(path, text)
            self.changed += 1

    def keep(self, name: str) -> None:
        """Leave the file ``name`` where it is."""
        self._kept.add(self.top / name)

    def remove_others(self) -> None:
        """Remove the files of an earlier report that this one does not have; raises ``OSError``."""
        for folder, names in _OWN.items():
            for path in (self.top / folder).glob(names):
                if path not in self._kept:
                    path.unlink()
                    self.removed += 1


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
