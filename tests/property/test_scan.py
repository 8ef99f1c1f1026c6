"""A file with any name is found once, by its own bytes, in the same order every time."""

import os
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from callgrade.batch.found_files import FoundFile
from callgrade.batch.scan import scan
from callgrade.config.batch import ScanSettings
from callgrade.config.load import load_settings

SCAN: ScanSettings = load_settings().batch.scan
ENDINGS = [ending for ending in SCAN.endings if ending not in (".json", ".vcon")]

# Any bytes that a file system takes; not hidden, not one of the names that are left out.
stems = st.binary(min_size=1, max_size=60).filter(
    lambda name: not (set(name) & set(b"/\0") or name.startswith((b".", b"~")))
)
names = st.builds(lambda stem, ending: stem + ending.encode(), stems, st.sampled_from(ENDINGS))


@settings(max_examples=150)
@given(st.lists(st.tuples(st.lists(stems, max_size=2), names), max_size=8, unique_by=repr))
def test_every_recording_is_found_exactly_once(files: list[tuple[list[bytes], bytes]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        put = {path for folders, name in files if (path := _put(Path(folder), [*folders, name]))}
        found = list(scan(Path(folder), SCAN, now_s=4e9))
        assert all(isinstance(one, FoundFile) for one in found)
        keys = [one.key for one in found if isinstance(one, FoundFile)]
        assert sorted(keys) == sorted(put)
        assert [one.relative for one in scan(Path(folder), SCAN, now_s=4e9)] == [one.relative for one in found]  # type: ignore[union-attr]
        for one in found:
            assert isinstance(one, FoundFile)
            assert one.path.is_relative_to(Path(folder).resolve())
            assert one.name.isprintable()


def _put(folder: Path, parts: list[bytes]) -> bytes | None:
    """Write a file there; ``None`` if the file system refuses, or the path is already a folder."""
    path = folder.joinpath(*(os.fsdecode(part) for part in parts))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"sound")
    except OSError:
        return None
    return b"/".join(parts)
