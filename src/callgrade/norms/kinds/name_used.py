"""The agent addresses the customer by name: often enough, and not too often."""

from collections.abc import Iterator
from itertools import pairwise
from math import inf

from pydantic import Field

from callgrade.config.section import Section
from callgrade.model.finding import Verdict
from callgrade.model.measurement_names import PERSONS
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.announcements import OF_SELF
from callgrade.norms.call import Call
from callgrade.norms.kinds.kind import Need, NormKind
from callgrade.norms.kinds.name_right import addressed_otherwise
from callgrade.norms.names.addressing import addressed_as, is_set_off, is_subject
from callgrade.norms.names.heard import is_doubtful
from callgrade.norms.names.misnaming import vocatives
from callgrade.norms.names.places.name_reader import NameReader, ReadName
from callgrade.norms.names.places.vocatives import Vocatives
from callgrade.norms.names.unclear.restated import restated
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import NormWords
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.questions import ends_as_question
from callgrade.text import is_han

OWN_WITHIN = 4
"""Words before a name within which "my" makes it a colleague's [conv]."""

UNIT = "count"
TOO_SELDOM, TOO_OFTEN = "too_seldom", "too_often"


class NameUsedParameters(Section):
    """At least ``least`` times in the call, and at most ``most`` times within any ``per_minutes`` minutes.

    ``asks_after``: number of the agent's turns from which somebody who never asked for a name fails.
    """

    least: int = Field(ge=0)
    most: int = Field(ge=1)
    per_minutes: float = Field(gt=0)
    asks_after: int = Field(default=5, ge=1)


def judge(parameters: NameUsedParameters, words: NormWords, call: Call) -> Outcome:
    """Pass within both limits, else fail; the value is the number of uses."""
    uses = addresses(words, call)
    half_known = all(len(name) == 1 for name in call.names.customers)
    if not uses and half_known and (name := addressed_as(call)):
        call = call.with_customer(name)
        uses = addresses(words, call)
    if not call.names.customers:
        return _without_name(parameters, call)
    count = float(len(uses))
    if len(uses) < parameters.least:
        if not uses and (addressed_otherwise(call) or _says_title(call) or any(restated(call))):
            return cannot_tell(Reason.NO_CUSTOMER_NAME)
        return _too_seldom(words, call, uses)
    too_often = _too_often([call.words_of(Role.AGENT, hit)[0].start_s for hit in uses], parameters)
    verdict = Verdict.FAIL if too_often else Verdict.PASS
    evidence = call.evidence(Role.AGENT, uses) or (call.searched(Role.AGENT, call.window("whole", Role.AGENT)),)
    return Outcome(verdict, evidence, bool(uses), count, UNIT, fault=TOO_OFTEN if too_often else "")


def _too_seldom(words: NormWords, call: Call, uses: list[Hit]) -> Outcome:
    """Fail, unless the agent may have addressed the customer: also "you are Mrs Vale, aren't you" names her."""
    mentions = [] if uses else _mentions(words, call)
    if mentions:
        return Outcome(Verdict.CANNOT_TELL, call.evidence(Role.AGENT, mentions[:1]), reason=Reason.LISTEN)
    where = call.window("whole", Role.AGENT)
    doubtful = any(is_doubtful(call, name) for name in call.names.given_customer)
    if reason := Reason.UNCERTAIN_WORDS if doubtful else call.why_unknown(Role.AGENT, where):
        return cannot_tell(reason)
    evidence = (*call.evidence(Role.AGENT, uses), call.searched(Role.AGENT, where))
    return Outcome(Verdict.FAIL, evidence, False, float(len(uses)), UNIT, fault=TOO_SELDOM if uses else "")


def _mentions(words: NormWords, call: Call) -> list[Hit]:
    """Where the agent says the customer's name, or may say it; not where they seek the customer or ask about it."""
    opened = max((turns[0][0] for role in PERSONS if (turns := call.turns(role))), default=0)
    found = (*call.hits(Role.AGENT, words.phrases), *_likely_mentions(call))
    return [
        hit for hit in found if call.turn_of(Role.AGENT, hit) > opened and not ends_as_question(call, Role.AGENT, hit)
    ]


def _likely_mentions(call: Call) -> Iterator[Hit]:
    """Words of the customer's name that are everyday words too, and what begins alike after a title: "Mr hews"."""
    words, tokens = call.finder.words, call.text(Role.AGENT).tokens
    known = {word for name in call.names.customers for word in name} - words.titles - words.particles - words.never
    for place, (before, token) in enumerate(pairwise(tokens), 1):
        if token is None or is_han(token.text):  # one character is no sign of a Chinese name
            continue
        titled = before is not None and before.text in words.titles and not before.mark
        alike = titled and token.text not in words.never and token.text[0] in {word[0] for word in known}
        if alike or token.text in known:
            yield Hit(place, place + 1, place + 1)


def _without_name(parameters: NameUsedParameters, call: Call) -> Outcome:
    """Fail if nobody asked for a name and the agent used none in a call of some length; else it may have been used."""
    where = call.window("whole", Role.AGENT)
    short = len(call.turns(Role.AGENT)) < parameters.asks_after
    if short or _says_possible(call) or _asked(call) or addressed_otherwise(call) or _may_address(call):
        return cannot_tell(Reason.NO_CUSTOMER_NAME)
    whole = ((Role.AGENT, where), (Role.CUSTOMER, call.window("whole", Role.CUSTOMER)))
    if unheard := next(filter(None, (call.why_unknown(role, window) for role, window in whole)), None):
        return cannot_tell(unheard)
    return Outcome(Verdict.FAIL, (call.searched(Role.AGENT, where),), False, 0.0, UNIT)


def _says_possible(call: Call) -> bool:
    """Whether the agent says a word of a name that the customer may have given."""
    words = call.finder.words
    possible = {word for name in call.names.possible_customer for word in name} - words.particles - words.titles
    return any(token is not None and token.text in possible for token in call.text(Role.AGENT).tokens)


def _may_address(call: Call) -> bool:
    """Whether the agent uses a name; without capitals only a title shows one at the end of a turn."""
    return any((read.titled and read.rare) or call.finder.cased for read in vocatives(call))


def _says_title(call: Call) -> bool:
    """Whether the agent says a title with an unknown name: the customer's may be misheard.

    It is another person's if the customer names that person too, or if it explains who a colleague is.
    """
    own = {hit.start for name in OF_SELF for hit in call.hits(Role.AGENT, call.listed(name))}
    others = {token.text for token in call.text(Role.CUSTOMER).tokens if token} if call.names.customers else set()
    read = (one for one in vocatives(call) if one.titled and one.rare and one.name[-1] not in others)
    return any(not _explains(call, one, own) and not is_subject(_hit(one), call) for one in read)


def _hit(read: ReadName) -> Hit:
    return Hit(read.start, read.end, read.end)


def _explains(call: Call, read: ReadName, own: set[int]) -> bool:
    """Whether the name explains who "my" or "our" person before it is: "my colleague, Mrs Day, will ring".

    A comma is before it, or nothing in a transcript without marks.
    """
    before = call.text(Role.AGENT).tokens[read.start - 1] if read.start else None
    near = range(read.start - OWN_WITHIN, read.start)
    parted = before is not None and (before.mark in (",", "，") or not call.finder.cased)
    return parted and not own.isdisjoint(near)


def _asked(call: Call) -> bool:
    """Whether the agent asks for the customer's name."""
    if call.language is None:
        return False
    return bool(call.hits(Role.AGENT, call.language.list("name_question"), call.language.list("no_name_question")))


def addresses(words: NormWords, call: Call) -> list[Hit]:
    """Where the agent addresses the customer by a known name, at most once in a turn."""
    named = call.hits(Role.AGENT, words.phrases)
    other = {hit.start for hit in named} - {hit.start for hit in call.hits(Role.AGENT, words.phrases, words.not_in)}
    hits = [hit for hit in named if hit.start not in other or is_set_off(call, hit)]
    hits += [] if hits else list(_everyday(call))
    first: dict[int, Hit] = {}
    for hit in hits:
        first.setdefault(call.turn_of(Role.AGENT, hit), hit)
    return list(first.values())


def _everyday(call: Call) -> Iterator[Hit]:
    """Where a given name that is an everyday word, too, stands in the place for one, without capitals: "hi nick"."""
    if call.finder.cased:
        return
    given = {name[0] for name in call.names.given_customer} & call.finder.words.also_words
    reader = Vocatives(NameReader(call.finder.candidates))
    for read in reader.find(call.text(Role.AGENT).tokens, everyday=True) if given else ():
        if read.name[0] in given and not is_han(read.name[0]):
            yield _hit(read)


def _too_often(times_s: list[float], parameters: NameUsedParameters) -> bool:
    """Whether more than ``most`` uses lie within ``per_minutes``."""
    later = [*times_s[parameters.most :], *[inf] * parameters.most]
    window_s = parameters.per_minutes * 60
    return any(after - before < window_s for before, after in zip(times_s, later, strict=False))


KIND = NormKind(
    NameUsedParameters, judge, frozenset({Need.WORDS, Need.AGENT}), words=("phrases",), other_words=("not_in",)
)
