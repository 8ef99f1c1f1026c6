"""Words that a speaker must say, or must not say, in a window of the call."""

from typing import Literal

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.choices import choices
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.quotation import unquoted
from callgrade.norms.signs.explained import places_of
from callgrade.norms.signs.open_asked import leaves_room
from callgrade.norms.signs.refused import refused_offers
from callgrade.norms.signs.sign import READS, Sign
from callgrade.norms.signs.spoken_to import spoken_to
from callgrade.norms.window import WindowSpan

MOST_SHOWN = 3
"""Quotes that are shown of required words; of forbidden words all are shown."""


class PhraseParameters(Section):
    """``at_least``: how often the words must be said, for ``expect: present``.

    ``doubt``: sign in the dialogue that they may have been said although no phrase finds them. ``asked``: they are a
    question, so that by meaning a sentence with another mark at its end does not count. ``later``: the words belong
    after the window, for ``expect: absent``; in a call without any of them the norm is not applicable. ``chosen``: two
    ways of which the customer takes up one count as the words. ``refused``: so does what the customer at once declines.
    ``before_matter``: by meaning only words count before which the customer has not told their matter.
    ``among``: norms whose words are words of this one, too: thanks at the close are thanks.
    ``to_customer``: in a monologue about themselves only words count that the customer takes up.
    ``answered``: questions that leave the customer no room to answer, or throw back their own, do not count.
    ``taken_well``: words that may break the norm by their meaning do not if the customer takes them well, or if they
    relieve, for ``expect: absent``. ``agreed``: words that may keep it by their meaning do if the customer agrees to
    them. ``regretted``: norms in whose words no words count, for ``expect: absent``: "sorry that you had to wait".
    """

    speaker: Literal[Role.AGENT, Role.CUSTOMER]
    expect: Literal["present", "absent"]
    window: str
    at_least: int = Field(default=1, ge=1)
    doubt: Sign | None = None
    asked: bool = False
    later: bool = False
    chosen: bool = False
    refused: bool = False
    before_matter: bool = False
    among: tuple[str, ...] = ()
    to_customer: bool = False
    answered: bool = False
    taken_well: bool = False
    agreed: bool = False
    regretted: tuple[str, ...] = ()


def judge(parameters: PhraseParameters, words: NormWords, call: Call) -> Outcome:
    """Pass if the words are said (or not said), else fail; words of ``unless`` make the norm not applicable."""
    role = parameters.speaker
    where = call.window(parameters.window, role)
    chosen = choices(call, words.not_in) if parameters.chosen else ()
    refused = refused_offers(call) if parameters.refused else ()
    among = (hit for other in _known(parameters, call) for hit in call.hits(role, other.phrases, other.not_in))
    said = sorted({*call.hits(role, words.phrases, words.not_in), *chosen, *refused, *among})
    hits = call.inside(spoken_to(call, role, said) if parameters.to_customer else said, role, where)
    if parameters.answered:
        hits = [hit for hit in hits if leaves_room(call, hit)]
    if _is_excused(parameters, call, words, hits, where) or (parameters.later and not said):
        return not_applicable(Reason.NO_TRIGGER)
    if parameters.expect == "present":
        return present(call, role, hits, where, parameters.at_least)
    regretted = places_of(call, parameters.regretted)
    return absent(call, role, [hit for hit in unquoted(call, role, hits) if hit.start not in regretted], where)


def _known(parameters: PhraseParameters, call: Call) -> list[NormWords]:
    """The words of the norms that are among the words of this one."""
    norms = call.language.norms if call.language else {}
    return [norms[name] for name in parameters.among if name in norms]


def _is_excused(parameters: PhraseParameters, call: Call, words: NormWords, hits: list[Hit], where: WindowSpan) -> bool:
    """Whether words of ``unless`` are said; of words that have a later place only those up to the first of ``hits``."""
    role = parameters.speaker
    excuses = call.inside(call.hits(role, words.unless), role, where)
    if parameters.later and hits:
        first = call.turn_of(role, hits[0])
        return any(call.turn_of(role, excuse) <= first for excuse in excuses)
    return bool(excuses)


def present(call: Call, role: Role, hits: list[Hit], where: WindowSpan, at_least: int = 1) -> Outcome:
    """Pass on enough hits; else fail on the span that was searched, if all that was said in it is known."""
    if len(hits) >= at_least and not where.unplaced:
        return Outcome(Verdict.PASS, call.evidence(role, hits[:MOST_SHOWN]), found=True)
    if reason := call.why_unknown(role, where):
        return cannot_tell(reason, found=bool(hits))
    return Outcome(Verdict.FAIL, (*call.evidence(role, hits), call.searched(role, where)))


def absent(call: Call, role: Role, hits: list[Hit], where: WindowSpan) -> Outcome:
    """Fail on hits whose words are certain enough; pass without hits."""
    sure = [hit for hit in hits if not call.uncertain(call.words_of(role, hit))]
    if sure and where.unplaced:
        return cannot_tell(where.unplaced, found=True)
    if sure:
        return Outcome(Verdict.FAIL, call.evidence(role, sure), found=True)
    if hits:
        return cannot_tell(Reason.UNCERTAIN_WORDS, found=True)
    return Outcome(Verdict.PASS, (call.searched(role, where),))


def _reads(parameters: PhraseParameters) -> tuple[str, ...]:
    return (*parameters.among, *parameters.regretted, *(READS[parameters.doubt] if parameters.doubt else ()))


KIND = NormKind(
    PhraseParameters,
    judge,
    frozenset({Need.WORDS}),
    words=("phrases",),
    other_words=("not_in", "unless"),
    reads=_reads,
)
