"""A monologue of the agent's about themselves holds words of an offer or of what comes next by chance."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict

ABOUT_SELF = {
    "en": ("my back hurts and nobody here helps me and i am so tired ", "you can choose between two ways "),
    "de": (
        "mein rücken tut mir weh und keiner hilft mir hier und ich bin müde ",
        "sie können heute oder lieber morgen ",
    ),
    "nl": ("mijn rug doet me pijn en niemand helpt me hier en ik ben zo moe ", "u kunt kiezen tussen twee manieren "),
}
"""Ten seconds and more of an agent's own matters, and words that offer a choice."""

ABOUT_YOU = {
    "en": "then you put the box on your table and you look whether your lamp is green ",
    "de": "dann stellen sie den kasten auf ihren tisch und sie sehen ob ihre lampe grün ist ",
    "nl": "dan zet u de doos op uw tafel en u kijkt of uw lamp groen is dat ziet u ",
}


@pytest.mark.parametrize("language", ABOUT_SELF)
class TestAlternatives:
    NORM = "help.alternatives"

    def test_words_within_a_monologue_about_oneself_offer_nothing(self, language: str) -> None:
        own, offer = ABOUT_SELF[language]
        said = f"customer: hm\nagent: {own * 10}{offer}{own * 10}\ncustomer: mhm?\nagent: hm"
        assert verdict(self.NORM, said, language) is Verdict.FAIL

    def test_in_a_short_turn_they_do(self, language: str) -> None:
        own, offer = ABOUT_SELF[language]
        said = f"customer: hm\nagent: {own}{offer}{own}\ncustomer: mhm?\nagent: hm"
        assert verdict(self.NORM, said, language) is Verdict.PASS

    def test_in_a_long_explanation_for_the_customer_they_do(self, language: str) -> None:
        _, offer = ABOUT_SELF[language]
        said = f"customer: hm\nagent: {ABOUT_YOU[language] * 15}{offer}\ncustomer: mhm?\nagent: hm"
        assert verdict(self.NORM, said, language) is Verdict.PASS
