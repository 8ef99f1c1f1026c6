"""Searching all places at once finds what trying each place finds, in time that grows with the call."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.growth import grows_in_proportion
from tests.support.norms import AGENT, CUSTOMER, LISTS, call, phrase

from callgrade.norms.phrases.groups import Choice
from callgrade.norms.phrases.groups import Sequence as Parts
from callgrade.norms.phrases.matcher import SpokenText
from callgrade.norms.phrases.nodes import AnyWords, Literal, Node
from callgrade.norms.phrases.parser import PhraseError, parse_phrase
from callgrade.norms.phrases.tokens import Spelling, Token

WORDS = st.sampled_from(["a", "b", "c"])
GAPS = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(lambda pair: AnyWords(min(pair), max(pair)))


def sequences(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(several.map(Parts), several.map(Choice), parts.map(lambda part: Choice((part, Parts(())))))


NODES = st.recursive(st.one_of(WORDS.map(Literal), GAPS), sequences, max_leaves=6).filter(lambda node: node.least > 0)


def ends(node: Node, words: Sequence[str | None], start: int) -> set[int]:
    """Where ``node`` may end from ``start``: the meaning of a phrase, spelt out."""
    if isinstance(node, Literal):
        return {start + 1} if start < len(words) and words[start] == node.text else set()
    if isinstance(node, AnyWords):
        free = next((i for i in range(start, len(words)) if words[i] is None), len(words))
        return {start + n for n in range(node.least, node.most + 1) if n == 0 or start + n <= free}
    if isinstance(node, Choice):
        return set().union(*(ends(option, words, start) for option in node.options))
    assert isinstance(node, Parts)
    reached = {start}
    for part in node.parts:
        reached = set().union(*(ends(part, words, place) for place in reached)) if reached else set()
    return reached


@given(NODES, st.lists(st.lists(WORDS, max_size=6), min_size=1, max_size=4))
def test_searching_all_places_at_once_finds_what_searching_each_place_finds(node: Node, turns: list[list[str]]) -> None:
    text = SpokenText(((i, [Token(word, 0) for word in turn]) for i, turn in enumerate(turns)), lambda _: lambda _: {})
    words = [token.text if token else None for token in text.tokens]
    expected = {start: ends(node, words, start) for start in range(len(words))}
    expected = {start: found for start, found in expected.items() if found}
    assert {hit.start: (hit.least_end, hit.end) for hit in text.find([node])} == {
        start: (min(found), max(found)) for start, found in expected.items()
    }


@given(st.text(alphabet="ab ()[]|<>{}:0123456789any-^$?name", max_size=60))
def test_any_text_is_read_as_a_phrase_or_refused(written: str) -> None:
    try:
        node = parse_phrase(written, Spelling(), lambda name: phrase(LISTS[name][0]))
    except PhraseError as error:
        column = error.column
        assert 0 <= column <= len(written)
    else:
        assert 1 <= node.least <= node.most


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=40), st.lists(st.text(max_size=12), max_size=40))
def test_any_talk_can_be_searched(agent: list[str], customer: list[str]) -> None:
    said = [" ".join(" ".join(words).split()) for words in (agent, customer)]
    heard = call(f"agent: {said[0]}\ncustomer: {said[1]}", customer="Ann Bond")
    for role in (AGENT, CUSTOMER):
        for hit in heard.hits(role, [phrase("{customer}"), phrase("{name} {any:0-3} {name}")]):
            assert heard.words_of(role, hit)


COSTLY = "(a|a a|a a a) [a] {any:0-12} (a|a a|a a a) {any:0-12} [a|a a] a {any:0-12} a b"

TALK = {
    "one word": "a " * 4,
    "almost the phrase": "a a a b ",
    "almost the name": "olivi olivia oliva flore ",
    "nothing but names": "My name is Jack. ",
    "one endless word": "a" * 80,
    "apostrophes": "it's'n't" * 2,
    "question marks": "? " * 4,
    "chinese": "您好" * 2,
}


@pytest.mark.parametrize("talk", TALK)
def test_the_time_of_matching_grows_in_proportion_to_the_call(talk: str) -> None:
    phrases, excluded = [phrase(COSTLY), phrase("{customer}"), phrase("{name} {any:0-12} {name}")], [phrase("a b")]

    def match(times: int) -> None:
        said = TALK[talk] * times
        heard = call(f"agent: {said}\ncustomer: {said}", customer="Olivia Flores", company="Callytics Bank")
        for role in (AGENT, CUSTOMER):
            heard.hits(role, phrases, excluded)

    assert grows_in_proportion(match, 500)
