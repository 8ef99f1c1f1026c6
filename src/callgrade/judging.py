"""From a heard call to its judgement: roles, measures of words and time, norms, score; no audio, so repeatable."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from callgrade import __version__
from callgrade.config.load import settings_hash
from callgrade.config.settings import Settings
from callgrade.measures import assign_sound, measure_exchange
from callgrade.model.conversation import Assignment, Conversation
from callgrade.model.heard import HeardCall
from callgrade.model.measurement import Measurements
from callgrade.model.scorecard import Judgement, Versions
from callgrade.norms.evaluate import evaluate
from callgrade.norms.heard_names import heard_names
from callgrade.norms.lexicon import announcements
from callgrade.norms.pack import Pack
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

    def judge(self, heard: HeardCall) -> Judgement:
        """The judgement of one call: the same for the same call, norms and settings."""
        pack = self.pack(heard.conversation.language)
        assignment = attribute(pack, heard.conversation, heard.record)
        conversation = heard.conversation.assigned(assignment)
        measurements = measured(heard, assignment, conversation, pack, self.settings)
        findings = evaluate(pack, conversation, measurements, heard.record)
        return Judgement(
            record=heard.record.filled_from(heard_names(pack, conversation, heard.record)),
            assignment=assignment,
            measurements=measurements,
            findings=findings,
            score=score(findings, self.settings.scoring),
            versions=Versions(__version__, heard.model, pack.hash, self._config_hash),
        )


def measured(
    heard: HeardCall, assignment: Assignment, conversation: Conversation, pack: Pack, settings: Settings
) -> Measurements:
    """All measurements of a call; ``conversation``: that of ``heard`` with the roles of ``assignment``."""
    announced = announcements(pack, conversation)
    exchange = measure_exchange(conversation, heard.record, announced, settings.measures)
    return Measurements((*exchange, *assign_sound(heard.sound, assignment, conversation, settings.measures)))
