"""The order of the steps from a file to its scorecard, and nothing else.

Calls are graded in groups. Each call is opened and its speech found; the speech of all is recognised together, so that
windows of several calls fill a batch; then each is redacted, measured, judged and scored. A call that cannot be used
becomes ``Refused`` and does not stop the others; every other error is raised.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from callgrade.config.settings import Settings
from callgrade.errors import InputError
from callgrade.grading.judge import Judge
from callgrade.grading.outcome import CallInput, GradingStep, Outcome, Progress, Refused, Report, Scored
from callgrade.grading.rate_check import RateCheck
from callgrade.hearing.conclude import conclude
from callgrade.hearing.prepare import Prepared, prepare
from callgrade.hearing.recognition.recogniser import Recogniser
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.meaning.vectors import Encode, meanings_of
from callgrade.measures import draw_sound, hear_voices, measure_voices, tracking
from callgrade.memory import give_back
from callgrade.model.conversation import Conversation
from callgrade.model.heard import CallFile, HeardCall, Meanings
from callgrade.model.prompt import PromptFinder
from callgrade.model.provenance import Provenance, assumed_by
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording
from callgrade.norms.machines.prompts import prompt_finder
from callgrade.norms.machines.written_prompts import mark_prompts
from callgrade.norms.pack.norm import Pack
from callgrade.redaction import RedactionWords, redact, redact_file, redact_record
from callgrade.redaction.learned.number_reader import NumberReader


@dataclass(frozen=True)
class Grader:
    """Grades calls.

    ``recogniser``: loads the weights of ``model``; called when the first recording needs it. ``pack``: returns the norm
    pack of a language (``None``: unknown). ``redaction``: the words that show what must not be written.
    ``encoder``: loads the sentence encoder; returns ``None`` if it is not installed. ``number_reader``: the same for
    what tells secrets from ordinary numbers by its help.
    """

    settings: Settings
    model: str
    recogniser: Callable[[], Recogniser]
    pack: Callable[[str | None], Pack]
    redaction: RedactionWords
    encoder: Callable[[], Encode | None] = lambda: None
    number_reader: Callable[[], NumberReader | None] = lambda: None

    @cached_property
    def judge(self) -> Judge:
        """The judge of heard calls."""
        return Judge(self.settings, self.pack)

    @cached_property
    def _rate_check(self) -> RateCheck:
        return RateCheck(self.settings.hearing, self.recogniser, lambda code: self.pack(code).language is not None)

    @cached_property
    def _find_prompts(self) -> PromptFinder:
        return prompt_finder(self.pack)

    def grade(self, calls: Iterable[CallInput], options: CallRecord, report: Report) -> Iterator[Outcome]:
        """Yield the outcome of each of ``calls``, in order. ``options``: the user's facts, which apply to all."""
        for group in self._groups(calls, options, report):
            yield from self._grade_group(group, report)

    def _groups(self, calls: Iterable[CallInput], options: CallRecord, report: Report) -> Iterator[list["_Opened"]]:
        """Opened calls in groups, limited in calls, in seconds of audio and in memory."""
        limits = self.settings.pipeline
        group: list[_Opened] = []
        for call in calls:
            group.append(self._open(call, options, report))
            if len(group) >= limits.group_calls or self._is_full(group):
                yield group
                group = []
        if group:
            yield group

    def _is_full(self, group: Sequence["_Opened"]) -> bool:
        limits = self.settings.pipeline
        audio_s, sound_mib = sum(one.audio_s for one in group), sum(one.sound_mib for one in group)
        return audio_s >= limits.group_audio_s or sound_mib >= limits.group_sound_mib

    def _open(self, call: CallInput, options: CallRecord, report: Report) -> "_Opened":
        report(Progress(GradingStep.OPEN, call.path))
        try:
            opened = open_call(call.path, self.settings.intake, options, cdr=call.cdr)
        except InputError as error:
            return _Opened(call.path, error)
        known = replace(opened, record=opened.record.filled_from(self._assumed))
        return _Opened(call.path, _warned(known, call.cdr_warnings))

    @cached_property
    def _assumed(self) -> CallRecord:
        """What the profile and the site's file say of a call if nothing else is known."""
        pack, company = self.pack(None), self.settings.defaults.company
        sources = {"direction": assumed_by(pack.profile)} | ({"company": Provenance.SITE} if company else {})
        return CallRecord(direction=pack.direction, company=company, sources=sources)

    def _grade_group(self, group: list["_Opened"], report: Report) -> Iterator[Outcome]:
        """Takes each call out of ``group``, so that its sound is in memory no longer than it is used."""
        voices = iter(self._hear(group, report))
        while group:
            one = group.pop(0)
            if isinstance(one.call, InputError):
                yield Refused(one.path, one.call)
                continue
            report(Progress(GradingStep.JUDGE, one.path))
            heard = (
                self._written(one.call) if isinstance(one.call, WrittenCall) else self._heard(one.call, next(voices))
            )
            prepared = self.judge.prepare(heard)
            heard = replace(heard, meanings=self._meanings(prepared.call.conversation))
            yield Scored(one.path, heard, self.judge.judged(heard, prepared))
        tracking.release()  # the next group is recognised first

    def _hear(self, group: Sequence["_Opened"], report: Report) -> list[Conversation]:
        """The conversations of the recorded calls; their words are recognised together."""
        calls = [(one.path, one.call) for one in group if isinstance(one.call, RecordedCall)]
        if not calls:
            return []
        recogniser = self.recogniser()  # first, so missing weights are found at once
        prepared: list[Prepared] = []
        for path, call in calls:
            report(Progress(GradingStep.LISTEN, path, audio_s=call.recording.duration_s))
            prepared.append(prepare(call.recording, call.record, self.settings.hearing))
        give_back()
        report(Progress(GradingStep.RECOGNISE, None, 0, sum(len(one.speech.windows) for one in prepared)))
        words = recogniser.recognise(
            [one.speech for one in prepared],
            lambda done, total: report(Progress(GradingStep.RECOGNISE, None, done, total)),
        )
        give_back()
        return [conclude(one, heard, self._find_prompts) for one, heard in zip(prepared, words, strict=True)]

    def _meanings(self, conversation: Conversation) -> Meanings | None:
        encode = self.encoder()
        return meanings_of(conversation, encode) if encode else None

    def _heard(self, call: RecordedCall, conversation: Conversation) -> HeardCall:
        heard = self._redacted(_file(call.recording), call.record, conversation, self.model)
        measures = self.settings.measures
        voices = hear_voices(heard.conversation, call.recording, measures)
        checked = self._rate_check.checked(heard, call.recording, voices)
        said = checked.conversation
        if checked is not heard:
            voices = hear_voices(said, call.recording, measures)
        picture = draw_sound(said, call.recording, voices, measures.rate)
        return replace(checked, sound=measure_voices(said, voices, measures), picture=picture)

    def _written(self, call: WrittenCall) -> HeardCall:
        return self._redacted(call.file, call.record, mark_prompts(call.conversation, self._find_prompts), None)

    def _redacted(self, file: CallFile, record: CallRecord, conversation: Conversation, model: str | None) -> HeardCall:
        """The redacted call, its sound not measured yet."""
        conversation, redactions = redact(conversation, self.redaction, self.settings.redaction, self.number_reader())
        record = redact_record(_learned(record, conversation))
        return HeardCall(redact_file(file), record, conversation, sound=(), redactions=redactions, model=model)


def _learned(record: CallRecord, conversation: Conversation) -> CallRecord:
    recognised = CallRecord(language=conversation.language, sources={"language": Provenance.RECOGNISED})
    return record.filled_from(recognised)


@dataclass(frozen=True)
class _Opened:
    path: Path
    call: RecordedCall | WrittenCall | InputError

    @property
    def audio_s(self) -> float:
        """Seconds of audio in memory."""
        return self.call.recording.duration_s if isinstance(self.call, RecordedCall) else 0.0

    @property
    def sound_mib(self) -> float:
        """Memory of the audio, MiB."""
        channels = self.call.recording.channels if isinstance(self.call, RecordedCall) else ()
        return sum(channel.nbytes for channel in channels) / 2**20


def _warned(call: RecordedCall | WrittenCall, warnings: tuple[str, ...]) -> RecordedCall | WrittenCall:
    """``call`` with ``warnings`` after its own."""
    if isinstance(call, WrittenCall):
        return replace(call, file=replace(call.file, warnings=(*call.file.warnings, *warnings)))
    return replace(call, recording=replace(call.recording, warnings=(*call.recording.warnings, *warnings)))


def _file(recording: Recording) -> CallFile:
    return CallFile(
        name=recording.name,
        sha256=recording.sha256,
        duration_s=recording.duration_s,
        channels=len(recording.channels),
        sample_rate_hz=recording.sample_rate_hz,
        warnings=recording.warnings,
    )
