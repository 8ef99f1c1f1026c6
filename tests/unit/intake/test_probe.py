"""Only regular files are opened, and a link leads to no other folder."""

import os
import socket
from pathlib import Path

import pytest

from callgrade.errors import InputError
from callgrade.intake.probe import open_regular


def refusal(path: Path) -> InputError:
    with pytest.raises(InputError) as caught, open_regular(path):
        pass
    return caught.value


def test_a_regular_file_is_opened_at_its_start(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(b"RIFF")
    with open_regular(path) as opened:
        assert (opened.file.read(), opened.size_bytes, opened.name) == (b"RIFF", 4, "call.wav")


def test_something_that_is_not_a_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "call.wav")
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "empty.wav").touch()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert "a socket" in refusal(tmp_path / "s").what
    assert refusal(tmp_path / "call.wav").what == "call.wav is a pipe."
    assert refusal(tmp_path / "folder.wav").what == "folder.wav is a folder."
    assert refusal(Path("/dev/zero")).what == "zero is a device."
    assert refusal(tmp_path / "empty.wav").code == "empty"
    assert refusal(tmp_path / "missing.wav").code == "missing"
    assert refusal(tmp_path / "no" / "folder.wav").code == "missing"
    assert refusal(tmp_path / ("x" * 300)).code == "unreadable"
    assert refusal(tmp_path / "nul\0.wav").code == "unreadable"
    assert refusal(tmp_path / "empty.wav" / "x").code == "unreadable"


def test_a_link_is_followed_only_inside_its_folder(tmp_path: Path) -> None:
    inside = tmp_path / "calls"
    inside.mkdir()
    (tmp_path / "secret.wav").write_bytes(b"secret")
    (inside / "call.wav").write_bytes(b"RIFF")
    (inside / "same.wav").symlink_to("call.wav")
    (inside / "out.wav").symlink_to(tmp_path / "secret.wav")
    (inside / "out2.wav").symlink_to("out.wav")
    (inside / "circle.wav").symlink_to("circle.wav")
    (inside / "nowhere.wav").symlink_to("nothing.wav")
    with open_regular(inside / "same.wav") as opened:
        assert opened.file.read() == b"RIFF"
    assert refusal(inside / "out.wav").code == "link_outside"
    assert refusal(inside / "out2.wav").code == "link_outside"
    assert refusal(inside / "circle.wav").code == "unreadable"
    assert refusal(inside / "nowhere.wav").code == "missing"


def test_a_file_in_a_linked_folder_is_opened(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "call.wav").write_bytes(b"RIFF")
    (tmp_path / "link").symlink_to("real")
    with open_regular(tmp_path / "link" / "call.wav") as opened:
        assert opened.size_bytes == 4


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(b"RIFF")
    path.chmod(0)
    assert refusal(path).code == "unreadable"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (b"call \xe2\x80\xaegpj.wav", "call \\u202egpj.wav"),
        (b"call\n\x1b[2J.wav", "call\\n\\x1b[2J.wav"),
        (b"caf\xe9.wav", "caf\\udce9.wav"),
        ("客户 来电.wav".encode(), "客户 来电.wav"),
        (b"-rf.wav", "-rf.wav"),
    ],
)
def test_names_are_shown_without_control_characters(name: bytes, shown: str, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(b"RIFF")
    with open_regular(path) as opened:
        assert opened.name == shown
        assert opened.name.encode()
