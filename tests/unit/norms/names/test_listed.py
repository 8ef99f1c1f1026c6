"""The agent says another name than the one that is listed."""

from dataclasses import replace

import pytest
from tests.support.norms import call, conversation, judge, phrases

from callgrade.model.conversation import Conversation
from callgrade.model.finding import Verdict
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span
from callgrade.norms.call import Call
from callgrade.norms.kinds import introduction
from callgrade.norms.names.listed import another_name
from callgrade.norms.pack.language import NormWords

WORDS = NormWords(phrases=phrases("this is {name}", "my name is {name}"))


@pytest.mark.parametrize(
    ("listed", "said", "other"),
    [
        ("Emily Carter", "Emily", None),
        ("Emily Carter", "Carter", None),
        ("Emily Carter", "Emilie", None),
        ("Emily Carter", "Robert", "Robert"),
        (None, "Robert", None),
    ],
)
def test_another_name_is_noticed_and_passes_for_nobody(listed: str | None, said: str, other: str | None) -> None:
    spoken = call(f"agent: Hello, this is {said}. What is it about?\ncustomer: It is about my card.", agent=listed)

    outcome = judge(introduction.KIND, spoken, WORDS, who="agent", window="opening")

    assert another_name(spoken) == other
    expected = (Verdict.CANNOT_TELL, Reason.ANOTHER_NAME) if other else (Verdict.PASS, None)
    assert (outcome.verdict, outcome.reason) == expected


def test_an_agent_who_also_says_the_listed_name_is_that_agent() -> None:
    spoken = call("agent: This is Emily. My name is Emily Carter, and this is Robert.", agent="Emily Carter")
    assert another_name(spoken) is None


SPOKEN = conversation("agent: Hello, this is Robert. What is it about?\ncustomer: It is about my card.")


def unsure_of(name: str) -> Conversation:
    """``SPOKEN``, the recogniser unsure of ``name``."""
    first, *rest = SPOKEN.turns
    words = tuple(replace(word, probability=0.2 if name in word.text else 0.9) for word in first.words)
    return replace(SPOKEN, turns=(replace(first, words=words), *rest))


@pytest.mark.parametrize(
    "spoken",
    [
        call(unsure_of("Robert"), agent="Emily Carter"),
        call(SPOKEN, agent="Emily Carter").with_gaps((Gap(Span(0, 60), Reason.BADLY_HEARD, Role.AGENT),)),
    ],
)
def test_a_name_that_may_be_misheard_is_nobody_elses(spoken: Call) -> None:
    outcome = judge(introduction.KIND, spoken, WORDS, who="agent", window="opening")
    assert another_name(spoken) is None
    assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.UNCERTAIN_WORDS)


def test_a_name_is_another_where_only_other_words_are_unsure() -> None:
    assert another_name(call(unsure_of("about"), agent="Emily Carter")) == "Robert"


def test_a_misheard_name_is_not_missing() -> None:
    heard = conversation("agent: Hello, so you want Zarvek now?\ncustomer: It is about my card.")
    words = tuple(replace(word, probability=0.2 if word.text == "Zarvek" else 0.9) for word in heard.turns[0].words)
    unsure = replace(heard, turns=(replace(heard.turns[0], words=words), *heard.turns[1:]))
    verdicts = {
        judge(introduction.KIND, call(one), WORDS, who="company", window="opening").reason for one in (heard, unsure)
    }
    assert verdicts == {None, Reason.UNCERTAIN_WORDS}
