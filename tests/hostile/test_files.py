"""Reliability cases 3 to 7 and 24: files made to mislead, leak or exhaust the opener of recordings."""

import io
import os
import resource
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.support.recordings import AV, encoded, encoded_by_av, pcm16, tone, wav_bytes

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.audio.decode import decode
from callgrade.intake.audio.sniff import FileKind
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.record import CallRecord

MOST_CPU_S = 10.0
"""Processor time within which every hostile file has its outcome; on an idle machine it takes under one second."""


def outcome(path: Path, settings: IntakeSettings) -> str:
    """``ok``, or the reason code; never anything else, and never after much work."""
    code, begin = "ok", time.process_time()
    try:
        open_call(path, settings, CallRecord())
    except InputError as error:
        code = error.code
    assert time.process_time() - begin < MOST_CPU_S
    return code


def picture() -> bytes:
    """A small PNG."""
    import av

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="image2pipe") as output:
        stream = output.add_stream("png", rate=1)
        stream.width, stream.height, stream.pix_fmt = 16, 16, "rgb24"
        frame = av.VideoFrame.from_ndarray(np.zeros((16, 16, 3), np.uint8), format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            output.mux(packet)
    return buffer.getvalue()


def video_only() -> bytes:
    """A second of black film."""
    import av

    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
            for packet in stream.encode(frame):
                output.mux(packet)
        for packet in stream.encode(None):
            output.mux(packet)
    return buffer.getvalue()


def with_cover(mp3: bytes) -> bytes:
    """``mp3`` behind an ID3v2.3 tag that holds a picture."""
    image = b"\x00image/png\x00\x03\x00" + picture()
    frame = b"APIC" + struct.pack(">IH", len(image), 0) + image
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x03\x00\x00" + size + frame + mp3


def encrypted_m4a() -> bytes:
    options = {
        "encryption_scheme": "cenc-aes-ctr",
        "encryption_key": "76a6c65c5ea762046bd749a2e632ccbb",
        "encryption_kid": "a7e61c373e219033c21091fa607bf3b8",
    }
    return encoded_by_av(tone(2.0, rate_hz=16000), 16000, AV["call.m4a"][0], "aac", options)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (lambda: b"", "empty"),
        (lambda: b"minutes of the meeting\n" * 50, "not_audio"),
        (lambda: os.urandom(5000).replace(b"\xff", b"\x00"), "not_audio"),
        (picture, "not_audio"),
        (video_only, "no_audio"),
        (lambda: with_cover(encoded("counted.mp3")), "ok"),
        (encrypted_m4a, "encrypted"),
        (lambda: b"Salted__" + os.urandom(5000), "encrypted"),
        (lambda: wav_bytes(pcm16(1.0), rate_hz=0), "rate_out_of_range"),
        (lambda: wav_bytes(pcm16(1.0), rate_hz=1), "rate_out_of_range"),
        (lambda: wav_bytes(pcm16(1.0), channels=255), "too_many_channels"),
        (lambda: encoded("rf64.wav"), "ok"),
        (lambda: wav_bytes(pcm16(1.0), before=b"odd \x01\x00\x00\x00x\x00"), "ok"),
        (lambda: wav_bytes(np.full(8000, np.nan, "<f4").tobytes(), bits=32, tag=3), "ok"),
        (lambda: wav_bytes(pcm16(0.2)), "ok"),
        (lambda: wav_bytes(b"\x00"), "damaged"),
        (lambda: wav_bytes(pcm16(1.0), before=b"LIST\xff\xff\xff\x7f"), "damaged"),
        (lambda: wav_bytes(pcm16(1.0), bits=0), "not_audio"),
        (lambda: b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + b"\x00" * 100, "not_audio"),
        (lambda: struct.pack(">I4s", 8, b"ftyp") * 200, "damaged"),
        (lambda: struct.pack(">I4sQ", 1, b"mdat", 2**63), "damaged"),
        (lambda: b"{" * 10, "bad_json"),
    ],
)
def test_case_4_every_hostile_container_has_one_verdict(
    make: Callable[[], bytes], expected: str, tmp_path: Path, intake: IntakeSettings
) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(make())
    assert outcome(path, intake) == expected


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A socket that must see no connection: its port, and who came."""
    server, visitors = socket.create_server(("127.0.0.1", 0)), list[str]()

    def accept() -> None:
        while True:
            try:
                connection, address = server.accept()
            except OSError:
                return
            visitors.append(str(address))
            connection.close()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    yield server.getsockname()[1], visitors
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(1.0)


@pytest.fixture
def secret_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, with a recording that must not be read."""
    (tmp_path / "secret.wav").write_bytes(wav_bytes(pcm16(2.0)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


PLAYLISTS = {
    "ffconcat": "ffconcat version 1.0\nfile secret.wav\n",
    "ffconcat away": "ffconcat version 1.0\nfile {url}\n",
    "hls": "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nsecret.wav\n#EXT-X-ENDLIST\n",
    "hls away": "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{url}\n#EXT-X-ENDLIST\n",
    "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n",
    "dash": '<?xml version="1.0"?><MPD><Period><BaseURL>{url}</BaseURL></Period></MPD>',
    "imf": '<?xml version="1.0"?><CompositionPlaylist><Id>{url}</Id></CompositionPlaylist>',
    "m3u": "{url}\nsecret.wav\n",
}


@pytest.mark.parametrize("name", ["call.wav", "call.m3u8", "call.sdp", "call.ffconcat", "call.gsm", "call.mp3"])
@pytest.mark.parametrize("playlist", PLAYLISTS)
def test_case_5_a_playlist_reads_no_other_file_and_opens_no_connection(
    playlist: str, name: str, secret_folder: Path, intake: IntakeSettings, listener: tuple[int, list[str]]
) -> None:
    port, visitors = listener
    text = PLAYLISTS[playlist].format(url=f"http://127.0.0.1:{port}/secret.wav", port=port)
    (secret_folder / name).write_text(text)
    assert outcome(secret_folder / name, intake) == "not_audio"
    assert visitors == []


@pytest.mark.parametrize(
    "kind", [kind for kind in FileKind if kind not in (FileKind.JSON, FileKind.CAPTIONS, FileKind.ENCRYPTED)]
)
@pytest.mark.parametrize("playlist", PLAYLISTS)
def test_case_5_even_a_fooled_sniffer_leaks_nothing(
    playlist: str,
    kind: FileKind,
    secret_folder: Path,
    intake: IntakeSettings,
    listener: tuple[int, list[str]],
) -> None:
    """The opener alone: a playlist handed to each demuxer, in the folder of the file that it names."""
    port, visitors = listener
    content = PLAYLISTS[playlist].format(url=f"http://127.0.0.1:{port}/x.wav", port=port).encode() * 5
    try:
        heard = decode(io.BytesIO(content), len(content), "call", kind, intake)
    except InputError:
        pass
    else:  # raw GSM takes any bytes for sound; what it hears is the playlist's own text
        assert heard.channels[0].size <= len(content) // 33 * 160
    assert visitors == []


@pytest.mark.parametrize(
    "name",
    [
        "concat:secret.wav|secret.wav",
        "subfile,,start,0,end,0,,:secret.wav",
        "file:secret.wav",
        "cache:secret.wav",
        "data:audio/wav;base64,UklGRg==",
        "pipe:0",
        "http://127.0.0.1:{port}/secret.wav",
        "tcp://127.0.0.1:{port}",
    ],
)
def test_case_5_file_names_are_never_read_as_protocols(
    name: str, secret_folder: Path, intake: IntakeSettings, listener: tuple[int, list[str]]
) -> None:
    port, visitors = listener
    name = name.format(port=port)
    assert outcome(Path(name), intake) == "missing"
    if "/" not in name:
        Path(name).write_bytes(wav_bytes(pcm16(1.0)))
        call = open_call(Path(name), intake, CallRecord())
        assert isinstance(call, RecordedCall)
        assert call.recording.duration_s == 1.0
    assert visitors == []


def test_case_6_something_that_is_not_a_file_is_refused(tmp_path: Path, intake: IntakeSettings) -> None:
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "folder.wav").mkdir()
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.wav").write_bytes(wav_bytes(pcm16(1.0)))
    (tmp_path / "inside" / "call.wav").symlink_to(tmp_path / "secret.wav")
    (tmp_path / "beside.wav").write_bytes(wav_bytes(pcm16(1.0)))
    os.mkfifo(tmp_path / "beside.json")
    assert outcome(tmp_path / "pipe.wav", intake) == "not_a_file"
    assert outcome(tmp_path / "folder.wav", intake) == "not_a_file"
    assert outcome(Path("/dev/zero"), intake) == "not_a_file"
    assert outcome(tmp_path / "inside" / "call.wav", intake) == "link_outside"
    assert outcome(tmp_path / "beside.wav", intake) == "ok"  # a pipe as its sidecar is a warning, and never read


def test_case_7_ten_hours_are_refused_in_little_memory(tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.wav"
    ten_hours = 36_000 * 8000
    header = wav_bytes(b"", declared=ten_hours, bits=8, tag=7)
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + ten_hours)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert outcome(path, intake) == "too_long"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KiB


def test_case_7_a_small_flac_of_long_audio_is_stopped_at_the_limit(tmp_path: Path, intake: IntakeSettings) -> None:
    """Ten minutes of silence in 20 KB, its length struck out of the header."""
    content = bytearray(encoded_by_av(np.zeros((600 * 8000, 1)), 8000, "flac", "flac", {}))
    content[21:26] = bytes([content[21] & 0xF0, 0, 0, 0, 0])
    path = tmp_path / "call.flac"
    path.write_bytes(content)
    assert outcome(path, intake) == "ok"
    assert outcome(path, intake.model_copy(update={"max_duration_s": 60.0})) == "too_long"


@pytest.mark.parametrize(
    "name",
    [
        "\u202egpj.wav".encode(),
        b"new\nline\x1b[31m.wav",
        b"-rf.wav",
        b"caf\xe9.wav",
        b"x" * 251 + b".wav",
        "呼叫 录音.wav".encode(),
        b"%s %n {0}.wav",
    ],
)
def test_case_24_any_name_is_opened_and_shown_safely(name: bytes, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / os.fsdecode(name)
    path.write_bytes(wav_bytes(pcm16(1.0)))
    call = open_call(path, intake, CallRecord())
    assert isinstance(call, RecordedCall)
    assert call.recording.name.isprintable() or " " in call.recording.name
    assert call.recording.name.encode()
    path.write_bytes(b"no sound")
    with pytest.raises(InputError) as caught:
        open_call(path, intake, CallRecord())
    assert str(caught.value).isprintable()


def test_nothing_is_written_to_the_terminal_by_the_decoder(tmp_path: Path) -> None:
    """FFmpeg prints to the process's own stderr; a damaged file must not speak over the scorecard."""
    path = tmp_path / "call.mp3"
    content = bytearray(encoded("counted.mp3"))
    content[500:700] = bytes(200)
    path.write_bytes(content)
    program = (
        "import sys; from pathlib import Path; from callgrade.config.load import load_settings;"
        "from callgrade.intake.source import open_call; from callgrade.model.record import CallRecord;"
        "open_call(Path(sys.argv[1]), load_settings().intake, CallRecord())"
    )
    result = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, b"", b"")
