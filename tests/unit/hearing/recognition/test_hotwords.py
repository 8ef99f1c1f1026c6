"""Known names correct a spelling; they never add a name."""

from callgrade.hearing.recognition.hotwords import may_hold_name, take_spelling
from callgrade.model.conversation import Word


def said(text: str) -> tuple[Word, ...]:
    return tuple(Word(one, i * 0.3, i * 0.3 + 0.2, 0.8) for i, one in enumerate(text.split()))


def corrected(plain: str, prompted: str, *names: str) -> str:
    return " ".join(word.text for word in take_spelling(said(plain), said(prompted), names, 60))


def test_a_name_is_spelled_as_it_is_known() -> None:
    assert corrected("Thank you, Lewis. Bye.", "Thank you, Louis. Bye.", "Louis Anderson") == "Thank you, Louis. Bye."


def test_two_words_may_become_one() -> None:
    assert (
        corrected("this is Petro Max speaking", "this is PetroMax speaking", "PetroMax") == "this is PetroMax speaking"
    )


def test_a_name_that_replaces_dissimilar_words_is_not_inserted() -> None:
    plain = "I'm Michelle, how can I help you today?"
    assert corrected(plain, "I'm Michelle Hathaway, and I help you today?", "Priscilla Hathaway") == plain


def test_a_name_without_a_word_in_its_place_is_not_inserted() -> None:
    assert corrected("How can I help you?", "How can I help you, Louis?", "Louis") == "How can I help you?"


def test_changes_of_other_words_are_ignored() -> None:
    plain = "Lewis, the card is lost"
    assert corrected(plain, "Louis, the cart is last", "Louis") == "Louis, the card is lost"


def test_words_missing_from_the_second_run_stay() -> None:
    plain = "Hello Lewis how are you doing today my friend"
    assert corrected(plain, "Hello Louis today my friend", "Louis") == plain


def test_an_inserted_name_keeps_its_place_and_the_lower_probability() -> None:
    plain = said("Petro Max.")
    (taken,) = take_spelling(plain, (Word("PetroMax.", 9.0, 9.9, 0.4),), ("PetroMax",), 60)
    assert (taken.start_s, taken.end_s, taken.probability) == (plain[0].start_s, plain[1].end_s, 0.4)


def test_a_second_run_is_asked_only_where_something_like_a_name_was_heard() -> None:
    assert may_hold_name(said("Thank you Lewis."), ("Louis",), 60)
    assert not may_hold_name(said("Thank you very much."), ("Louis",), 60)
    assert not may_hold_name(said("Thank you Louis."), ("Louis",), 60)
    assert not may_hold_name(said("Thank you Lewis."), (), 60)
