"""Signs in the order of the dialogue that a norm was kept, or broken, in words that nobody foresaw.

"What's the bother?" at the end of the first turn asks for the matter; after "anything else" the customer says "no,
that's all"; what follows thanks and a wish at the end is a goodbye; what comes before the company's name greets. Where
the other side answers as people answer just that, the sign is sure, and the norm is kept; else somebody listens.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.turns import Spoken

Sign = Literal[
    "first_question",
    "first_words",
    "nothing_more",
    "after_thanks",
    "affront",
    "moment_asked",
    "beside_parting",
    "beside_goodbye",
    "open_asked",
]
"""The agent's first turn asks something; other words stand beside the names; the customer wants nothing more;
words follow thanks or a wish; the customer takes offence, so that words that nobody foresaw may have given it; a
question about the present moment ends an opening turn; something stands beside thanks and goodbye; thanks
stand beside a goodbye or a wish; the customer tells something after a question word."""

READS: Mapping[Sign, tuple[str, ...]] = {
    "first_question": (
        "greeting.salutation",
        "greeting.company",
        "greeting.agent_name",
        "names.asked",
        "hold.announced",
        "wording.apology",
        "wording.thanks",
    ),
    "first_words": (
        "greeting.salutation",
        "greeting.company",
        "greeting.agent_name",
        "greeting.offer_of_help",
        "opening.convenient",
        "opening.no_bother",
        "names.asked",
        "hold.announced",
        "wording.apology",
        "wording.thanks",
    ),
    "nothing_more": ("closing.thanks", "closing.good_wish", "closing.farewell"),
    "after_thanks": (
        "closing.thanks",
        "closing.good_wish",
        "closing.farewell",
        "greeting.salutation",
        "wording.no_rudeness",
    ),
    "affront": (),
    "moment_asked": (),
    "open_asked": ("wording.no_criticism", "wording.no_rudeness"),
    "beside_goodbye": ("closing.farewell", "closing.good_wish", "wording.thanks"),
    "beside_parting": (
        "closing.thanks",
        "closing.farewell",
        "closing.next_step",
        "closing.further_questions",
        "wording.no_rudeness",
        "wording.apology",
        "wording.thanks",
        "wording.no_criticism",
    ),
}
"""The norms whose words each sign uses."""


@dataclass(frozen=True)
class Seen:
    """A sign at ``hit``, words of the agent.

    ``sure``: the customer's answer shows what they were; ``likely``: it does so together with what they mean;
    ``alone``: without that they leave doubt, too.
    """

    hit: Hit
    sure: bool
    likely: bool = False
    alone: bool = True

    @property
    def strength(self) -> int:
        """0 to 2."""
        return 2 if self.sure else int(self.likely)


Look = Callable[[Call], Iterator[Seen]]


def seen(sign: Sign, call: Call, looks: Mapping[Sign, Look]) -> Seen | None:
    """What to listen to, the surest first; ``None`` without the ``sign``."""
    found = list(looks[sign](call)) if turns_by_number(call, Role.AGENT) and call.language else []
    return max(found, key=lambda one: one.strength, default=None)


def turn_after(call: Call, turn: int) -> Spoken | None:
    """The customer's turn that follows the agent's ``turn`` at once; ``None`` if there is none."""
    return turns_by_number(call, Role.CUSTOMER).get(turn + 1)


def turns_by_number(call: Call, role: Role) -> Mapping[int, Spoken]:
    """Index in the conversation → turn of ``role``."""
    return call.text(role).spoken


def texts(call: Call, role: Role, start: int, end: int) -> tuple[str, ...]:
    """The tokens of ``role`` from ``start`` up to ``end``."""
    return tuple(filter(None, call.text(role).words[start:end]))
