"""How well two voices on one channel are told apart, and whether the agent is the right one.

    OMP_NUM_THREADS=1 python -m benchmarks.speakers FOLDER_OF_CALLS --words FOLDER [--only scripted|human|mixes|alone]
        [--forms "8 kHz PCM" "MP3 8k"]

Names are not given in advance. *Scripted*: calls of two voices, as recorded and through telephone codecs; *human*: one
channel with two people; *mixes*: two-channel calls in one channel, at several levels and through codecs; *alone*: each
channel of two-channel calls and read sentences: one voice, which must not be split. A call's words are recognised once
and its other forms are given the same words, so that only the separation differs.

*Confused*: share of the words (of the speech, where each person has a channel) of one person that are given to the
other. *Withheld*: nobody is called the agent. *As one*: a call of two voices whose words are all scored as one
person's. Seconds are processor time of telling voices apart, for a minute of recording.
"""

import argparse
import time
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any
from unittest.mock import patch

import numpy as np
import soxr
from benchmarks.phone_codecs import CODECS, RATE_HZ
from benchmarks.remembered import Remembering
from benchmarks.speaker_truth import Truth, from_channels, from_script, from_subtitles, script_of

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.hearing.conclude import conclude
from callgrade.hearing.diarization import voices as told_apart
from callgrade.hearing.diarization.diarize import Diarization, diarize
from callgrade.hearing.prepare import Prepared, prepare
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
SHARED_CALLS = ("bank_0002_stereo.wav", "garage_40_stereo.wav", "garage_49_stereo.wav")
CUSTOMER_DB = (-10.0, 0.0, 6.0)
PERSONS = (Role.AGENT, Role.CUSTOMER)


@dataclass(frozen=True)
class Outcome:
    """One form of a recording. ``confused``: ``None`` where nothing is told apart; ``right``: ``None`` if withheld."""

    name: str
    form: str
    confused: float | None
    right: bool | None
    as_one: bool
    confidence: float | None
    similarity: float | None
    duration_s: float
    spent_s: float


def outcome(name: str, form: str, prepared: Prepared, heard: Recognised, truth: Truth, pack: Pack) -> Outcome:
    with timed_diarization() as clock:
        conversation = conclude(prepared, heard)
    attributed = conversation.assigned(attribute(pack, prepare_call(pack, conversation, prepared.record)))
    attribution = attributed.attribution
    assert attribution is not None
    apart = attribution.layout is Layout.TWO_VOICES
    voices = _speech(conversation, truth.of_words)
    withheld = any(party.role is Role.UNKNOWN for party in attributed.parties)
    agent = _speech(attributed, truth.of_words).get(Role.AGENT, ())
    return Outcome(
        name=name,
        form=form,
        confused=min(_confused(voices, truth), 1 - _confused(voices, truth)) if apart else None,
        right=None if withheld else _only(agent, truth, Role.AGENT) > _only(agent, truth, Role.CUSTOMER),
        as_one=not apart and not withheld,
        confidence=attribution.confidence,
        similarity=attribution.similarity,
        duration_s=prepared.recording.duration_s,
        spent_s=clock.spent_s,
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


@dataclass
class Clock:
    """Seconds of processor time."""

    spent_s: float = 0.0


@contextmanager
def timed_diarization() -> Iterator[Clock]:
    """What telling voices apart takes inside the block."""
    clock = Clock()

    def timed(*arguments: Any) -> Diarization:
        start_s = time.process_time()
        try:
            return diarize(*arguments)
        finally:
            clock.spent_s += time.process_time() - start_s

    with patch.object(told_apart, "diarize", timed):
        yield clock


class Bench:
    """What all calls are heard and judged with."""

    def __init__(self, folder: Path, words: Path, only: Collection[str]) -> None:
        self.folder = folder
        self.only = only
        self.settings = load_settings()
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

    def scripted(self) -> Iterator[Outcome]:
        """Calls of two synthetic voices in every form."""
        for path in sorted((self.folder / "scripted").glob("*.mp3")):
            forms_of = forms(self.opened(path).recording, self.only)
            yield from self._with_script(path, path.with_suffix(".vcon.json"), forms_of)

    def human(self) -> Iterator[Outcome]:
        """Calls of two people on one channel, as recorded."""
        human = self.folder / "human"
        both = self.opened(human / "garage_40_stereo.wav").recording
        timed = {
            "garage_40_mono": from_channels(both, self.settings.hearing.activity),
            "emily_01_mono": from_subtitles(human / "emily_01_mono.srt"),
        }
        for name, truth in timed.items():
            yield outcome(name, "as recorded", *self.heard(self.opened(human / f"{name}.wav")), truth, self.pack)
        for name in ("bank_22c5_mono", "bank_3c20_mono"):
            yield from self._with_script(human / f"{name}.wav", human / f"{name}.ref.json", ())

    def _with_script(self, path: Path, script: Path, others: "Iterator[Form] | tuple[()]") -> Iterator[Outcome]:
        call = self.opened(path)
        prepared, heard = self.heard(call)
        words = [word for window in heard.words for word in window]
        truth = from_script(words, script_of(script, self.settings.intake))
        yield outcome(path.stem[:14], "as recorded", prepared, heard, truth, self.pack)
        for form, recording in others:
            prepared = prepare(recording, call.record, self.settings.hearing)
            yield outcome(path.stem[:14], form, prepared, _in_one(prepared, heard), truth, self.pack)

    def two_channel_calls(self) -> Iterator[tuple[str, RecordedCall]]:
        for path in (*(SAMPLES / name for name in OWN_CALLS), *(self.folder / "human" / name for name in SHARED_CALLS)):
            yield path.stem[:14], self.opened(path)

    def mixes(self) -> Iterator[Outcome]:
        """Two-channel calls mixed at several levels and sent through telephone codecs."""
        for name, call in self.two_channel_calls():
            _, heard = self.heard(call)
            truth = from_channels(call.recording, self.settings.hearing.activity)
            for form, recording in mixed(call.recording, self.only):
                prepared = prepare(recording, call.record, self.settings.hearing)
                yield outcome(name, form, prepared, _in_one(prepared, heard), truth, self.pack)

    def alone(self) -> Iterator[tuple[str, str, bool, bool]]:
        """Name, form, whether one voice was split, and whether it is surely one, for recordings of one voice."""
        for name, recording in self._voices():
            for form, one in (("as recorded", recording), *forms(recording, self.only)):
                prepared = prepare(one, CallRecord(), self.settings.hearing)
                speech = prepared.sides[0].activity.timing
                found = diarize(one.channels[0], one.sample_rate_hz, speech, prepared.settings.speakers)
                yield name, form, len(found.voices) > 1, len(found.voices) < 2 and not found.unsure

    def _voices(self) -> Iterator[tuple[str, Recording]]:
        for name, call in self.two_channel_calls():
            for side, channel in enumerate(call.recording.channels):
                yield f"{name} {side}", replace(call.recording, channels=(channel,))
        for name in ("bank_agent_side.wav", "read/jfk.flac"):
            path = self.folder / name if "/" in name else self.folder / "human" / name
            yield path.stem, self.opened(path).recording


Form = tuple[str, Recording]


def forms(recording: Recording, only: Collection[str]) -> Iterator[Form]:
    """The first channel in the telephone band, plain and through codecs: the forms ``only``, all if there are none."""
    plain = soxr.resample(recording.channels[0], recording.sample_rate_hz, RATE_HZ).astype(np.float32)
    through: Mapping[str, Callable[[Samples], Samples]] = {"8 kHz PCM": lambda samples: samples, **CODECS}
    chosen = {name: codec for name, codec in through.items() if name in (only or through)}
    for name, codec in chosen.items():
        yield name, replace(recording, channels=(codec(plain),), sample_rate_hz=RATE_HZ)


def mixed(recording: Recording, only: Collection[str]) -> Iterator[Form]:
    left, right = (channel[:] for channel in recording.channels)
    for level_db in CUSTOMER_DB:
        mix = ((left + right * 10 ** (level_db / 20)) / 2).astype(np.float32)
        yield f"{level_db:+.0f} dB", replace(recording, channels=(mix,))
    yield from forms(replace(recording, channels=(((left + right) / 2).astype(np.float32),)), only)


def _in_one(prepared: Prepared, heard: Recognised) -> Recognised:
    """All words of all windows, in order, as if heard in the first window of ``prepared``."""
    words: list[Word] = sorted((word for window in heard.words for word in window), key=lambda word: word.start_s)
    rest: list[tuple[Word, ...]] = [()] * (len(prepared.speech.windows) - 1)
    return replace(heard, words=(tuple(words), *rest), languages=(None,) * len(prepared.speech.windows))


def row(one: Outcome) -> str:
    confused = "—" if one.confused is None else f"{one.confused:.1%}"
    role = "AS ONE" if one.as_one else {True: "right", False: "WRONG", None: "withheld"}[one.right]
    sure = "—" if one.confidence is None else f"{one.confidence:.1%}"
    alike = "—" if one.similarity is None else f"{one.similarity:.2f}"
    return f"| {one.name} | {one.form} | {confused} | {role} | {sure} | {alike} |"


def summary(done: list[Outcome]) -> Iterator[str]:
    yield "| form | calls | withheld | as one | wrong agent | confused: median, most | CPU s a minute |"
    yield "|---|---|---|---|---|---|---|"
    for form in dict.fromkeys(one.form for one in done):
        own = [one for one in done if one.form == form]
        confused = [one.confused for one in own if one.confused is not None] or [0.0]
        counts = (sum(one.right is None for one in own), sum(one.as_one for one in own))
        wrong = sum(one.right is False and not one.as_one for one in own)
        cost = 60 * sum(one.spent_s for one in own) / sum(one.duration_s for one in own)
        yield (
            f"| {form} | {len(own)} | {counts[0]} | {counts[1]} | {wrong} "
            f"| {median(confused):.2%}, {max(confused):.1%} | {cost:.2f} |"
        )


def show_alone(bench: Bench) -> None:
    done = []
    for name, form, split, sure in bench.alone():
        done.append((form, split, sure))
        if split or not sure:
            print(f"{name}, {form}: {'SPLIT' if split else 'not known to be one'}", flush=True)
    print("| form | voices | split | surely one |\n|---|---|---|---|")
    for form in dict.fromkeys(form for form, *_ in done):
        own = [(split, sure) for one, split, sure in done if one == form]
        print(f"| {form} | {len(own)} | {sum(split for split, _ in own)} | {sum(sure for _, sure in own)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--words", type=Path, required=True, help="folder in which recognised words are kept")
    parser.add_argument("--only", choices=("scripted", "human", "mixes", "alone"))
    parser.add_argument("--forms", nargs="+", default=(), help="only these, beside the recording itself")
    options = parser.parse_args()
    bench = Bench(options.folder, options.words, options.forms)
    for title, outcomes in {"scripted": bench.scripted, "human": bench.human, "mixes": bench.mixes}.items():
        if options.only in {None, title}:
            print(f"\n{title}\n| recording | form | confused | role | sure | alike |\n|---|---|---|---|---|---|")
            done = []
            for one in outcomes():
                done.append(one)
                print(row(one), flush=True)
            print("\n".join(summary(done)), flush=True)
    if options.only in {None, "alone"}:
        show_alone(bench)


if __name__ == "__main__":
    main()
