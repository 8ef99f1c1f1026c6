"""A second call in the same recording is noticed by its opening after the goodbyes of the first."""

import pytest
from tests.support.conversations import pack_of

from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Direction
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.unknown.found_gaps import found_gaps
from callgrade.norms.unknown.second_call import second_call

PACK = pack_of("en", "service")
PASS, CANNOT_TELL = Verdict.PASS, Verdict.CANNOT_TELL

FIRST = """agent: Good morning, Northfield Energy, this is Anna. How can I help you?
customer: My bill is wrong, I paid it twice last month.
agent: I am sorry about that. I will send the money back today."""

PARTING = """customer: Great, thanks. Bye.
agent: Thank you for calling, goodbye."""

SECOND = """agent: Good morning, Northfield Energy, this is Anna. How can I help you?
customer: Hello, I am moving house in June and need to take my contract with me to the new place.
agent: Of course. Which day do you move, and what is the new address?"""


def second(*parts: str, language: str = "en") -> list[str]:
    """The words with which a second call begins."""
    spoken = read_dialogue(Example(dialogue="\n".join(parts)), language, Direction.INBOUND)
    call = prepare_call(pack_of(language, "service"), spoken.conversation, spoken.record)
    starts_s = [gap.span.start_s for gap in second_call(call)]
    turns = spoken.conversation.turns
    return [next(turn.text[:12] for turn in turns if turn.start_s >= start_s) for start_s in starts_s]


def test_a_greeting_after_both_have_said_goodbye_opens_a_second_call() -> None:
    assert second(FIRST, PARTING, SECOND) == ["Good morning"]


def test_a_good_wish_takes_leave_too() -> None:
    assert second(FIRST, "agent: Have a great day.\ncustomer: Bye.", SECOND) == ["Good morning"]


@pytest.mark.parametrize(
    "parts",
    [
        (FIRST, PARTING),
        (FIRST, SECOND),
        (FIRST, "customer: Great, bye.", SECOND),
        (FIRST, PARTING, "customer: Oh, wait, one more thing.\nagent: Yes?", SECOND.partition("\n")[2]),
        (FIRST, PARTING, "agent: Thank you for calling Northfield Energy."),
    ],
    ids=["the end", "a colleague takes over", "only one took leave", "somebody goes on", "a last word"],
)
def test_one_call_stays_one_call(parts: tuple[str, ...]) -> None:
    assert second(*parts) == []


def test_who_is_put_through_is_in_the_same_call_even_after_goodbyes() -> None:
    through = "agent: Let me put you through to my colleague. Goodbye.\ncustomer: Thanks, bye."
    assert second(FIRST, through, SECOND) == []


def test_a_second_call_is_found_in_every_language_with_words_for_it() -> None:
    first = "agent: Goedemorgen, Noordveld, met Anna. Waarmee kan ik u helpen?\ncustomer: Mijn rekening klopt niet."
    parting = "customer: Dank u, dag.\nagent: Graag gedaan, tot ziens."
    rest = "customer: Ik ga in juni verhuizen en wil mijn contract graag meenemen naar het nieuwe adres, kan dat?"
    more = "agent: Ja hoor, op welke dag gaat u verhuizen en wat wordt het nieuwe adres?"
    assert second(first, parting, first.partition("\n")[0], rest, more, language="nl") == ["Goedemorgen,"]


def test_closing_norms_are_not_failed_by_the_end_of_the_other_call() -> None:
    spoken = read_dialogue(Example(dialogue=f"{FIRST}\n{PARTING}\n{SECOND}"), "en", Direction.INBOUND)
    call = prepare_call(PACK, spoken.conversation, spoken.record)
    findings = evaluate(PACK, call.with_gaps(found_gaps(call)))
    verdicts = {finding.norm: (finding.verdict, finding.reason) for finding in findings}
    assert verdicts["closing.further_questions"][1] is Reason.SECOND_CALL


def test_what_is_only_said_in_the_second_call_is_not_judged() -> None:
    parting = "customer: All right, bye.\nagent: Goodbye."
    thanks = "customer: In June.\nagent: Thank you for the details."
    said = f"{FIRST}\n{parting}\n{SECOND}\n{thanks}"
    spoken = read_dialogue(Example(dialogue=said), "en", Direction.INBOUND)
    call = prepare_call(PACK, spoken.conversation, spoken.record)
    found = {one.norm: one for one in evaluate(PACK, call.with_gaps(found_gaps(call)))}
    assert (found["wording.thanks"].verdict, found["wording.thanks"].reason) == (CANNOT_TELL, Reason.SECOND_CALL)
    assert found["wording.apology"].verdict is PASS
