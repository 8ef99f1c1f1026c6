"""The agent addresses the customer by the correct name."""

from pydantic import Field
from rapidfuzz.distance import Levenshtein

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.names.addressing import CUSTOMER, LIST, Address, addresses, is_set_off
from callgrade.norms.names.forms import letters, pinyin, untitled
from callgrade.norms.names.known import Name
from callgrade.norms.names.misnaming import (
    corrected,
    first_names,
    is_explained,
    put_right,
    titled_alone,
    titled_corrected,
)
from callgrade.norms.names.short import is_short_form
from callgrade.norms.names.unclear.denied import denied
from callgrade.norms.names.unclear.restated import restated
from callgrade.norms.outcome import Outcome, cannot_tell, not_applicable
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit, apart
from callgrade.text import is_han

MOST_SHOWN = 3

VOWELS = str.maketrans("", "", "aeiouyæøåäöü")
"""Taken out of names with the same first letter: Sersha may be Saoirse, Sarah is not Sofie."""


class NameRightParameters(Section):
    """``unlike``: likeness of letters, 0…1, below which a name with another first letter is certainly another one."""

    unlike: float = Field(ge=0, le=1)


def judge(parameters: NameRightParameters, words: NormWords, call: Call) -> Outcome:
    """Fail on a name that is certainly wrong, pass on the right one, else ``cannot_tell``."""
    phrases = (*words.phrases, CUSTOMER)
    found, clear = call.hits(Role.AGENT, phrases), call.hits(Role.AGENT, phrases, words.not_in)
    hits = sorted({*clear, *(hit for hit in found if is_set_off(call, hit))})
    alone = apart(sorted({*titled_alone(call), *titled_corrected(call)}), hits)
    named = [at for at in addresses(call, sorted((*hits, *alone))) if at.own or not _told_by_customer(at, call)]
    again = [*restated(call), *denied(call)]
    wrongly = [*first_names(call), *put_right(call), *again]
    if not named and not wrongly:
        return not_applicable(Reason.NO_TRIGGER)
    right = [at.hit for at in named if at.own or _is_short(at, call)]
    unknown = [at for at in named if not at.own and not (right and _may_be_a_word(at, parameters.unlike, call))]
    others = [at for at in (*unknown, *wrongly) if not _is_short(at, call)]
    sure = [at.hit for at in others if at in again or _is_wrong(at, parameters.unlike, call)]
    if sure:
        return Outcome(Verdict.FAIL, call.evidence(Role.AGENT, sure))
    if others and (unheard := _why_unheard(call)):
        return cannot_tell(unheard)
    if any(not _comparable(at.hit, call) for at in others):
        return cannot_tell(Reason.NO_CUSTOMER_NAME)
    if others:
        return cannot_tell(Reason.UNCERTAIN_WORDS)
    return Outcome(Verdict.PASS, call.evidence(Role.AGENT, right[:MOST_SHOWN]), found=True)


def _told_by_customer(at: Address, call: Call) -> bool:
    """Whether the customer said the words before, of somebody or something else, and does not put them right."""
    text = call.text(Role.CUSTOMER)
    said = {token.text for token, turn in zip(text.tokens, text.turns, strict=True) if token and turn < _turn(at, call)}
    return bool(at.name) and not is_han(at.name[0]) and said.issuperset(at.name) and not corrected(at, call)


def _turn(at: Address, call: Call) -> int:
    return call.turn_of(Role.AGENT, at.hit)


def _may_be_a_word(at: Address, unlike: float, call: Call) -> bool:
    """Whether only the end of a turn without marks makes it a name: "have you time or are you busy"."""
    return not (call.finder.cased or is_han(at.name[0]) or _is_titled(at.hit, call)) and not _is_wrong(at, unlike, call)


def _is_short(at: Address, call: Call) -> bool:
    """Whether the agent uses a short form of the customer's first name, with or without the surname."""
    titles = call.finder.words.titles
    known = [name for full in call.names.customers if (name := untitled(full, titles)) == full and len(name) > 1]
    return any(is_short_form(at.name[0], name[0]) and at.name[1:] in ((), name[1:]) for name in known if at.name)


def addressed_otherwise(call: Call) -> bool:
    """Whether the agent uses a name that may be the customer's, but cannot be compared."""
    hits = call.hits(Role.AGENT, call.listed(LIST))
    others = [at for at in addresses(call, hits) if not at.own and not _comparable(at.hit, call)]
    forms = [form.letters[0] for form in call.finder.known["customer"]]
    return bool(others) or any(letters(at.name[0])[0] in forms for at in first_names(call))


def _is_wrong(at: Address, unlike: float, call: Call) -> bool:
    """Whether the name is certainly another one: unlike the customer's, or the customer then repeats their own."""
    if call.uncertain(call.words_of(Role.AGENT, at.hit)):
        return False
    known = _comparable(at.hit, call) and not _why_unheard(call)
    return corrected(at, call) or (known and _is_other(at, unlike, call))


def _why_unheard(call: Call) -> Reason | None:
    """Why the customer may have another name; ``None`` if the record has it, and nobody else called."""
    if any(gap.reason is Reason.SECOND_CALL for gap in call.gaps):
        return Reason.SECOND_CALL
    return None if call.names.customer else call.why_unknown(Role.CUSTOMER, call.window("whole", Role.CUSTOMER))


def _comparable(hit: Hit, call: Call) -> bool:
    """Whether the name can be compared: the full name is known, or both sides use the surname."""
    titles = call.finder.words.titles
    titled = _is_titled(hit, call)
    bare = [(name, untitled(name, titles)) for name in call.names.customers]
    return any(len(name) > 1 or (titled and (name != full or is_han(name[0]))) for full, name in bare if name)


def _is_other(at: Address, unlike: float, call: Call) -> bool:
    """Whether the name is certainly not the customer's: it is unlike in letters.

    Of names that begin alike the consonants must be unlike too.
    """
    if is_han(at.name[0]):
        return _is_other_surname(at.name, unlike, call)
    said, parts = letters("".join(at.name)), _comparable_parts(at, call)
    return all(_likeness(said, part) < unlike for part in parts)


def _likeness(said: str, known: str) -> float:
    """Similarity of the letters 0…1; of names with the same first letter at least that of their consonants."""
    like = Levenshtein.normalized_similarity(said, known)
    if said[0] != known[0]:
        return like
    return max(like, Levenshtein.normalized_similarity(said.translate(VOWELS), known.translate(VOWELS)))


def _comparable_parts(at: Address, call: Call) -> list[str]:
    """The words of the customer's names, as letters; without the first name if the agent says a title."""
    titles = call.finder.words.titles
    bare = [untitled(name, titles) for name in call.names.customers]
    titled = _is_titled(at.hit, call)
    return [letters(part) for name in bare for part in (name[1:] if titled and len(name) > 1 else name)]


def _is_titled(hit: Hit, call: Call) -> bool:
    said = tuple(token.text for token in call.text(Role.AGENT).tokens[hit.start : hit.end] if token)
    return untitled(said, call.finder.words.titles) != said


def _is_other_surname(name: Name, unlike: float, call: Call) -> bool:
    """Whether a Chinese ``name`` begins with a character that does not sound like a surname of the customer.

    A surname that the customer explains ("弓长张") must sound the same.
    """
    known_surnames = [known[0] for known in call.names.customers if is_han(known[0])]
    surnames, said = [pinyin(known) for known in known_surnames], pinyin(name[0])
    if any(is_explained(surname, call) for surname in known_surnames):
        return said not in surnames
    return bool(surnames) and all(Levenshtein.normalized_similarity(said, known) < unlike for known in surnames)


KIND = NormKind(
    NameRightParameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",)
)
