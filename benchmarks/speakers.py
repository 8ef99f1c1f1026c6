"""How well two voices on one channel are told apart, and whether the agent is the right one.

    OMP_NUM_THREADS=1 python -m benchmarks.speakers FOLDER_OF_CALLS --words FOLDER [--no-mixes] [--encoder resemblyzer]

*Confused*: share of the speech of one person alone that is given to the other. *Missed*: speech of the reference that
is nobody's; *false*: speech that is nobody's in the reference; both are unknown where the reference is a script, laid
beside the recognised words. *Role*: of the voice called the agent. *Abstained*: roles withheld. Names are not given in
advance. Mixes are of the project's own two-channel calls, whose words are those recognised with a channel each, so that
only the separation differs. Seconds are processor time of telling voices apart.
"""

import argparse
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import numpy as np
from benchmarks.phone_codecs import CODECS
from benchmarks.remembered import Remembering
from benchmarks.speaker_truth import Truth, from_channels, from_script, from_subtitles, script_of

from callgrade.config.folder import configs_folder
from callgrade.config.hearing import EncoderName
from callgrade.config.load import load_settings
from callgrade.hearing.diarization.diarize import diarize
from callgrade.hearing.listen import Prepared, conclude, prepare
from callgrade.hearing.recognition.speech import Recognised
from callgrade.intake.source import RecordedCall, open_call
from callgrade.model.conversation import Conversation, Layout, Word
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.recording import Recording, Samples
from callgrade.model.span import Spans, intersect, merge, subtract, total_s
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.preparation import prepare_call
from callgrade.norms.roles import attribute

SAMPLES = Path(__file__).parents[1] / "sample_audio"
OWN_CALLS = ("01_insurance_good.wav", "04_energy_outbound.mp3", "05_travel_hold.ogg", "11_hotel_overpolite.mp3")
CUSTOMER_DB = (-10.0, 0.0, 6.0)
PERSONS = (Role.AGENT, Role.CUSTOMER)


@dataclass(frozen=True)
class Outcome:
    """One recording. Shares are of the reference's speech; ``None`` where unknown or where nothing is told apart."""

    name: str
    confused: float | None
    missed: float | None
    false: float | None
    right: bool | None
    confidence: float | None
    similarity: float | None
    duration_s: float
    spent_s: float


def outcome(name: str, prepared: Prepared, heard: Recognised, truth: Truth, pack: Pack) -> Outcome:
    conversation = conclude(prepared, heard)
    attributed = conversation.assigned(attribute(pack, prepare_call(pack, conversation, prepared.record)))
    attribution = attributed.attribution
    assert attribution is not None
    apart = attribution.layout is Layout.TWO_VOICES
    voices = _speech(conversation, truth.of_words)
    missed, false = (None, None) if truth.of_words else _missed_and_false(voices, truth)
    withheld = any(party.role is Role.UNKNOWN for party in attributed.parties)
    agent = _speech(attributed, truth.of_words).get(Role.AGENT, ())
    return Outcome(
        name=name,
        confused=min(_confused(voices, truth), 1 - _confused(voices, truth)) if apart else None,
        missed=missed,
        false=false,
        right=None if withheld else _only(agent, truth, Role.AGENT) > _only(agent, truth, Role.CUSTOMER),
        confidence=attribution.confidence,
        similarity=attribution.similarity,
        duration_s=prepared.recording.duration_s,
        spent_s=_spent_s(prepared),
    )


def _speech(conversation: Conversation, of_words: bool) -> Mapping[Role, Spans]:
    if not of_words:
        return {party.role: party.speech for party in conversation.parties}
    return {role: merge(w.span for turn in conversation.turns_of(role) for w in turn.words) for role in Role}


def _only(spans: Spans, truth: Truth, role: Role) -> float:
    """Seconds of ``spans`` in which of the two persons only ``role`` speaks."""
    other = truth.speech[Role.CUSTOMER if role is Role.AGENT else Role.AGENT]
    return total_s(intersect(spans, subtract(truth.speech[role], other)))


def _confused(voices: Mapping[Role, Spans], truth: Truth) -> float:
    seconds = {(one, real): _only(voices.get(one, ()), truth, real) for one in PERSONS for real in PERSONS}
    return sum(s for (one, real), s in seconds.items() if one is not real) / (sum(seconds.values()) or 1.0)


def _missed_and_false(voices: Mapping[Role, Spans], truth: Truth) -> tuple[float, float]:
    real = merge(span for spans in truth.speech.values() for span in spans)
    found = merge(span for spans in voices.values() for span in spans)
    return total_s(subtract(real, found)) / total_s(real), total_s(subtract(found, real)) / total_s(real)


def _spent_s(prepared: Prepared) -> float:
    recording = prepared.recording
    speech = prepared.sides[0].activity.timing
    start_s = time.process_time()
    diarize(recording.channels[0], recording.sample_rate_hz, speech, prepared.settings.speakers)
    return time.process_time() - start_s


class Bench:
    """What all calls are heard and judged with."""

    def __init__(self, words: Path, encoder: EncoderName) -> None:
        self.settings = load_settings()
        speakers = self.settings.hearing.speakers.model_copy(update={"encoder": encoder})
        hearing = self.settings.hearing.model_copy(update={"speakers": speakers})
        self.settings = self.settings.model_copy(update={"hearing": hearing})
        self.recogniser = Remembering(words, self.settings.hearing.recognition, threads=2)
        self.pack = load_pack(configs_folder(), "en", "service")

    def opened(self, path: Path) -> RecordedCall:
        """The recording, its direction being all that is known of it."""
        call = open_call(path, self.settings.intake, CallRecord())
        assert isinstance(call, RecordedCall), f"{path} is no recording"
        direction = call.record.direction or Direction.INBOUND
        return replace(call, record=CallRecord(direction=direction))

    def heard(self, call: RecordedCall) -> tuple[Prepared, Recognised]:
        prepared = prepare(call.recording, call.record, self.settings.hearing)
        return prepared, self.recogniser.recognise([prepared.speech])[0]

    def given(self, folder: Path) -> Iterator[Outcome]:
        """The one-channel calls in ``folder`` that have a reference."""
        human = folder / "human"
        both = self.opened(human / "garage_40_stereo.wav").recording
        timed = {
            "garage_40_mono": from_channels(both, self.settings.hearing.activity),
            "emily_01_mono": from_subtitles(human / "emily_01_mono.srt"),
        }
        for name, truth in timed.items():
            yield outcome(name, *self.heard(self.opened(human / f"{name}.wav")), truth, self.pack)
        for name in ("bank_22c5_mono", "bank_3c20_mono"):
            yield self.scripted(human / f"{name}.wav", human / f"{name}.ref.json")
        for path in sorted((folder / "scripted").glob("*.mp3")):
            yield self.scripted(path, path.with_suffix(".vcon.json"))

    def scripted(self, path: Path, script: Path) -> Outcome:
        prepared, heard = self.heard(self.opened(path))
        words = [word for window in heard.words for word in window]
        truth = from_script(words, script_of(script, self.settings.intake))
        return outcome(path.stem[:14], prepared, heard, truth, self.pack)

    def mixes(self) -> Iterator[Outcome]:
        """The project's own two-channel calls, mixed at several levels and sent through telephone codecs."""
        for name in OWN_CALLS:
            call = self.opened(SAMPLES / name)
            _, heard = self.heard(call)
            truth = from_channels(call.recording, self.settings.hearing.activity)
            for kind, samples in variants(call.recording):
                mono = replace(call.recording, channels=(samples,))
                prepared = prepare(mono, call.record, self.settings.hearing)
                yield outcome(f"{name[:2]} {kind}", prepared, _in_one(prepared, heard), truth, self.pack)


def variants(recording: Recording) -> Iterator[tuple[str, Samples]]:
    left, right = recording.channels
    for level_db in CUSTOMER_DB:
        yield f"{level_db:+.0f} dB", ((left + right * 10 ** (level_db / 20)) / 2).astype(np.float32)
    for name, through in CODECS.items():
        yield name, through(((left + right) / 2).astype(np.float32))


def _in_one(prepared: Prepared, heard: Recognised) -> Recognised:
    """All words of all windows, in order, as if heard in the first window of ``prepared``."""
    words: list[Word] = sorted((word for window in heard.words for word in window), key=lambda word: word.start_s)
    rest: list[tuple[Word, ...]] = [()] * (len(prepared.speech.windows) - 1)
    return replace(heard, words=(tuple(words), *rest))


def row(one: Outcome) -> str:
    def percent(share: float | None) -> str:
        return "—" if share is None else f"{share:.1%}"

    role = {True: "right", False: "WRONG", None: "abstained"}[one.right]
    alike = "—" if one.similarity is None else f"{one.similarity:.2f}"
    shares = " | ".join(percent(share) for share in (one.confused, one.missed, one.false))
    return f"| {one.name} | {shares} | {role} | {percent(one.confidence)} | {alike} |"


def summary(title: str, done: list[Outcome]) -> None:
    confused = [one.confused for one in done if one.confused is not None]
    told = [one.right for one in done if one.right is not None]
    spent_s = sum(one.spent_s for one in done)
    print(
        f"\n{title}: {len(done)} recordings; confused: median {median(confused):.2%}, largest {max(confused):.1%}; "
        f"role right {sum(told)}/{len(told)}; abstained {len(done) - len(told)}/{len(done)}; "
        f"{sum(one.duration_s for one in done) / spent_s:.0f} × real time of one core's processor time\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=Path, required=True, help="folder in which recognised words are kept")
    parser.add_argument("--no-mixes", action="store_true")
    parser.add_argument("--encoder", type=EncoderName, default=EncoderName.GE2E_LITE)
    options = parser.parse_args()
    bench = Bench(options.words, options.encoder)
    sources = [("calls", bench.given(options.folder))]
    if not options.no_mixes:
        sources.append(("mixes", bench.mixes()))
    for title, outcomes in sources:
        print("| recording | confused | missed | false | role | sure | voices alike |\n|---|---|---|---|---|---|---|")
        done = []
        for one in outcomes:
            done.append(one)
            print(row(one), flush=True)
        summary(title, done)


if __name__ == "__main__":
    main()
