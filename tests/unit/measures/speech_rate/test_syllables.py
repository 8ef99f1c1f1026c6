import pytest

from callgrade.measures.speech_rate.numerals import spelled_out
from callgrade.measures.speech_rate.syllables import counts_characters, spoken_words, syllables


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "Good afternoon, how can I help you today?", 11),
        ("en", "I couldn't find it, but we'll send you a different one on Wednesday.", 17),
        ("en", "It'll be Michelle's boss's OK.", 9),
        ("en", "Press OK to open the PDF on your VW.", 16),
        ("nl", "Goedemorgen, waarmee kan ik u van dienst zijn?", 12),
        ("nl", "De leeuwen zwemmen in twee zeeën.", 9),
        ("nl", "Informatie over het theater en de radio.", 15),
        ("nb", "God morgen, hva kan jeg hjelpe deg med?", 10),
        ("nb", "Takk for informasjonen om situasjonen.", 13),
        ("de", "Guten Tag, was kann ich für Sie tun?", 9),
        ("de", "Auf Wiederhören und vielen Dank für die Information.", 15),
        ("fr", "Bonjour madame, la réunion est à Paris.", 12),
        ("es", "Buenos días, muchas gracias por llamar a la ciudad.", 15),
        ("it", "Buongiorno, grazie per la telefonata alla città.", 16),
        ("zh", "您好，请问有什么可以帮您？", 11),
        ("zh", "請稍等，我查一下。", 7),
        ("ko", "안녕하세요", 5),
        ("pl", "dzień dobry pani", 5),
    ],
)
def test_syllables_are_those_a_person_counts(language: str, sentence: str, expected: int) -> None:
    assert syllables(sentence, language) == expected


@pytest.mark.parametrize(
    ("language", "written", "said"),
    [
        ("en", "call 555-1212", "call five five five one two one two"),
        ("en", "in 1947", "in nineteen forty-seven"),
        ("en", "in 1905", "in nineteen oh five"),
        ("en", "in 2005", "in two thousand five"),
        ("en", "1,250 items", "one thousand two hundred fifty items"),
        ("en", "account 07700", "account zero seven seven zero zero"),
        ("en", "the 3rd", "the three"),
        ("en", "at 10:30", "at ten thirty"),
        ("en", "3.5", "three point five"),
        ("en", "50%", "fifty percent"),
        ("nl", "12,50", "twaalf komma vijf nul"),
        ("nl", "€ 20", "euro twintig"),
        ("nb", "24", "tjuefire"),
        ("de", "1.200", "eintausend zweihundert"),
        ("zh", "35", "三十五"),
        ("zh", "2026年", "二 〇 二 六 年"),
    ],
)
def test_digits_are_counted_as_they_are_spoken(language: str, written: str, said: str) -> None:
    spoken = " ".join(spelled_out(written, language).replace("\u00ad", "").split())
    assert spoken.replace(" ", "") == said.replace(" ", "")
    assert syllables(written, language) == syllables(said, language)


def test_digits_in_a_language_without_number_words_count_one_each() -> None:
    assert syllables("123", "xx") == 3


def test_a_very_long_number_is_counted() -> None:
    assert (syllables("9" * 5000, "en") or 0) >= 5000


@pytest.mark.parametrize("language", ["ar", "he", "ja", "th"])
def test_writing_without_vowels_has_no_count(language: str) -> None:
    assert syllables("…", language) is None


def test_codes_of_a_language_and_its_variants_count_alike() -> None:
    assert syllables("God morgen", "no") == syllables("God morgen", "nb") == syllables("God morgen", "nn") == 3
    assert syllables("hello", "en-US") == 2


def test_only_chinese_is_counted_in_characters() -> None:
    assert counts_characters("zh")
    assert counts_characters("zh-TW")
    assert not counts_characters("ko")


def test_punctuation_is_not_a_word() -> None:
    assert spoken_words("Well — yes … 20 o'clock!", "en") == ("Well", "yes", "twenty", "o'clock")
    assert syllables("… — ?!", "en") == 0
