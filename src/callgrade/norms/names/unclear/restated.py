"""Where the customer gives their name a second time because the agent got it wrong.

"Thank you, Mr Swanson." – "Yes, and it's Swenson."; "Gunnvor Moen, then." – "Gunnhild, yes."
"""

from collections.abc import Iterator

from rapidfuzz.distance import Levenshtein

from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.addressing import CUSTOMER, Address
from callgrade.norms.names.forms import letters
from callgrade.norms.names.known import Name
from callgrade.norms.phrases.matcher import Hit
from callgrade.text import QUESTION_MARKS, SENTENCE_ENDS, is_han

BEGINS = 3
"""First letters in which a wrong name is like the right one [conv]."""

BEFORE = ("before_name", "name_opening")
"""The lists of a language that hold what comes before one's own name."""


def restated(call: Call) -> Iterator[Address]:
    """The names of the agent that the customer puts right by giving theirs again.

    They do so in words for that, after a name that is nearly theirs; or with their first name at once, after another
    one beside their surname.
    """
    later, at_once = _given_again(call)
    alone = _given_alone(call)
    for place, token in enumerate(call.text(Role.AGENT).tokens):
        hit = Hit(place, place + 1, place + 1)
        if token is None or is_han(token.text) or not call.finder.candidates.may_be_name(token) or _is_own(place, call):
            continue
        turn = call.text(Role.AGENT).turns[place]
        corrected = any(turn < again for again in later) or (call.answer_to(turn) in alone and not _asks(place, call))
        put_right = (corrected and _is_nearly(token.text, call)) or (
            call.answer_to(turn) in at_once and (_is_before_surname(place, call) or _is_meant(place, call))
        )
        if put_right and not call.uncertain(call.words_of(Role.AGENT, hit)):
            yield Address(hit, (token.text,), own=False)


def _given_again(call: Call) -> tuple[set[int], set[int]]:
    """The turns after the first with the customer's name, with words before it, and those that begin with it."""
    text = call.text(Role.CUSTOMER)
    own = text.find([CUSTOMER])
    first = min((text.turns[hit.start] for hit in own), default=0)
    phrases = [phrase for name in BEFORE for phrase in (call.listed(name))]
    ends = {end for hit in text.find(phrases) for end in (hit.least_end, hit.end)}
    starts = {one.start for one in text.spoken.values()}
    again = [hit for hit in own if text.turns[hit.start] > first]
    by_phrase = {text.turns[hit.start] for hit in again if hit.start in ends}
    known = own if call.names.customer else again
    return by_phrase, {text.turns[hit.start] for hit in known if hit.start in starts}


def _given_alone(call: Call) -> set[int]:
    """The turns after the first that begin with a sentence of nothing but the customer's name: "Haugen. But …"."""
    text = call.text(Role.CUSTOMER)
    own = text.find([CUSTOMER])
    first = min((text.turns[hit.start] for hit in own), default=0)
    ends = {hit.start: hit.end for hit in own if text.turns[hit.start] > first}
    closed = ((turn, text.tokens[ends[start] - 1]) for turn, start, _, _ in text.spoken.values() if start in ends)
    return {turn for turn, last in closed if last and last.mark and last.mark in SENTENCE_ENDS}


def _asks(place: int, call: Call) -> bool:
    """Whether the sentence with ``place`` is a question: "Was that Hagen?"."""
    marks = (token.mark if token else "." for token in call.text(Role.AGENT).tokens[place:])
    return next((mark for mark in marks if mark and mark in SENTENCE_ENDS), "") in QUESTION_MARKS


def _is_own(place: int, call: Call) -> bool:
    """Whether the word at ``place`` is in a name of the customer, as it is written or as it sounds."""
    token, sounds = call.text(Role.AGENT).tokens[place], call.finder.words.sounds
    return token is None or any(
        token.text == word or sounds.equal(letters(token.text), letters(word)) for word in _words(call)
    )


def _is_nearly(said: str, call: Call) -> bool:
    least = call.settings.names.misspelt
    return any(
        said[0] == word[0] and Levenshtein.normalized_similarity(letters(said), letters(word)) >= least
        for word in _words(call)
    )


def _is_before_surname(place: int, call: Call) -> bool:
    """Whether the customer's surname, as it is written, follows another first name at ``place``."""
    token, after = call.text(Role.AGENT).tokens[place : place + 2]
    surnames = {name[-1] for name in call.names.customers if len(name) > 1 and name[0] not in call.finder.words.titles}
    parted = token is None or bool(token.mark) or token.text in call.finder.words.titles
    return not parted and after is not None and after.text in surnames and not _is_nearly_same(place, call)


def _is_nearly_same(place: int, call: Call) -> bool:
    """Whether the word at ``place`` may only be another spelling of a first name: it is very similar."""
    token, firsts = call.text(Role.AGENT).tokens[place], [name[0] for name in call.names.customers]
    like = [Levenshtein.normalized_similarity(letters(token.text), letters(one)) for one in firsts if token]
    return any(one >= call.settings.names.misspelt for one in like)


def _is_meant(place: int, call: Call) -> bool:
    """Whether a word after a title, or one that begins as the customer's name does, is meant for it.

    The customer at once answers with that name, which nobody asks for and which the agent does not say there. A very
    similar name may only be spelt otherwise.
    """
    text = call.text(Role.AGENT)
    before, token, turn = text.tokens[place - 1], text.tokens[place], text.turns[place]
    said = {one.text for one, of in zip(text.tokens, text.turns, strict=True) if one and of == turn}
    asked = {text.turns[hit.start] for hit in text.find(call.listed("name_question"))}
    titled = before is not None and before.text in call.finder.words.titles and not before.mark
    alike = token is not None and any(token.text[:BEGINS] == word[:BEGINS] != token.text for word in _words(call))
    other = token is not None and (titled or alike) and not _is_nearly(token.text, call)
    return other and turn not in asked and not _asks(place, call) and said.isdisjoint(_words(call))


def _words(call: Call) -> Name:
    titles = call.finder.words.titles
    return tuple(word for name in call.names.customers for word in name if word not in titles and not is_han(word))
