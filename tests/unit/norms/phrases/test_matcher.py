"""Hits are found in one speaker's turns, the longest from each place, apart from what is excluded."""

from tests.support.norms import AGENT, CUSTOMER, call, phrase, phrases

from callgrade.norms.phrases.matcher import BLOCK, Hit, apart


def test_a_phrase_does_not_reach_into_another_turn() -> None:
    heard = call("agent: thank you\ncustomer: yes\nagent: for calling")
    assert heard.hits(AGENT, phrases("thank you for calling", "you {any:0-3} for", "{any} for")) == []


def test_only_the_words_of_the_speaker_count() -> None:
    heard = call("agent: hello\ncustomer: goodbye")
    assert heard.hits(AGENT, phrases("goodbye")) == []
    assert len(heard.hits(CUSTOMER, phrases("goodbye"))) == 1


def test_the_longest_phrase_from_a_place_is_the_hit() -> None:
    heard = call("agent: thank you so much for calling")
    hits = heard.hits(AGENT, phrases("thank you", "thank you so much", "you so"))
    assert [(hit.start, hit.end, hit.least_end) for hit in hits] == [(1, 5, 3)]


def test_a_hit_that_shares_a_word_with_an_excluded_phrase_does_not_count() -> None:
    heard = call("agent: say hello to Ann and hello to you")
    assert [hit.start for hit in heard.hits(AGENT, phrases("hello"), phrases("say hello to"))] == [6]


def test_exclusion_is_exact_whatever_the_order_of_lengths() -> None:
    hits = [Hit(0, 10, 10), Hit(2, 3, 3), Hit(12, 14, 13)]
    assert apart(hits, [Hit(5, 6, 6), Hit(13, 15, 15)]) == [Hit(2, 3, 3), Hit(12, 14, 13)]
    assert apart(hits, []) == [Hit(0, 10, 10), Hit(12, 14, 13)]


def test_a_phrase_across_the_border_of_two_blocks_is_found_once() -> None:
    for before in range(BLOCK - 6, BLOCK + 2):
        heard = call("agent: " + "so " * before + "thank you very much")
        assert len(heard.hits(AGENT, [phrase("thank you {any:0-2} much")])) == 1


def test_the_turns_edges_hold_at_the_border_of_blocks() -> None:
    for before in (BLOCK - 3, BLOCK - 2, BLOCK - 1):
        heard = call("agent: " + "so " * before + "\ncustomer: yes\nagent: hello there")
        assert len(heard.hits(AGENT, [phrase("^ hello there $")])) == 1
        assert heard.hits(AGENT, [phrase("^ there")]) == []
