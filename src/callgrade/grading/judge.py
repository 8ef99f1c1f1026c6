"""From a heard call to its judgement: roles, measurements, norms, score. Needs no audio, so it can be repeated."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from callgrade import __version__
from callgrade.config.load import settings_hash
from callgrade.config.settings import Settings
from callgrade.measures import assign_sound, measure_exchange
from callgrade.model.conversation import Assignment
from callgrade.model.gap import Gap
from callgrade.model.heard import HeardCall
from callgrade.model.measurement import Measurements
from callgrade.model.record import Role
from callgrade.model.scorecard import Judgement, Versions
from callgrade.norms.announcements import announcements
from callgrade.norms.call import Call, Measure
from callgrade.norms.evaluate import evaluate, evaluate_changed
from callgrade.norms.names.heard import heard_names
from callgrade.norms.names.listed import another_name
from callgrade.norms.pack.fingerprint import hash_of
from callgrade.norms.pack.norm import Pack
from callgrade.norms.preparation import assign_roles, prepare_call
from callgrade.norms.roles import attribute
from callgrade.norms.unknown.found_gaps import found_gaps
from callgrade.scoring import score


@dataclass(frozen=True)
class PreparedCall:
    """A call ready for its norms: the ``pack``, the ``call``, the ``assignment`` of roles, and the ``gaps`` found."""

    pack: Pack
    call: Call
    assignment: Assignment
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Judge:
    """Judges heard calls. ``pack``: returns the norm pack of a language (``None``: unknown)."""

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

    @cached_property
    def _scoring(self) -> str:
        """The settings of the score, as a judgement keeps them."""
        return self.settings.scoring.model_dump_json()

    def versions(self, language: str | None, model: str | None = None) -> Versions:
        """The versions on the cards of calls in ``language`` whose words ``model`` recognised."""
        return replace(self._versions_of(language), model=model)

    def versions_of(self, heard: HeardCall) -> Versions:
        """The versions on the card of ``heard``."""
        language = heard.conversation.language
        meaning = heard.meanings.encoder if heard.meanings and self.pack(language).classifiers else None
        return replace(self.versions(language, heard.model), meaning=meaning)

    def judge(self, heard: HeardCall) -> Judgement:
        """The judgement of one call; always the same for the same call, norms and settings."""
        return self.judged(heard, self.prepare(heard))

    def judged(self, heard: HeardCall, prepared: PreparedCall) -> Judgement:
        """The judgement of ``heard``, which is ``prepared``."""
        findings = evaluate(prepared.pack, prepared.call.meaning(heard.meanings))
        return Judgement(
            record=heard.record.filled_from(heard_names(prepared.call)),
            assignment=prepared.assignment,
            measurements=prepared.call.measurements,
            findings=findings,
            score=score(findings, self.settings.scoring),
            versions=self.versions_of(heard),
            gaps=prepared.gaps,
            agent_said=another_name(prepared.call),
            scoring=self._scoring,
            names=prepared.call.names.said,
        )

    def prepare(self, heard: HeardCall) -> PreparedCall:
        """``heard`` with its roles, measurements and names."""
        pack = self.pack(heard.conversation.language)
        as_heard = prepare_call(pack, heard.conversation, heard.record)
        assignment = attribute(pack, as_heard)
        call = assign_roles(pack, as_heard, assignment)
        gaps = found_gaps(call)
        measure = self._measure(heard, assignment)
        call = call.with_gaps(gaps).meaning(heard.meanings).measured_by(measure)
        return PreparedCall(pack, call.measured(measure(call)), assignment, gaps)

    def _measure(self, heard: HeardCall, assignment: Assignment) -> Measure:
        def measure(call: Call) -> Measurements:
            waits, customer_waits = announcements(call), announcements(call, Role.CUSTOMER)
            exchange = measure_exchange(call.conversation, call.record, waits, self.settings.measures, customer_waits)
            sound = assign_sound(heard.sound, assignment, call.conversation, self.settings.measures)
            return Measurements((*exchange, *sound))

        return measure

    def rescore(self, heard: HeardCall, before: Judgement) -> Judgement:
        """Like ``judge``, but reuses what has not changed of ``before``, an earlier judgement of the same call."""
        versions = self.versions_of(heard)
        if before.versions.basis != versions.basis:
            return self.judge(heard)
        pack = self.pack(heard.conversation.language)

        @cache
        def call() -> Call:
            conversation = heard.conversation.assigned(before.assignment).with_gaps(before.gaps)
            prepared = prepare_call(pack, conversation, heard.record, before.measurements, before.names)
            return prepared.meaning(heard.meanings).measured_by(self._measure(heard, before.assignment))

        findings = evaluate_changed(pack, call, before.findings)
        points = score(findings, self.settings.scoring)
        return replace(before, findings=findings, score=points, versions=versions, scoring=self._scoring)
