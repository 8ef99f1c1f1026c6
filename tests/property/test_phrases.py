"""Matching at all places at once finds what trying one place after the other finds, and is never slow."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.norms import AGENT, CUSTOMER, LISTS, call, phrase

from callgrade.norms.phrases.groups import Choice
from callgrade.norms.phrases.groups import Sequence as Parts
from callgrade.norms.phrases.matcher import SpokenText
from callgrade.norms.phrases.nodes import Gap, Literal, Node
from callgrade.norms.phrases.parser import PhraseError, parse_phrase
from callgrade.norms.phrases.tokens import Spelling, Token

WORDS = st.sampled_from(["a", "b", "c"])
GAPS = st.tuples(st.integers(0, 2), st.integers(0, 2)).map(lambda pair: Gap(min(pair), max(pair)))


def sequences(parts: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(parts, min_size=1, max_size=3).map(tuple)
    return st.one_of(several.map(Parts), several.map(Choice), parts.map(lambda part: Choice((part, Parts(())))))


NODES = st.recursive(st.one_of(WORDS.map(Literal), GAPS), sequences, max_leaves=6).filter(lambda node: node.least > 0)


def ends(node: Node, words: Sequence[str | None], start: int) -> set[int]:
    """Where ``node`` may end from ``start``: the meaning of a phrase, spelt out."""
    if isinstance(node, Literal):
        return {start + 1} if start < len(words) and words[start] == node.text else set()
    if isinstance(node, Gap):
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
def test_all_places_at_once_is_one_place_after_the_other(node: Node, turns: list[list[str]]) -> None:
    text = SpokenText(((i, [Token(word, 0) for word in turn]) for i, turn in enumerate(turns)), lambda _: lambda _: {})
    words = [token.text if token else None for token in text.tokens]
    expected = {start: ends(node, words, start) for start in range(len(words))}
    expected = {start: found for start, found in expected.items() if found}
    assert {hit.start: (hit.least_end, hit.end) for hit in text.find([node])} == {
        start: (min(found), max(found)) for start, found in expected.items()
    }


@given(st.text(alphabet="ab ()[]|<>{}:0123456789any-^$?name", max_size=60))
def test_a_phrase_is_read_or_refused_whatever_it_is(written: str) -> None:
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
    "one word": "a " * 50_000,
    "almost the phrase": "a a a b " * 12_500,
    "almost the name": "olivi olivia oliva flore " * 12_500,
    "nothing but names": "My name is Jack. " * 12_500,
    "one endless word": "a" * 1_000_000,
    "apostrophes": "it's'n't" * 20_000,
    "question marks": "? " * 50_000,
    "chinese": "您好" * 25_000,
}


@pytest.mark.parametrize("talk", TALK)
def test_no_talk_makes_matching_slow(talk: str) -> None:
    started = time.process_time()
    heard = call(f"agent: {TALK[talk]}\ncustomer: {TALK[talk]}", customer="Olivia Flores", company="Callytics Bank")
    for role in (AGENT, CUSTOMER):
        heard.hits(role, [phrase(COSTLY), phrase("{customer}"), phrase("{name} {any:0-12} {name}")], [phrase("a b")])
    assert time.process_time() - started < 10
