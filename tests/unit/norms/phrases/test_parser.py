"""The phrase language: what it matches, and the mistakes it points at."""

import pytest
from tests.support.norms import AGENT, call, phrase

from callgrade.norms.phrases.parser import PhraseError


def found(written: str, said: str, **record: str) -> list[str]:
    """What of the agent's turn ``said`` matches."""
    heard = call(f"agent: {said}", **record)
    hits = heard.hits(AGENT, [phrase(written)])
    return [" ".join(word.text for word in heard.words_of(AGENT, hit)) for hit in hits]


@pytest.mark.parametrize(
    ("written", "said", "matches"),
    [
        ("good morning", "Well, Good morning!", ["Good morning!"]),
        ("good (morning|day to you)", "good day to you and good morning", ["good day to you", "good morning"]),
        ("thank you [so much]", "thank you so much", ["thank you so much"]),
        ("thank you [so much]", "thank you so long", ["thank you"]),
        ("thank you [so|very] much", "thank you very much", ["thank you very much"]),
        ("I'm not", "I am not", ["I am not"]),
        ("I am not", "i'm not", ["i'm not"]),
        ("<number> minutes", "two minutes", ["two minutes"]),
        ("{number} minutes", "about 25 minutes", ["25 minutes"]),
        ("thank {any} for", "thank him for", ["thank him for"]),
        ("thank {any:0-2} for", "thank for, thank all of them for", ["thank for,"]),
        ("good (((morning)))", "good morning", ["good morning"]),
        ("^ hello", "hello and hello", ["hello"]),
        ("hello $", "hello and hello", ["hello"]),
        ("sorry ?", "Sorry? I'm sorry.", ["Sorry?"]),
        ("您好 这里是", "您好，這裡是客服", ["您 好， 這 裡 是"]),
    ],
)
def test_a_phrase_matches_as_documented(written: str, said: str, matches: list[str]) -> None:
    assert found(written, said) == matches


def test_a_gap_stays_inside_its_sentence_where_sentences_are_marked() -> None:
    assert found("thank you {any:0-4} calling", "thank you so much for calling") != []
    assert found("thank you {any:0-4} calling", "Thank you so. We are calling") == []
    assert found("thank you {any:0-4} calling", "Thank you. Calling") != []


def test_a_gap_may_end_with_the_turn_whether_or_not_a_sentence_ends_there() -> None:
    assert found("anything {any:0-2} $", "anything more today") != []
    assert found("anything {any:0-2} $", "Anything more today?") != []
    assert found("anything {any:0-2} $", "Anything more? Today.") == []


def test_known_names_fill_their_slots() -> None:
    record = {"company": "Crystal Clear Productions", "agent": "Michelle Lee", "customer": "Jack Smith"}
    assert found("this is {agent} from {company}", "this is Mishell from crystal clear", **record) != []
    assert found("thank you {customer}", "Thank you, Mr Smith", **record) == []
    assert found("thank you {title} {customer}", "Thank you, Mr Smith", **record) != []
    assert found("{company}", "this is Michelle") == []


@pytest.mark.parametrize(
    ("written", "column", "says"),
    [
        ("good (morning", 5, "not closed"),
        ("good [morning)", 5, "not closed"),
        ("good morning)", 12, "closes nothing"),
        ("good | bad", 5, "closes nothing"),
        ("a <nothing>", 2, "no list is called"),
        ("a {nobody}", 2, "no slot is called"),
        ("a {any:4-2} b", 2, "a gap is written"),
        ("a {any:0-99} b", 2, "a gap is written"),
        ("good ()", 5, "empty alternative"),
        ("(a|)", 0, "empty alternative"),
        ("[thank you]", 0, "without any word"),
        ("", 0, "without any word"),
        ("{any:0-3} hello", 0, "begin or end with a gap"),
        ("hello {any:1-3}", 0, "begin or end with a gap"),
        ("a } b", 2, "stands alone"),
        ("((((((((((((a))))))))))))", 11, "nested deeper"),
        ("(a|b) " * 500, 0, "longer than"),
        ("a {any:0-12} " * 10 + "b", 0, "too large"),
    ],
)
def test_a_mistake_is_named_with_its_column(written: str, column: int, says: str) -> None:
    with pytest.raises(PhraseError, match=says) as raised:
        phrase(written)
    assert raised.value.column == column
