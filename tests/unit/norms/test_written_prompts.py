"""Recorded prompts in a transcript become turns of their own."""

import pytest
from tests.support.packs import shipped_pack

from callgrade.model.conversation import Conversation
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.norms.evaluate import evaluate
from callgrade.norms.machines.prompts import prompt_finder
from callgrade.norms.machines.written_prompts import mark_prompts
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.window import talk

PACK = shipped_pack("en")
MENU = "agent: Welcome to Acme. For sales, press one. For help, press two.\n"


def marked(dialogue: str, direction: Direction = Direction.INBOUND) -> Conversation:
    written = read_dialogue(Example(dialogue=dialogue), "en", direction).conversation
    return mark_prompts(written, prompt_finder(lambda _: PACK))


def test_a_menu_is_not_part_of_the_agents_words() -> None:
    call = marked(f"{MENU}agent: Good morning, Acme, Sam speaking.\ncustomer: Hello.")
    assert [turn.role for turn in call.turns] == [Role.PROMPT, Role.AGENT, Role.CUSTOMER]
    assert talk(call).start_s == call.turns[1].start_s


def test_a_turn_of_prompt_and_person_is_split() -> None:
    call = marked("agent: For sales, press one. Good morning, Acme, Sam speaking.\ncustomer: Hello.")
    assert [(turn.role, turn.text) for turn in call.turns[:2]] == [
        (Role.PROMPT, "For sales, press one."),
        (Role.AGENT, "Good morning, Acme, Sam speaking."),
    ]


def test_a_transcript_without_a_prompt_does_not_change() -> None:
    written = read_dialogue(Example(dialogue="agent: Hello.\ncustomer: Hi."), "en", Direction.INBOUND).conversation
    assert mark_prompts(written, prompt_finder(lambda _: PACK)) is written


@pytest.mark.parametrize(
    "norm", ["greeting.salutation", "greeting.company", "greeting.offer_of_help", "closing.farewell", "names.used"]
)
def test_a_call_that_is_only_a_greeting_of_a_voicemail_is_judged_with_reasons(norm: str) -> None:
    said = (
        "customer: You have reached the voicemail of Ann Bond. Please leave a message after the tone. Thank you, bye."
    )
    record = CallRecord(direction=Direction.INBOUND)
    findings = {f.norm: f for f in evaluate(PACK, prepare_call(PACK, marked(said), record))}
    assert (findings[norm].verdict, findings[norm].reason) == (Verdict.CANNOT_TELL, Reason.ONLY_PROMPTS)
    assert not any(finding.verdict.judged for finding in findings.values())


def test_words_of_a_machine_are_not_judged() -> None:
    call = marked("agent: Welcome, how may I help you? For sales, press one.\nagent: Good morning.\ncustomer: Hello.")
    findings = evaluate(PACK, prepare_call(PACK, call, CallRecord(direction=Direction.INBOUND)))
    offer = next(finding for finding in findings if finding.norm == "greeting.offer_of_help")
    assert offer.verdict is not Verdict.PASS


def to_a_machine(said: str) -> dict[str, Finding]:
    call = marked(f"customer: Please leave a message after the tone.\nagent: {said}", Direction.OUTBOUND)
    record = CallRecord(direction=Direction.OUTBOUND)
    return {finding.norm: finding for finding in evaluate(PACK, prepare_call(PACK, call, record))}


MESSAGE = "Hello, Sam of Acme here. I'm calling about your order, it is ready. Have a nice day. Goodbye."


def test_questions_and_answers_are_not_asked_of_a_message_left_on_a_machine() -> None:
    found = to_a_machine(MESSAGE)
    for norm in ("closing.further_questions", "opening.convenient", "names.asked", "wording.apology"):
        assert (found[norm].verdict, found[norm].reason) == (Verdict.NOT_APPLICABLE, Reason.NO_CUSTOMER)


def test_greeting_matter_and_goodbye_are_asked_of_a_message_left_on_a_machine() -> None:
    found = to_a_machine(MESSAGE)
    kept = ("greeting.salutation", "greeting.agent_name", "opening.purpose", "closing.good_wish", "closing.farewell")
    assert {found[norm].verdict for norm in kept} == {Verdict.PASS}
    assert found["closing.thanks"].verdict is Verdict.FAIL


def test_a_few_words_to_a_machine_are_no_message() -> None:
    greeting = to_a_machine("Oh, the voicemail.")["greeting.salutation"]
    assert (greeting.verdict, greeting.reason) == (Verdict.CANNOT_TELL, Reason.NO_CUSTOMER)


@pytest.mark.parametrize("opening", ["customer: Please leave a message after the tone.\n", "customer: Yes?\n"])
def test_nobody_waits_while_only_a_machine_has_spoken(opening: str) -> None:
    said = f"{opening}agent: Hello, Sam of Acme here.\nhold: 20\nagent: So.\ncustomer: Your message has been sent."
    read = read_dialogue(Example(dialogue=said), "en", Direction.OUTBOUND)
    conversation = mark_prompts(read.conversation, prompt_finder(lambda _: PACK))
    call = prepare_call(PACK, conversation, read.record, read.measurements)
    verdict = next(finding.verdict for finding in evaluate(PACK, call) if finding.norm == "hold.announced")
    assert verdict is (Verdict.NOT_APPLICABLE if "tone" in opening else Verdict.FAIL)


@pytest.mark.parametrize(("words", "verdict"), [("or you can come on Friday", Verdict.PASS), ("", Verdict.FAIL)])
def test_a_message_left_on_a_machine_may_leave_a_choice(words: str, verdict: Verdict) -> None:
    said = f"Hello, Sam of Acme here. Your order is ready, you can pick it up today {words}. Goodbye."
    assert to_a_machine(said)["help.alternatives"].verdict is verdict


MAILBOXES = {
    "en": ("Please leave a message after the tone.", "To send the message, press one.", "Sent. Have a nice day."),
    "nl": ("Spreek een bericht in na de toon.", "Druk op twee om uw bericht te verzenden.", "Uw bericht is verzonden."),
    "nb": ("Legg igjen en beskjed etter tonen.", "For å sende, trykk en.", "Sendt. Ha en fortsatt god dag."),
}
"""What a mailbox says first, then, and at the end, in words that no list holds."""


def roles_with(language: str, *notices: str) -> list[Role]:
    first, *others = notices
    said = f"customer: {first}\nagent: Sam.\n" + "".join(f"customer: {notice}\nagent: OK.\n" for notice in others)
    written = read_dialogue(Example(dialogue=said), language, Direction.OUTBOUND).conversation
    call = mark_prompts(written, prompt_finder(lambda _: shipped_pack(language)))
    return [turn.role for turn in call.turns if turn.role is not Role.AGENT]


@pytest.mark.parametrize("language", MAILBOXES)
def test_the_last_words_of_a_side_on_which_only_a_machine_spoke_are_its_own(language: str) -> None:
    assert set(roles_with(language, *MAILBOXES[language])) == {Role.PROMPT}


@pytest.mark.parametrize("language", MAILBOXES)
def test_one_notice_alone_does_not_make_the_next_words_a_machines(language: str) -> None:
    first, _, last = MAILBOXES[language]
    assert roles_with(language, first, last)[-1] is Role.CUSTOMER


@pytest.mark.parametrize(
    ("language", "person"), [("en", "Hello, Ann Bond."), ("en", "Who is that?"), ("nl", "Wie is daar?")]
)
def test_who_greets_or_asks_after_a_machine_is_a_person(language: str, person: str) -> None:
    first, then, _ = MAILBOXES[language]
    assert roles_with(language, first, then, person)[-1] is Role.CUSTOMER


def test_choices_and_piles_of_questions_are_looked_for_in_a_message() -> None:
    found = to_a_machine(f"{MESSAGE} You can come today or tomorrow.")
    for norm in ("help.alternatives", "listening.question_pile"):
        assert found[norm].verdict is Verdict.PASS
