"""The only opener of audio: one demuxer chosen by content, no names to follow, decoded once at the native rate.

Callers pass the file open. Only one demuxer and a list of codecs are allowed, so a playlist named ``.wav`` is not read
as a playlist. If a demuxer asks for another file or address all the same, it is refused.
"""

from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from callgrade.config.intake import IntakeSettings
from callgrade.intake.audio.joined import Joined
from callgrade.intake.audio.left_over import left_over_s, stray_share
from callgrade.intake.audio.lengths import counted_s, is_encrypted_mp4, last_granule, missing_end
from callgrade.intake.audio.ogg_chain import links_of, unlike_s
from callgrade.intake.audio.packets import NOTICED_S, Packets, read_samples
from callgrade.intake.audio.samples import SampleStore
from callgrade.intake.audio.sniff import FileKind
from callgrade.intake.audio.wav import WavHeader, read_wav_header
from callgrade.intake.probe import check_declared
from callgrade.intake.refusal import Refusal, refuse
from callgrade.model.recording import Stored

CODECS = (
    "pcm_u8,pcm_s16le,pcm_s16be,pcm_s24le,pcm_s24be,pcm_s32le,pcm_s32be,pcm_f32le,pcm_f32be,pcm_f64le,pcm_f64be,"
    "pcm_alaw,pcm_mulaw,gsm,gsm_ms,adpcm_ima_wav,adpcm_ms,g726,g722,g729,mp3,mp3float,aac,alac,"
    "vorbis,opus,libopus,flac,amrnb,amrwb"
)
_ALLOWED = frozenset(CODECS.split(","))
# G.711 without a header is that of a telephone.
_TELEPHONE = {"sample_rate": "8000", "ch_layout": "mono"}
_HEADERLESS = {FileKind.MULAW: _TELEPHONE, FileKind.ALAW: _TELEPHONE}
# Bytes between frames, seconds that they would last: the rest of a frame at a cut, or a tag, is not worth a warning.
_STRAY_S = 0.25
# Encoders fill up their last block, and players cut what they added: declared lengths are exact to this, in seconds.
_CODEC_SLACK_S = 0.03
# How far a demuxer may look for what the streams are.
_PROBE_OPTIONS = {"probesize": str(2**20), "analyzeduration": str(10**6)}


def decoders() -> dict[str, bool]:
    """Codec → whether the installed library can decode it (for ``doctor``)."""
    return {name: name in av.codecs_available for name in CODECS.split(",")}


@dataclass(frozen=True, eq=False)
class Decoded:
    """Sound at the native rate, channel by channel, and what is wrong with the file.

    ``missing_s``: seconds of sound that should follow, 0 if nobody knows how many; ``None`` where nothing is missing.
    """

    sample_rate_hz: int
    channels: tuple[Stored, ...]
    warnings: tuple[str, ...]
    missing_s: float | None = None


def decode(file: BinaryIO, size_bytes: int, name: str, kind: FileKind, settings: IntakeSettings) -> Decoded:
    """Decode ``file`` (open, at its start) of ``kind``; ``name`` is for messages. Raises ``InputError``."""
    header = _wav_header(file, size_bytes, name, settings) if kind is FileKind.WAV else None
    if kind is FileKind.MP4 and is_encrypted_mp4(file):
        raise refuse(Refusal.ENCRYPTED, f"{name} is encrypted.")
    missing = missing_end(file, size_bytes, kind)
    counted = counted_s(file, kind) is not None
    links = links_of(file) if kind is FileKind.OGG else []
    granule = last_granule(file, size_bytes) if len(links) <= 1 else 0
    try:
        with _open(file, kind, header) as container:
            stream = _audio_stream(container, name)
            # The demuxer takes the count of a chain's last link for that of the first.
            declared_s = None if len(links) > 1 else _declared_s(stream, container, kind, counted)
            check_declared(name, stream.rate or 0, stream.channels, declared_s, settings)
            declared_s = max(declared_s or 0.0, _ogg_s(stream, granule))
            store, rate_hz, packets = read_samples(container, stream, name, settings)
            if kind is FileKind.OGG:  # counted from the beginning of the call, whose first pages are gone
                packets.miss_beginning(_start_s(stream))
            other_tracks = _other_tracks(container)
    except av.FFmpegError as error:
        raise refuse(Refusal.DAMAGED, f"{name} cannot be decoded: {missing or error.strerror}.") from None
    except OSError as error:
        raise refuse(Refusal.UNREADABLE, f"{name} cannot be read: {error.strerror}.") from None
    duration_s = store.size / rate_hz
    if duration_s < settings.min_duration_s:
        raise refuse(Refusal.TOO_SHORT, f"{name} holds {duration_s:.2f} s of sound.")
    expected_s = _expected_wav_s(header, duration_s) if header else declared_s
    cut = _truncation(duration_s, expected_s, 0.0 if header else _CODEC_SLACK_S, missing, settings)
    samples = store.finish()
    behind_s = header.other_s if header else left_over_s(file, size_bytes, kind) + unlike_s(links)
    warnings = (
        cut,
        _overrun(header, duration_s),
        _damage(packets, stray_share(file, size_bytes, kind), duration_s),
        _unread(behind_s, "of another recording behind the first"),
        *(_unread(track_s, "of another track") for track_s in other_tracks),
        _absurd(store),
    )
    missing_s = max(expected_s - duration_s, 0.0) if cut and expected_s else 0.0
    return Decoded(
        rate_hz,
        samples,
        tuple(warning for warning in warnings if warning),
        missing_s + behind_s if cut or behind_s else None,
    )


def _wav_header(file: BinaryIO, size_bytes: int, name: str, settings: IntakeSettings) -> WavHeader | None:
    header = read_wav_header(file, size_bytes)
    if header:
        duration_s = header.present_bytes / header.bytes_per_s if header.linear and header.bytes_per_s else None
        check_declared(name, header.rate_hz, header.channels, duration_s, settings)
        if header.present_bytes == 0:
            raise refuse(Refusal.EMPTY, f"{name} holds no sound.")
    return header


def _open(file: BinaryIO, kind: FileKind, header: WavHeader | None) -> InputContainer:
    options = {"format_whitelist": kind.value, "protocol_whitelist": "", "codec_whitelist": CODECS} | _PROBE_OPTIONS
    options |= _HEADERLESS.get(kind, {})
    joined = header is not None and len(header.parts) > 1
    if header and (header.overrun or joined):
        options["ignore_length"] = "1"
    return av.open(
        Joined(file, ((0, header.parts[0][0]), *header.parts)) if header and joined else file,
        mode="r",
        format=kind.value.split(",")[0],
        options=options,
        metadata_errors="replace",
        io_open=_refuse_reference,
    )


def _refuse_reference(_url: str, _flags: int, _options: dict[str, Any]) -> NoReturn:
    raise PermissionError("a recording may not refer to another file")


def _audio_stream(container: InputContainer, name: str) -> AudioStream:
    if not container.streams.audio:
        raise refuse(Refusal.NO_AUDIO, f"{name} holds no sound, only pictures or data.")
    stream = container.streams.audio[0]
    # The demuxer heeds the list only while it probes, and chooses other decoders afterwards.
    if stream.codec_context is None or stream.codec_context.name not in _ALLOWED:
        raise refuse(Refusal.NOT_AUDIO, f"{name} is encoded in a way that callgrade does not read.")
    return stream


def _declared_s(stream: AudioStream, container: InputContainer, kind: FileKind, counted: bool) -> float | None:
    """Seconds that the file declares; ``None`` where the demuxer could only estimate them from the bytes."""
    declares = kind in (FileKind.FLAC, FileKind.MP4, FileKind.OGG, FileKind.AU, FileKind.WEBM) or counted
    return _track_s(stream, container) if declares else None


def _track_s(stream: AudioStream, container: InputContainer) -> float | None:
    """Seconds that a stream, or else the whole file, declares."""
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _other_tracks(container: InputContainer) -> list[float]:
    """Seconds of each further track of sound; a track without a length counts as long as the file."""
    return [_track_s(stream, container) or 0.0 for stream in container.streams.audio[1:]]


def _ogg_s(stream: AudioStream, granule: int) -> float:
    """Seconds from the stream's first sample to the one its last page counts; Opus counts at 48 kHz (RFC 7845, 4)."""
    rate_hz = 48000 if stream.codec_context.name in ("opus", "libopus") else stream.rate
    return granule / rate_hz - _start_s(stream) if granule and rate_hz else 0.0


def _start_s(stream: AudioStream) -> float:
    return float((stream.start_time or 0) * (stream.time_base or 0))


def _expected_wav_s(header: WavHeader, duration_s: float) -> float | None:
    """Seconds that the header declares, or that the bytes present must give."""
    if header.declared_bytes and header.declared_bytes > header.present_bytes:
        return duration_s * header.declared_bytes / header.present_bytes
    if not (header.linear and header.bytes_per_s):
        return None
    return (header.present_bytes if header.overrun else header.sound_bytes) / header.bytes_per_s


def _truncation(
    duration_s: float, expected_s: float | None, slack_s: float, missing: str | None, settings: IntakeSettings
) -> str | None:
    if expected_s and duration_s < expected_s * (1 - settings.truncated_share) - slack_s:
        return f"truncated: {duration_s:.1f} s of {expected_s:.1f} s are there"
    return f"truncated: {duration_s:.1f} s are there, and {missing}" if missing else None


def _damage(packets: Packets, stray_share: float, duration_s: float) -> str | None:
    """Seconds that could not be decoded; bytes that belong to no frame count as long as those of frames last."""
    lost_s, first_s = packets.lost_s, packets.first_lost_s
    stray_s = stray_share * duration_s
    if stray_s > max(lost_s, _STRAY_S):
        lost_s = stray_s
    if lost_s < NOTICED_S:
        return None
    where = "" if first_s is None else f", the first of it at {first_s:.1f} s"
    return f"damaged: {lost_s:.1f} s could not be decoded{where}"


def _unread(lost_s: float, what: str) -> str | None:
    return f"unread: {lost_s:.1f} s {what} were not read" if lost_s else None


def _overrun(header: WavHeader | None, duration_s: float) -> str | None:
    if not header or not header.overrun or not header.declared_bytes:
        return None
    declared_s = duration_s * header.declared_bytes / header.present_bytes
    return f"header: it declares {declared_s:.1f} s, but {duration_s:.1f} s are there and were read"


def _absurd(store: SampleStore) -> str | None:
    if not store.absurd:
        return None
    return f"samples: {store.absurd:,} are no numbers, infinite or absurdly large, and were made silence"
