"""From a heard call to its judgement: roles, measures of words and time, norms, score; no audio, so repeatable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from callgrade import __version__
from callgrade.config.load import settings_hash
from callgrade.config.measures import MeasureSettings
from callgrade.config.settings import Settings
from callgrade.measures import assign_sound, measure_exchange
from callgrade.model.conversation import Assignment
from callgrade.model.heard import HeardCall
from callgrade.model.measurement import Measurement, Measurements
from callgrade.model.scorecard import Judgement, Versions
from callgrade.norms.call import Call
from callgrade.norms.evaluate import evaluate, evaluate_again
from callgrade.norms.fingerprint import hash_of
from callgrade.norms.heard_names import heard_names
from callgrade.norms.lexicon import announcements
from callgrade.norms.pack import Pack
from callgrade.norms.reading import assigned, prepare_for
from callgrade.norms.roles import attribute
from callgrade.scoring import score


@dataclass(frozen=True)
class Reading:
    """A call as norms see it: ``pack`` has the norms, ``call`` all that they ask, ``assignment`` who is who."""

    pack: Pack
    call: Call
    assignment: Assignment


@dataclass(frozen=True)
class Judge:
    """What heard calls are judged by. ``pack``: the norm pack for a language (``None``: not known)."""

    settings: Settings
    pack: Callable[[str | None], Pack]

    @cached_property
    def _versions_of(self) -> Callable[[str | None], Versions]:
        config, measures = settings_hash(self.settings), self.settings.measures.model_dump(mode="json")

        @cache
        def versions(language: str | None) -> Versions:
            pack = self.pack(language)
            basis = hash_of([__version__, pack.fingerprint.shared, measures])
            return Versions(__version__, None, pack.hash, config, basis)

        return versions

    def versions(self, language: str | None, model: str | None = None) -> Versions:
        """What stands on the cards of calls in ``language`` whose words ``model`` recognised."""
        return replace(self._versions_of(language), model=model)

    def judge(self, heard: HeardCall) -> Judgement:
        """The judgement of one call: the same for the same call, norms and settings."""
        read = self.read(heard)
        findings = evaluate(read.pack, read.call)
        return Judgement(
            record=heard.record.filled_from(heard_names(read.call)),
            assignment=read.assignment,
            measurements=read.call.measurements,
            findings=findings,
            score=score(findings, self.settings.scoring),
            versions=self.versions(heard.conversation.language, heard.model),
        )

    def read(self, heard: HeardCall) -> Reading:
        """One call as its norms see it."""
        pack = self.pack(heard.conversation.language)
        as_heard = prepare_for(pack, heard.conversation, heard.record)
        assignment = attribute(pack, as_heard)
        call = assigned(pack, as_heard, assignment)
        call = call.measured(_measured(heard.sound, assignment, call, self.settings.measures))
        return Reading(pack, call, assignment)

    def judge_again(self, heard: HeardCall, before: Judgement) -> Judgement:
        """As ``judge``, quicker where ``before``, an earlier judgement of the same call, has what did not change."""
        versions = self.versions(heard.conversation.language, heard.model)
        if before.versions.basis != versions.basis:
            return self.judge(heard)
        pack = self.pack(heard.conversation.language)

        @cache
        def call() -> Call:
            conversation = heard.conversation.assigned(before.assignment)
            return prepare_for(pack, conversation, heard.record, before.measurements)

        findings = evaluate_again(pack, call, before.findings)
        return replace(before, findings=findings, score=score(findings, self.settings.scoring), versions=versions)


def _measured(
    sound: Iterable[Measurement], assignment: Assignment, call: Call, settings: MeasureSettings
) -> Measurements:
    """All measurements of ``call``, whose roles are those of ``assignment``; ``sound``: as measured of each voice."""
    exchange = measure_exchange(call.conversation, call.record, announcements(call), settings)
    return Measurements((*exchange, *assign_sound(sound, assignment, call.conversation, settings)))
