"""Packets of a stream → samples, and what of them was lost on the way: packets that cannot be decoded, and gaps."""

from collections.abc import Iterator
from fractions import Fraction

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from callgrade.config.intake import IntakeSettings
from callgrade.intake.audio.samples import SampleStore
from callgrade.intake.probe import check_declared, longest_s
from callgrade.intake.refusal import Refusal, refuse

# Shorter than a syllable; clocks of containers that count in milliseconds jitter, and a first frame may lack its past.
NOTICED_S = 0.1


def read_samples(
    container: InputContainer, stream: AudioStream, name: str, settings: IntakeSettings
) -> tuple[SampleStore, int, "Packets"]:
    """All samples of ``stream``, their rate, and the packets that they came from."""
    packets = Packets(container, stream, opus_input_rate_hz(stream.codec_context.extradata))
    store, rate_hz, channels = SampleStore(1, 1), 0, 0
    for frame in packets.frames():
        layout = (frame.sample_rate, frame.layout.nb_channels)
        if store.size == 0 and layout != (rate_hz, channels):
            rate_hz, channels = layout
            check_declared(name, rate_hz, channels, None, settings)
            store = SampleStore(channels, rate_hz)
        if layout != (rate_hz, channels):
            packets.lose(frame.samples / frame.sample_rate)
            continue
        samples = frame.to_ndarray()
        planar = samples if frame.format.is_planar else samples.reshape(-1, channels).T
        store.add(planar, frame.format.name.removesuffix("p"))
        if store.size > longest_s(rate_hz, channels, settings) * rate_hz:
            raise refuse(Refusal.TOO_LONG, f"{name} is longer than {store.size / rate_hz / 60:,.0f} minutes.")
    if store.size == 0:
        raise refuse(Refusal.DAMAGED, f"{name} holds no sound that can be decoded.")
    return store, rate_hz, packets


def opus_input_rate_hz(extradata: bytes | None) -> int | None:
    """The rate that was recorded before Opus coded it (RFC 7845, 5.1), where it is one of a telephone's.

    Opus itself always decodes at 48 kHz: six times the memory for a call at 8 kHz, and nothing more to hear.
    """
    if extradata is None or len(extradata) < 16 or not extradata.startswith(b"OpusHead"):
        return None
    rate_hz = int.from_bytes(extradata[12:16], "little")
    return rate_hz if rate_hz in (8000, 12000, 16000, 24000) else None


class Packets:
    """The packets of a stream. ``lost_s``: seconds that were not decoded, ``first_lost_s``: where they begin."""

    def __init__(self, container: InputContainer, stream: AudioStream, rate_hz: int | None) -> None:
        """``rate_hz``: to which frames are brought, ``None``: as decoded."""
        self._container, self._stream = container, stream
        self._resampler = av.AudioResampler(format="fltp", rate=rate_hz) if rate_hz else None
        self._began_s: float | None = None
        self._at_s = 0.0
        self._decoded = False
        self.lost_s = 0.0
        self.first_lost_s: float | None = None

    def frames(self) -> Iterator[av.AudioFrame]:
        """Every frame that can be decoded; if a packet is damaged, only that packet is lost."""
        self._stream.codec_context.thread_count = 1
        try:
            for packet in self._container.demux(self._stream):
                self._follow(packet)
                yield from self._decode(packet)
        except av.FFmpegError:  # of the demuxer: what follows is missed by its length
            pass
        if self._resampler and self._decoded:
            yield from self._resampler.resample(None)

    def lose(self, lost_s: float) -> None:
        """Note that so much sound is lost."""
        self.lost_s += lost_s
        if self.first_lost_s is None and lost_s:
            self.first_lost_s = self._at_s - (self._began_s or 0.0)

    def miss_beginning(self, missed_s: float) -> None:
        """Note that so much sound was before the first packet."""
        if missed_s > NOTICED_S:
            self.lost_s += missed_s
            self.first_lost_s = 0.0

    def _follow(self, packet: "av.Packet[AudioStream]") -> None:
        """Keep the time; a packet that begins later than the last one ended shows a gap."""
        if packet.pts is None or packet.time_base is None:
            return
        begins_s = _seconds(packet.pts, packet.time_base)
        if self._began_s is None:
            self._began_s = self._at_s = begins_s
        if begins_s > self._at_s + NOTICED_S:
            self.lose(begins_s - self._at_s)
        self._at_s = begins_s

    def _decode(self, packet: "av.Packet[AudioStream]") -> list[av.AudioFrame]:
        lasts_s = _seconds(packet.duration or 0, packet.time_base or Fraction(0))
        try:
            frames = packet.decode()
        except av.FFmpegError:
            self.lose(lasts_s)
            self._at_s += lasts_s
            return []
        self._decoded = self._decoded or bool(frames)
        self._at_s += lasts_s or sum(frame.samples / frame.sample_rate for frame in frames)
        return [out for frame in frames for out in self._resampler.resample(frame)] if self._resampler else frames


def _seconds(count: int, time_base: Fraction) -> float:
    """``count`` of ``time_base``: what a product of fractions gives, in a tenth of the time."""
    return count * time_base.numerator / time_base.denominator
