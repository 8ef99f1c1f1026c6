"""The order of the steps from a file to its scorecard, and nothing else.

Calls go through in groups: each is opened and listened to, the speech of all is recognised together (so that windows
of several calls fill a batch), then each is measured, judged and scored. A call that cannot be used is an outcome of
its own and stops nothing; everything else that goes wrong is raised.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from callgrade import __version__
from callgrade.config.load import settings_hash
from callgrade.config.settings import Settings
from callgrade.errors import InputError
from callgrade.hearing.listen import Prepared, conclude, prepare
from callgrade.hearing.recognition import Recogniser
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.measures import measure_exchange, measure_sound
from callgrade.model.conversation import Conversation
from callgrade.model.measurement import Measurements
from callgrade.model.record import CallRecord
from callgrade.model.recording import Recording
from callgrade.model.scorecard import CallFile, Scorecard, Versions
from callgrade.norms.evaluate import evaluate
from callgrade.norms.heard_names import heard_names
from callgrade.norms.lexicon import announcements
from callgrade.norms.pack import Pack
from callgrade.norms.roles import attribute
from callgrade.scoring import score


class Stage(StrEnum):
    """What is being done, in words for the user."""

    OPEN = "opening"
    LISTEN = "finding speech"
    RECOGNISE = "recognising words"
    JUDGE = "measuring and judging"


@dataclass(frozen=True)
class Progress:
    """``stage`` of the call at ``path`` (``None``: of the group), ``done`` of ``total`` steps of it."""

    stage: Stage
    path: Path | None = None
    done: int = 0
    total: int = 1


Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Scored:
    """The call at ``path`` has its scorecard."""

    path: Path
    card: Scorecard


@dataclass(frozen=True)
class Refused:
    """The call at ``path`` cannot be used."""

    path: Path
    error: InputError


Outcome = Scored | Refused


@dataclass(frozen=True)
class Grader:
    """All that calls are graded with.

    ``recogniser``: loads the weights of ``model``; called when the first recording needs it. ``pack``: the norm pack
    for a language (``None``: not known).
    """

    settings: Settings
    model: str
    recogniser: Callable[[], Recogniser]
    pack: Callable[[str | None], Pack]

    @cached_property
    def _config_hash(self) -> str:
        return settings_hash(self.settings)

    def grade(self, paths: Iterable[Path], options: CallRecord, report: Report) -> Iterator[Outcome]:
        """The outcome of each of ``paths``, in their order; ``options``: what the user says of all of them."""
        for group in self._groups(paths, options, report):
            yield from self._grade_group(group, report)

    def _groups(self, paths: Iterable[Path], options: CallRecord, report: Report) -> Iterator[list["_Opened"]]:
        """Calls until there are enough of them, or enough audio."""
        limits = self.settings.pipeline
        group: list[_Opened] = []
        for path in paths:
            group.append(self._open(path, options, report))
            if len(group) >= limits.group_calls or sum(one.audio_s for one in group) >= limits.group_audio_s:
                yield group
                group = []
        if group:
            yield group

    def _open(self, path: Path, options: CallRecord, report: Report) -> "_Opened":
        report(Progress(Stage.OPEN, path))
        try:
            call = open_call(path, self.settings.intake, options)
        except InputError as error:
            return _Opened(path, error)
        return _Opened(path, replace(call, record=call.record.filled_from(self._assumed)))

    @cached_property
    def _assumed(self) -> CallRecord:
        """What the profile assumes of a call where nothing else is known."""
        pack = self.pack(None)
        sources = MappingProxyType({"direction": f"profile {pack.profile}"})
        return CallRecord(direction=pack.direction, sources=sources)

    def _grade_group(self, group: Sequence["_Opened"], report: Report) -> Iterator[Outcome]:
        heard = iter(self._hear(group, report))
        for one in group:
            if isinstance(one.call, InputError):
                yield Refused(one.path, one.call)
                continue
            report(Progress(Stage.JUDGE, one.path))
            if isinstance(one.call, WrittenCall):
                yield Scored(one.path, self._judge(one.call.file, one.call.record, one.call.conversation, None))
            else:
                recording = one.call.recording
                yield Scored(one.path, self._judge(_file(recording), one.call.record, next(heard), recording))

    def _hear(self, group: Sequence["_Opened"], report: Report) -> list[Conversation]:
        """The conversations of the recorded calls: everything of hearing, recognition in one go."""
        calls = [(one.path, one.call) for one in group if isinstance(one.call, RecordedCall)]
        if not calls:
            return []
        recogniser = self.recogniser()  # first, so that missing weights cost no waiting
        prepared: list[Prepared] = []
        for path, call in calls:
            report(Progress(Stage.LISTEN, path))
            prepared.append(prepare(call.recording, call.record, self.settings.hearing))
        report(Progress(Stage.RECOGNISE, None, 0, sum(len(one.speech.windows) for one in prepared)))
        words = recogniser.recognise(
            [one.speech for one in prepared],
            lambda done, total: report(Progress(Stage.RECOGNISE, None, done, total)),
        )
        return [conclude(one, heard) for one, heard in zip(prepared, words, strict=True)]

    def _judge(
        self, file: CallFile, record: CallRecord, conversation: Conversation, recording: Recording | None
    ) -> Scorecard:
        pack = self.pack(conversation.language)
        learned = CallRecord(language=conversation.language, sources=MappingProxyType({"language": "recognised"}))
        record = record.filled_from(learned)
        conversation = attribute(pack, conversation, record)
        measurements = measured(conversation, recording, record, pack, self.settings)
        findings = evaluate(pack, conversation, measurements, record)
        versions = Versions(__version__, self.model if recording else None, pack.hash, self._config_hash)
        return Scorecard(
            file=file,
            record=record.filled_from(heard_names(pack, conversation, record)),
            conversation=conversation,
            measurements=measurements,
            findings=findings,
            score=score(findings, self.settings.scoring),
            versions=versions,
        )


def measured(
    conversation: Conversation, recording: Recording | None, record: CallRecord, pack: Pack, settings: Settings
) -> Measurements:
    """All measurements of a call; without a ``recording`` those of sound are missing, with their reasons."""
    announced = announcements(pack, conversation)
    exchange = measure_exchange(conversation, record, announced, settings.measures)
    return Measurements((*exchange, *measure_sound(conversation, recording, settings.measures)))


@dataclass(frozen=True)
class _Opened:
    path: Path
    call: RecordedCall | WrittenCall | InputError

    @property
    def audio_s(self) -> float:
        """Seconds of audio that are held in memory."""
        return self.call.recording.duration_s if isinstance(self.call, RecordedCall) else 0.0


def _file(recording: Recording) -> CallFile:
    return CallFile(
        name=recording.name,
        sha256=recording.sha256,
        duration_s=recording.duration_s,
        channels=len(recording.channels),
        sample_rate_hz=recording.sample_rate_hz,
        warnings=recording.warnings,
    )
