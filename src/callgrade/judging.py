"""From a heard call to its judgement: roles, measures of words and time, norms, score; no audio, so repeatable."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

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
from callgrade.norms.evaluate import evaluate
from callgrade.norms.heard_names import heard_names
from callgrade.norms.lexicon import announcements
from callgrade.norms.pack import Pack
from callgrade.norms.reading import assigned, prepare_for
from callgrade.norms.roles import attribute
from callgrade.scoring import score


@dataclass(frozen=True)
class Judge:
    """What heard calls are judged by. ``pack``: the norm pack for a language (``None``: not known)."""

    settings: Settings
    pack: Callable[[str | None], Pack]

    @cached_property
    def _config_hash(self) -> str:
        return settings_hash(self.settings)

    def versions(self, language: str | None, model: str | None = None) -> Versions:
        """What stands on the cards of calls in ``language`` whose words ``model`` recognised."""
        return Versions(__version__, model, self.pack(language).hash, self._config_hash)

    def judge(self, heard: HeardCall) -> Judgement:
        """The judgement of one call: the same for the same call, norms and settings."""
        pack = self.pack(heard.conversation.language)
        as_heard = prepare_for(pack, heard.conversation, heard.record)
        assignment = attribute(pack, as_heard)
        call = assigned(pack, as_heard, assignment)
        call = call.measured(measured(heard.sound, assignment, call, self.settings.measures))
        findings = evaluate(pack, call)
        return Judgement(
            record=heard.record.filled_from(heard_names(call)),
            assignment=assignment,
            measurements=call.measurements,
            findings=findings,
            score=score(findings, self.settings.scoring),
            versions=self.versions(heard.conversation.language, heard.model),
        )


def measured(
    sound: Iterable[Measurement], assignment: Assignment, call: Call, settings: MeasureSettings
) -> Measurements:
    """All measurements of ``call``, whose roles are those of ``assignment``; ``sound``: as measured of each voice."""
    exchange = measure_exchange(call.conversation, call.record, announcements(call), settings)
    return Measurements((*exchange, *assign_sound(sound, assignment, call.conversation, settings)))
