"""The scan of a folder tree: which files are calls, which wait, and which are never opened."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from callgrade.batch.endings import shown_ending
from callgrade.batch.fingerprint import content_hash
from callgrade.batch.found_files import FoundFile, LoneDocument, PassedBy, PassedOver, SkippedFile, Unstable
from callgrade.batch.scan import Scanned, scan
from callgrade.batch.stable import Sighting
from callgrade.config.batch import ScanSettings
from callgrade.config.load import load_settings
from callgrade.errors import InputError, UsageError

NOW_S = 1_772_465_411.0
LONG_AGO_S = NOW_S - 86_400


@pytest.fixture(scope="module")
def settings() -> ScanSettings:
    return load_settings().batch.scan


def put(root: Path, *names: str, at_s: float = LONG_AGO_S, content: bytes = b"sound") -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        os.utime(path, (at_s, at_s))


def ready(root: Path, settings: ScanSettings) -> list[str]:
    return [one.relative for one in scan(root, settings, NOW_S) if isinstance(one, FoundFile)]


def lone(root: Path, settings: ScanSettings) -> list[str]:
    return [one.relative for one in scan(root, settings, NOW_S) if isinstance(one, LoneDocument)]


def skipped(root: Path, settings: ScanSettings) -> dict[str, str]:
    return {one.relative: one.code for one in scan(root, settings, NOW_S) if isinstance(one, SkippedFile)}


def only(root: Path, settings: ScanSettings, now_s: float = NOW_S) -> Scanned:
    (one,) = scan(root, settings, now_s)
    return one


# What is a call


def test_recordings_are_found_in_all_folders_in_the_order_of_their_names(
    tmp_path: Path, settings: ScanSettings
) -> None:
    put(tmp_path, "b.wav", "a.wav", "2026/03/b.mp3", "2026/03/a.ogg", "2026/02/z.wav", "B.WAV", "é.wav")
    assert ready(tmp_path, settings) == [
        "B.WAV", "a.wav", "b.wav", "é.wav", "2026/02/z.wav", "2026/03/a.ogg", "2026/03/b.mp3",
    ]  # fmt: skip


def test_a_found_file_has_its_path_and_size(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "2026/call.wav", content=b"1234567")
    found = FoundFile(tmp_path, "2026/call.wav", 7, int(LONG_AGO_S) * 10**9)
    assert only(tmp_path, settings) == found
    assert found.path == tmp_path / "2026" / "call.wav"


BY_DOT, BY_PATTERN = PassedOver(PassedBy.DOT), PassedOver(PassedBy.PATTERN)


def by_ending(ending: str) -> PassedOver:
    return PassedOver(PassedBy.ENDING, ending)


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        (".hidden.wav", BY_DOT), (".git/call.wav", BY_DOT), ("~call.wav", BY_PATTERN), ("~call.txt", BY_PATTERN),
        ("call.scorecard.json", BY_PATTERN), ("call.scorecard.vcon.json", BY_PATTERN), ("@eaDir/call.wav", BY_PATTERN),
        ("lost+found/call.wav", BY_PATTERN), ("#recycle/old/call.wav", BY_PATTERN),
        ("call.wav.tmp", by_ending(".tmp")), ("call.wav.part", by_ending(".part")), ("call", by_ending("no ending")),
        ("call.wav.filepart", by_ending(".filepart")), ("callgrade.db", by_ending(".db")),
        ("Master.CSV", by_ending(".csv")), ("notes.txt", by_ending(".txt")), ("call.wav~", by_ending("another ending")),
    ],
)  # fmt: skip
def test_files_that_are_not_calls_are_passed_over_and_counted(
    name: str, passed: PassedOver, tmp_path: Path, settings: ScanSettings
) -> None:
    put(tmp_path, name)
    assert list(scan(tmp_path, settings, NOW_S)) == [passed]


def test_a_sidecar_with_an_ending_of_no_call_is_used(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "a.wav", "a.wav.json", "b.json")
    sound_only = settings.model_copy(update={"endings": (".wav",)})
    assert ready(tmp_path, sound_only) == ["a.wav"]
    assert [one for one in scan(tmp_path, sound_only, NOW_S) if isinstance(one, PassedOver)] == [by_ending(".json")]


@pytest.mark.parametrize(
    "name",
    ["call.Svensson", "call.Anna", "call.anna", "call.4712345678", "call.101", "a.b c", "客户.投诉", "x.\udcff", "a."],
)
def test_an_ending_that_may_be_a_name_or_a_number_is_not_shown(name: str) -> None:
    assert shown_ending(name) == "another ending"


def test_a_document_beside_its_recording_is_not_a_separate_call(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "a.wav", "a.wav.json", "a.vcon", "b.mp3", "b.json", "b.vcon.json", "c.json", "d.vcon", "sub/a.json")
    found = {one.relative: one for one in scan(tmp_path, settings, NOW_S) if isinstance(one, FoundFile)}
    assert list(found) == ["a.wav", "b.mp3", "c.json", "d.vcon", "sub/a.json"]
    assert [companion.name for companion in found["a.wav"].companions] == ["a.wav.json", "a.vcon"]
    assert [companion.name for companion in found["b.mp3"].companions] == ["b.json", "b.vcon.json"]


def test_a_document_named_after_a_missing_recording_waits_for_it(tmp_path: Path, settings: ScanSettings) -> None:
    waiting = ["a.wav.json", "b.MP3.vcon", "c.ogg.vcon.json"]
    put(tmp_path, *waiting, "call.json", "call.vcon.json", "notes.vcon.vcon", "wav.json")
    assert lone(tmp_path, settings) == waiting
    assert ready(tmp_path, settings) == ["call.json", "call.vcon.json", "notes.vcon.vcon", "wav.json"]
    put(tmp_path, "a.wav")
    assert lone(tmp_path, settings) == waiting[1:]
    assert "a.wav" in ready(tmp_path, settings)


def test_a_sidecar_stays_a_sidecar_if_patterns_exclude_it_or_its_recording(
    tmp_path: Path, settings: ScanSettings
) -> None:
    put(tmp_path, "a.wav", "a.json", "b.mp3", "b.json")
    without_json = settings.narrowed((), ("*.json",))
    (found,) = (
        one
        for one in scan(tmp_path, without_json, NOW_S)
        if isinstance(one, FoundFile) and one.companions[:1] and one.relative == "a.wav"
    )
    assert [companion.name for companion in found.companions] == ["a.json"]
    assert ready(tmp_path, settings.narrowed((), ("*.mp3",))) == ["a.wav"]


@pytest.mark.parametrize(
    ("include", "exclude", "found"),
    [
        ((), (), ["a.wav", "b.mp3", "2026/a.wav", "2026/03/a.wav", "test/a.wav"]),
        (("*.mp3",), (), ["b.mp3"]),
        (("2026/**",), (), ["2026/a.wav", "2026/03/a.wav"]),
        (("2026/*",), (), ["2026/a.wav", "2026/03/a.wav"]),
        (("2026/*.wav",), (), ["2026/a.wav"]),
        (("**/03/*.wav", "*.mp3"), (), ["b.mp3", "2026/03/a.wav"]),
        ((), ("test",), ["a.wav", "b.mp3", "2026/a.wav", "2026/03/a.wav"]),
        ((), ("test/",), ["a.wav", "b.mp3", "2026/a.wav", "2026/03/a.wav"]),
        ((), ("a.*", "b.m?3"), []),
        (("**",), ("2026/**/a.wav",), ["a.wav", "b.mp3", "test/a.wav"]),
        (("[ab].wav",), ("2026",), ["a.wav", "test/a.wav"]),
    ],
)
def test_patterns_choose_the_files(
    include: tuple[str, ...], exclude: tuple[str, ...], found: list[str], tmp_path: Path, settings: ScanSettings
) -> None:
    put(tmp_path, "a.wav", "b.mp3", "2026/a.wav", "2026/03/a.wav", "test/a.wav")
    assert ready(tmp_path, settings.narrowed(include, exclude)) == found


@pytest.mark.parametrize("pattern", ["", "/etc/*", "../*.wav", "a/../../b", "./support/**", "support//*.wav"])
def test_a_pattern_that_fits_nothing_below_the_folder_is_refused(pattern: str, settings: ScanSettings) -> None:
    with pytest.raises(UsageError, match="below the folder"):
        settings.narrowed((pattern,), ())


def test_a_pattern_of_many_stars_is_matched_without_trying_every_split(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "/".join(["a" * 100] * 20) + "/" + "a" * 200 + ".wav")
    assert ready(tmp_path, settings.narrowed(("/".join(["**", "*a" * 40] * 20) + "b",), ())) == []


# What is never opened (reliability case 6)


def test_pipes_sockets_devices_and_links_to_other_folders_are_named_and_not_opened(
    tmp_path: Path, settings: ScanSettings
) -> None:
    root, outside = tmp_path / "calls", tmp_path / "outside"
    put(root, "call.wav", "sub/other.wav")
    put(outside, "secret.wav")
    os.mkfifo(root / "pipe.wav")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "socket.wav"))
    (root / "device.wav").symlink_to("/dev/zero")
    (root / "file.wav").symlink_to(outside / "secret.wav")
    (root / "folder").symlink_to(outside)
    (root / "gone.wav").symlink_to(root / "nothing.wav")
    (root / "circle.wav").symlink_to(root / "circle.wav")
    (root / "in.wav").symlink_to("call.wav")
    (root / "deep.wav").symlink_to("sub/other.wav")
    (root / "sub" / "up.wav").symlink_to("../call.wav")
    (root / "again").symlink_to(root / "sub")
    (root / "up").symlink_to(root)
    assert ready(root, settings) == ["call.wav", "deep.wav", "in.wav", "sub/other.wav"]
    assert skipped(root, settings) == {
        "circle.wav": "unreadable",
        "device.wav": "link_outside",
        "file.wav": "link_outside",
        "folder": "link_outside",
        "gone.wav": "missing",
        "pipe.wav": "not_a_file",
        "socket.wav": "not_a_file",
        "sub/up.wav": "link_outside",
    }


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may make a device")
def test_a_device_is_not_opened(tmp_path: Path, settings: ScanSettings) -> None:
    try:
        os.mknod(tmp_path / "zero.wav", 0o020600, os.makedev(1, 5))
    except PermissionError:
        pytest.skip("devices cannot be made here")
    assert skipped(tmp_path, settings) == {"zero.wav": "not_a_file"}


def test_a_folder_named_like_a_recording_is_a_folder(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "monday.wav/call.wav")
    assert ready(tmp_path, settings) == ["monday.wav/call.wav"]


@pytest.fixture
def locked_folder(tmp_path: Path) -> Iterator[Path]:
    put(tmp_path, "a.wav", "locked/b.wav", "z/c.wav")
    (tmp_path / "locked").chmod(0)
    yield tmp_path
    (tmp_path / "locked").chmod(0o700)


SCAN_AS_NOBODY = """
import os, sys
from pathlib import Path
from callgrade.batch.scan import scan
from callgrade.config.load import load_settings
settings = load_settings().batch.scan
os.chdir("/")
if os.geteuid() == 0:
    os.setgid(65534); os.setuid(65534)
for one in scan(Path(sys.argv[1]), settings, float(sys.argv[2])):
    print(type(one).__name__, one.relative, getattr(one, "code", ""))
"""


def test_an_unreadable_folder_is_named_and_the_others_are_scanned(locked_folder: Path) -> None:
    for folder in (locked_folder, *locked_folder.parents[:-1]):
        if folder.stat().st_uid == os.geteuid() and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o055)
    seen = subprocess.run(
        [sys.executable, "-c", SCAN_AS_NOBODY, str(locked_folder), str(NOW_S)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert seen.stdout.split("\n")[:-1] == [
        "FoundFile a.wav ",
        "SkippedFile locked unreadable",
        "FoundFile z/c.wav ",
    ]


def test_a_missing_folder_of_recordings_is_an_error(tmp_path: Path, settings: ScanSettings) -> None:
    for root, code in ((tmp_path / "nowhere", "missing"), (tmp_path / "file.wav", "unreadable")):
        put(tmp_path, "file.wav")
        with pytest.raises(InputError) as caught:
            list(scan(root, settings, NOW_S))
        assert caught.value.code == code


def test_a_folder_that_vanishes_during_the_scan_is_an_error(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "a.wav", "share/b.wav")
    finding = scan(tmp_path, settings, NOW_S)
    next(finding)
    shutil.rmtree(tmp_path / "share")
    assert [one.code for one in finding if isinstance(one, SkippedFile)] == ["unreadable"]


def test_a_root_given_as_a_link_is_followed(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path / "real", "call.wav")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert ready(tmp_path / "link", settings) == ["call.wav"]


def test_folders_deeper_than_the_longest_path_are_named(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "a.wav")
    home = Path.cwd()
    try:
        os.chdir(tmp_path)
        for _ in range(25):
            Path("d" * 200).mkdir()
            os.chdir("d" * 200)
    finally:
        os.chdir(home)
    assert ready(tmp_path, settings) == ["a.wav"]
    assert list(skipped(tmp_path, settings).values()) == ["unreadable"]


# Names (reliability case 24)


@pytest.mark.parametrize(
    "name",
    [
        b"-rf.wav", b"a\nb.wav", b"\xff\xfe.wav", b"x" * 251 + b".wav", "\u202egnp.wav".encode(),
        "客户 投诉.wav".encode(), b"a..wav.wav", b"a b\t.wav", b"'; drop table.wav", b"=cmd|calc.wav", b"%s%n.wav",
        b"CON.wav", b" .wav",
    ],
)  # fmt: skip
def test_names_are_kept_byte_by_byte_and_shown_escaped(name: bytes, tmp_path: Path, settings: ScanSettings) -> None:
    path = os.fsencode(tmp_path) + b"/" + name
    with open(path, "wb") as file:  # noqa: PTH123 - bytes
        file.write(b"sound")
    os.utime(path, (LONG_AGO_S, LONG_AGO_S))
    found = only(tmp_path, settings)
    assert isinstance(found, FoundFile)
    assert found.key == name
    assert found.name.isprintable()
    assert content_hash(found) is not None


# When it is complete (reliability case 12)


def test_a_recording_written_just_now_waits(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "call.wav", at_s=NOW_S - settings.stable_s + 1)
    growing = only(tmp_path, settings)
    assert isinstance(growing, Unstable)
    assert growing.ready_s == NOW_S + 1
    assert isinstance(only(tmp_path, settings, NOW_S + 2), FoundFile)


def test_a_sidecar_written_just_now_keeps_its_recording_waiting(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "call.wav")
    put(tmp_path, "call.json", at_s=NOW_S - 1, content=b'{"agent"')
    growing = only(tmp_path, settings)
    assert isinstance(growing, Unstable)
    assert growing.ready_s == NOW_S - 1 + settings.stable_s


def test_a_time_in_the_future_delays_by_one_run_only(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "call.wav", at_s=NOW_S + 40 * 86_400)
    first = only(tmp_path, settings)
    assert isinstance(first, Unstable)
    assert first.ready_s == NOW_S + settings.stable_s
    kept = Sighting(first.file.size_bytes, first.file.mtime_ns, NOW_S)
    soon, tomorrow = NOW_S + 5, NOW_S + 86_400
    assert isinstance(next(scan(tmp_path, settings, soon, lambda _: kept)), Unstable)
    assert isinstance(next(scan(tmp_path, settings, tomorrow, lambda _: kept)), FoundFile)
    put(tmp_path, "call.wav", at_s=NOW_S + 40 * 86_400, content=b"sound and more")
    assert isinstance(next(scan(tmp_path, settings, tomorrow, lambda _: kept)), Unstable)


def test_a_clock_set_back_delays_by_one_run_only(tmp_path: Path, settings: ScanSettings) -> None:
    """It was four hours ahead when the recording was made and first seen, and was then set right."""
    ahead = NOW_S + 4 * 3600
    put(tmp_path, "call.wav", at_s=ahead)
    kept = Sighting(5, int(ahead) * 10**9, ahead + 1)
    assert isinstance(next(scan(tmp_path, settings, NOW_S, lambda _: kept)), FoundFile)


def test_daylight_saving_changes_neither_order_nor_counts(tmp_path: Path, settings: ScanSettings) -> None:
    """Around the hour that Europe has twice, 2026-10-25 01:00 UTC, wherever the machine thinks it is (case 25)."""
    change_s = 1_792_890_000.0
    for minute in range(-90, 91, 15):
        put(tmp_path, f"{minute + 90:03}.wav", at_s=change_s + 60 * minute)
    script = (
        "import sys; from pathlib import Path; from callgrade.batch.scan import scan;"
        "from callgrade.config.load import load_settings; s = load_settings().batch.scan;"
        "found = scan(Path(sys.argv[1]), s, float(sys.argv[2]));"
        "print([(type(one).__name__, getattr(one, 'file', one).relative) for one in found])"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script, str(tmp_path), str(change_s)],
            capture_output=True, text=True, check=True, env=os.environ | {"TZ": zone},
        ).stdout
        for zone in ("Europe/Oslo", "America/New_York", "UTC")
    }  # fmt: skip
    assert len(seen) == 1
    assert next(iter(seen)).count("FoundFile") == 6
    assert next(iter(seen)).count("Unstable") == 7


GROW = """
import sys, time
with open(sys.argv[1], "ab", buffering=0) as file:
    while True:
        file.write(bytes(400_000))
        print("writing", flush=True)
        time.sleep(0.001)
"""


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Path]:
    """A recording that another process is writing."""
    path = tmp_path / "call.wav"
    with subprocess.Popen([sys.executable, "-c", GROW, str(path)], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        writer.stdout.readline()
        yield path
        writer.kill()


def test_a_recording_that_grows_is_never_ready_and_never_hashed(growing: Path, settings: ScanSettings) -> None:
    found = only(growing.parent, settings, time.time())
    assert isinstance(found, Unstable)
    later = scan(growing.parent, settings, time.time() + 1, lambda _: Sighting(100, found.file.mtime_ns, 0.0))
    assert isinstance(next(later), Unstable)
    hasty = next(scan(growing.parent, settings.model_copy(update={"stable_s": 0.0}), time.time() + 1))
    assert isinstance(hasty, FoundFile)
    while growing.stat().st_size == hasty.size_bytes:
        time.sleep(0.001)
    assert content_hash(hasty) is None


def test_a_recording_deleted_after_the_scan_is_missing(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "call.wav")
    found = only(tmp_path, settings)
    assert isinstance(found, FoundFile)
    found.path.unlink()
    with pytest.raises(InputError) as caught:
        content_hash(found)
    assert caught.value.code == "missing"


def test_a_recording_replaced_by_a_pipe_after_the_scan_does_not_block(tmp_path: Path, settings: ScanSettings) -> None:
    put(tmp_path, "call.wav")
    found = only(tmp_path, settings)
    assert isinstance(found, FoundFile)
    found.path.unlink()
    os.mkfifo(found.path)
    with pytest.raises(InputError):
        content_hash(found)
