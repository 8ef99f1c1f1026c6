"""How verdicts and measures hold when the same call comes over a worse line.

    OMP_NUM_THREADS=1 python -m benchmarks.degradations RECORDING ... [--only "babble 10 dB"] [--scratch FOLDER]

Each recording is graded as it is, and again after each degradation. Prints every pass that becomes a fail and every
fail that becomes a pass of a critical or major norm, verdicts that are withheld, and the drift of the agent's rate,
pitch and latency. Words and cards are kept in the scratch folder, so that a run can be continued; without its cards
(``*.pickle``) all that follows recognition is done again.
"""

import argparse
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np
import numpy.typing as npt
import soundfile
from benchmarks.phone_codecs import RATE_HZ, coded, gsm
from benchmarks.remembered import Remembering

from callgrade.config.load import load_settings
from callgrade.grading.grader import Grader
from callgrade.grading.outcome import CallInput, Scored
from callgrade.grading.spec import GraderSpec
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.finding import Severity, Verdict
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.recording import Recording, Samples
from callgrade.model.scorecard import Scorecard

HEAVY = (Severity.CRITICAL, Severity.MAJOR)
DRIFTS = {"rate.articulation_rate": "syl/s", "pitch.median": "Hz", "latency.median": "s"}
PACKET_S = 0.02
TALKERS = 8
SEED = 1

Change = Callable[[Recording], Recording | None]


def _each(change: Callable[[Samples, int], Samples]) -> Callable[[Recording], Recording]:
    """``change`` on every channel; its second argument is the index of the channel."""

    def changed(recording: Recording) -> Recording:
        return replace(recording, channels=tuple(change(one[:], i) for i, one in enumerate(recording.channels)))

    return changed


def _of_two(change: Callable[[Samples, Samples], Sequence[npt.NDArray[np.floating]]]) -> Change:
    """``change`` on a call of two channels; nothing for others."""

    def changed(recording: Recording) -> Recording | None:
        if len(recording.channels) < 2:
            return None
        return replace(
            recording,
            channels=tuple(one.astype(np.float32) for one in change(*(channel[:] for channel in recording.channels))),
        )

    return changed


def _at_telephone_rate(codec: Callable[[Samples], Samples]) -> Change:
    def changed(recording: Recording) -> Recording:
        import librosa

        rate_hz = recording.sample_rate_hz
        narrow = [librosa.resample(one[:], orig_sr=rate_hz, target_sr=RATE_HZ) for one in recording.channels]
        return replace(recording, sample_rate_hz=RATE_HZ, channels=tuple(map(codec, narrow)))

    return changed


def _noisy(noise: Callable[[int, int], Samples], snr_db: float) -> Change:
    """Noise ``snr_db`` below the power of the louder half of each channel."""

    def changed(samples: Samples, index: int) -> Samples:
        added = noise(samples.size, index)
        loud = np.sort(samples.astype(np.float64) ** 2)[samples.size // 2 :]
        power = float(loud.mean()) / 10 ** (snr_db / 10)
        gain = np.float32(np.sqrt(power / max(float(np.mean(added**2)), 1e-12)))
        return np.asarray(samples + gain * added, dtype=np.float32)

    return _each(changed)


def white(size: int, index: int) -> Samples:
    return np.random.default_rng([SEED, index]).standard_normal(size).astype(np.float32)


def babble_of(voices: Sequence[Samples]) -> Callable[[int, int], Samples]:
    """Eight voices of other calls at once, each from another place on and every other one backwards."""

    def babble(size: int, index: int) -> Samples:
        talkers = [voices[k % len(voices)][:: -1 if k % 2 else 1] for k in range(TALKERS)]
        shifted = [np.roll(np.resize(one, size), (k + 1) * (index + 1) * size // 11) for k, one in enumerate(talkers)]
        return np.asarray(sum(one / max(float(one.std()), 1e-6) for one in shifted), dtype=np.float32)

    return babble


def lossy(share: float) -> Change:
    """Packets of 20 ms that are lost at random and replaced by zeros."""

    def changed(recording: Recording) -> Recording:
        size = round(PACKET_S * recording.sample_rate_hz)

        def lose(samples: Samples, index: int) -> Samples:
            lost = np.random.default_rng([SEED, index]).random(-(-samples.size // size)) < share
            return np.where(np.repeat(lost, size)[: samples.size], 0, samples).astype(np.float32)

        return _each(lose)(recording)

    return changed


def _after_silence(seconds: float) -> Change:
    def changed(recording: Recording) -> Recording:
        zeros = np.zeros(round(seconds * recording.sample_rate_hz), np.float32)
        return _each(lambda samples, _: np.concatenate([zeros, samples]))(recording)

    return changed


def _later(seconds: float) -> Change:
    """The second channel later by ``seconds``."""

    def changed(recording: Recording) -> Recording | None:
        shift = round(seconds * recording.sample_rate_hz)
        late = _of_two(lambda left, right: (left, np.concatenate([np.zeros(shift, np.float32), right])[: right.size]))
        return late(recording)

    return changed


def degradations(voices: Sequence[Samples]) -> Mapping[str, Change]:
    """All degradations by name; ``voices``: recordings for the babble."""
    leak = 10 ** (-15 / 20)
    return {
        "gain -5 dB": _each(lambda samples, _: samples * np.float32(10 ** (-5 / 20))),
        "gain +6 dB": _each(lambda samples, _: np.clip(samples * np.float32(10 ** (6 / 20)), -1, 1)),
        "µ-law": _at_telephone_rate(lambda samples: coded(samples, "wav", "pcm_mulaw")),
        "GSM": _at_telephone_rate(gsm),
        "white 10 dB": _noisy(white, 10),
        "babble 10 dB": _noisy(babble_of(voices), 10),
        "loss 1 %": lossy(0.01),
        "loss 5 %": lossy(0.05),
        "3 s of lead-in": _after_silence(3),
        "channels swapped": _of_two(lambda left, right: (right, left)),
        "offset 50 ms": _later(0.05),
        "leakage -15 dB": _of_two(lambda left, right: (left + leak * right, right + leak * left)),
        "mono mix": _of_two(lambda left, right: ((left + right) / 2,)),
    }


@dataclass(frozen=True)
class Bench:
    """Grades recordings, and keeps the cards in ``scratch``."""

    grader: Grader
    scratch: Path

    def card(self, name: str, make: Callable[[], Recording | None]) -> Scorecard | None:
        """The card of the recording that ``make`` returns, ``None`` if there is none."""
        kept = self.scratch / f"{name}.pickle"
        if not kept.exists():
            recording = make()
            if recording is None:
                return None
            path = self.scratch / f"{name}.wav"
            sound = np.stack(recording.channels, axis=1)
            soundfile.write(path, sound, recording.sample_rate_hz, subtype="PCM_16")
            known = CallRecord(direction=Direction.INBOUND, language="en")
            (outcome,) = self.grader.grade([CallInput(path)], known, lambda _step: None)
            path.unlink()
            assert isinstance(outcome, Scored), outcome
            kept.write_bytes(pickle.dumps((outcome.heard, outcome.judgement)))
        heard, _ = pickle.loads(kept.read_bytes())
        return Scorecard.of(heard, self.grader.judge.judge(heard))


def flips(before: Scorecard, after: Scorecard) -> list[str]:
    """Critical and major norms that pass before and fail after, or the other way round."""
    opposite = {(Verdict.PASS, Verdict.FAIL), (Verdict.FAIL, Verdict.PASS)}
    later = {finding.norm: finding.verdict for finding in after.findings}
    heavy = (finding for finding in before.findings if finding.severity in HEAVY)
    return [f"{f.norm} {f.verdict} → {later[f.norm]}" for f in heavy if (f.verdict, later[f.norm]) in opposite]


def withheld(before: Scorecard, after: Scorecard) -> int:
    """Critical and major norms that are judged before and not after."""
    later = {finding.norm: finding.verdict for finding in after.findings}
    heavy = (finding for finding in before.findings if finding.severity in HEAVY and finding.verdict.judged)
    return sum(later[finding.norm] is Verdict.CANNOT_TELL for finding in heavy)


def drift(name: str, before: Scorecard, after: Scorecard) -> float | None:
    """How much more the agent has of a measurement after than before; ``None`` if either has no value."""
    values = [card.measurements.get(name, Role.AGENT) for card in (before, after)]
    first, second = (one.value if one else None for one in values)
    return None if first is None or second is None else second - first


def main(paths: Iterable[Path], only: str | None, scratch: Path) -> None:
    scratch.mkdir(parents=True, exist_ok=True)
    settings = load_settings()
    recogniser = Remembering(scratch / "words", settings.hearing.recognition, threads=1)
    grader = replace(GraderSpec(settings, None, "service", None).grader(1), recogniser=lambda: recogniser)
    bench = Bench(grader, scratch)
    calls = [(path, open_call(path, settings.intake, CallRecord())) for path in paths]
    if not calls[1:]:
        raise SystemExit("babble needs the voices of at least two recordings")
    recordings = [(path, call.recording) for path, call in calls if isinstance(call, RecordedCall)]
    drifts: dict[tuple[str, str], list[float]] = {}
    total = 0
    for at, (path, recording) in enumerate(recordings):
        whole = bench.card(path.stem, lambda recording=recording: recording)  # type: ignore[misc]
        assert whole
        others = [other.channels[0][:] for _, other in (recordings[at + 1 :] + recordings[:at])[:4]]
        for name, change in degradations(others).items():
            if only and name != only:
                continue
            card = bench.card(f"{path.stem}.{name}", lambda change=change, one=recording: change(one))  # type: ignore[misc]
            if card is None:
                continue
            found = flips(whole, card)
            total += len(found)
            print(f"{path.stem} | {name} | {len(found)} | {withheld(whole, card)} | {'; '.join(found)}", flush=True)
            for measured in DRIFTS:
                if (by := drift(measured, whole, card)) is not None:
                    drifts.setdefault((name, measured), []).append(by)
    print(f"flips in all: {total} on {len(recordings)} calls")
    for (name, measured), moved in sorted(drifts.items()):
        worst = max(moved, key=abs)
        print(f"{name} | {measured} | median {median(moved):+.2f}, worst {worst:+.2f} {DRIFTS[measured]}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("recordings", type=Path, nargs="+")
    parser.add_argument("--only", help="one degradation, by its name")
    parser.add_argument("--scratch", type=Path, default=Path("/tmp/degradations"))
    arguments = parser.parse_args()
    main(arguments.recordings, arguments.only, arguments.scratch)
