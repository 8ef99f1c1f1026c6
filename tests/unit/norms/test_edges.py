"""A beginning or an end that was not recorded is noticed by the words."""

from dataclasses import replace

import pytest
from tests.support.conversations import pack_of

from callgrade.model.conversation import Conversation, Party
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span, Spans
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.unknown.edges import missing_edges

OPENING = "agent: Good morning, how can I help you?\ncustomer: My oven is broken."
MATTER = "agent: Which model is it?\ncustomer: The large one, from May.\nagent: I order the part for you now."
CLOSING = "customer: Great.\nagent: Have a nice day, goodbye."


def heard(*parts: str, language: str = "en") -> Conversation:
    return read_dialogue(Example(dialogue="\n".join(parts)), language, Direction.INBOUND).conversation


def recorded(conversation: Conversation, until_s: float = 0.0, sound: Spans = ()) -> Conversation:
    """The same call with sound; the agent speaks until ``until_s``."""
    speech = (Span(0.0, until_s),)
    agent = Party(Role.AGENT, 0, speech, sound, None)
    return replace(conversation, parties=(agent,), has_audio=True, channels=1)


def missing(conversation: Conversation, language: str = "en") -> list[Reason]:
    pack = pack_of(language, "service")
    record = read_dialogue(Example(dialogue=OPENING), "en", Direction.INBOUND).record
    return [gap.reason for gap in missing_edges(prepare_call(pack, conversation, record))]


@pytest.mark.parametrize(
    ("parts", "reasons"),
    [
        ((OPENING, MATTER, CLOSING), []),
        ((OPENING, MATTER), [Reason.END_MISSING]),
        ((MATTER, CLOSING), [Reason.BEGINNING_MISSING]),
        ((MATTER,), [Reason.BEGINNING_MISSING, Reason.END_MISSING]),
    ],
)
def test_somebody_opens_and_closes_a_whole_call(parts: tuple[str, ...], reasons: list[Reason]) -> None:
    assert missing(heard(*parts)) == reasons


@pytest.mark.parametrize("last", ["customer: Bye.", "customer: Thanks for your help, bye-bye."])
def test_the_customer_alone_may_close_it(last: str) -> None:
    assert missing(heard(OPENING, MATTER, last)) == []


@pytest.mark.parametrize(
    ("language", "left", "notice"),
    [
        ("en", "Hello, this is Sam of Acme. Your new order is ready here now.", "To send the message, press one."),
        ("nb", "Hei, det er Sam fra Acme. Bestillingen din ligger klar her.", "For å sende, trykk en."),
    ],
)
def test_a_machine_that_speaks_after_a_message_closes_it(language: str, left: str, notice: str) -> None:
    whole = heard("customer: Beep.", f"agent: {left}", f"customer: {notice}", language=language)
    machine = [replace(turn, role=Role.PROMPT) if turn.role is Role.CUSTOMER else turn for turn in whole.turns]
    assert missing(replace(whole, turns=tuple(machine)), language) == []
    assert missing(replace(whole, turns=tuple(machine[:2])), language) == [Reason.END_MISSING]


def test_who_asks_who_it_is_opens_a_call() -> None:
    assert missing(heard("agent: It's about your bill.\ncustomer: Who's calling?", MATTER, CLOSING)) == []


@pytest.mark.parametrize(
    ("language", "asked"),
    [
        ("de", "äh bin ich da bei Gartenfunk"),
        ("en", "uh is that the laundry"),
        ("nl", "eh ja is dit de bakker"),
        ("nb", "eh er dette hos legen"),
        ("zh", "喂你们那里是花店吗"),
    ],
)
def test_who_asks_whom_they_have_reached_opens_a_call(language: str, asked: str) -> None:
    curt = "agent: ja ja ja ja ja ja ja\n"
    assert Reason.BEGINNING_MISSING not in missing(heard(f"{curt}customer: {asked}", language=language), language)
    assert Reason.BEGINNING_MISSING in missing(heard(f"{curt}customer: 7 7 7", language=language), language)


def test_in_chinese_the_turn_may_go_on_after_that_question() -> None:
    asked = "agent: {}\ncustomer: 不是，我没孩子。\nagent: 不可能。"
    assert Reason.BEGINNING_MISSING not in missing(
        heard(asked.format("是小刚妈妈吧？小刚今天没来。"), language="zh"), "zh"
    )
    assert Reason.BEGINNING_MISSING in missing(heard(asked.format("小刚今天没来。"), language="zh"), "zh")


def test_thanks_for_waiting_close_nothing() -> None:
    assert missing(heard(OPENING, MATTER, "agent: Thank you for holding, the part is in stock.")) == [
        Reason.END_MISSING
    ]


def test_a_question_for_more_closes_a_call_only_once_it_is_answered() -> None:
    asked = "agent: Is there anything else that I can help you with today?"
    assert missing(heard(OPENING, MATTER, asked)) == [Reason.END_MISSING]
    assert missing(heard(OPENING, MATTER, asked, "customer: No, that is everything.")) == []


def test_a_curt_word_closes_a_written_call_but_no_recording() -> None:
    curt = heard(OPENING, MATTER, "customer: That is not what I asked for.", "agent: Right.")
    assert missing(curt) == []
    assert missing(recorded(curt)) == [Reason.END_MISSING]


def test_ringing_shows_the_beginning() -> None:
    ringing = Ringing(0, 1, 0.0, None, None, None, (440.0,), False, (Span(0.0, 1.0),))
    assert missing(replace(heard(MATTER, CLOSING), ringing=ringing)) == []


def test_speech_or_a_tone_until_the_end_shows_that_the_line_dropped() -> None:
    cut = heard(OPENING, MATTER)
    assert missing(recorded(cut)) == [Reason.END_MISSING]
    assert missing(recorded(cut, until_s=cut.duration_s)) == [Reason.LINE_DROPPED]
    busy = (Span(cut.duration_s - 6.0, cut.duration_s - 0.2),)
    assert missing(recorded(cut, sound=busy)) == [Reason.LINE_DROPPED]


def test_a_busy_tone_after_the_goodbye_is_no_dropped_line() -> None:
    whole = heard(OPENING, MATTER, CLOSING)
    assert missing(recorded(whole, sound=(Span(whole.duration_s - 1.0, whole.duration_s),))) == []


MORE = "agent: Is there anything else that I can help you with today?\ncustomer: No, that is everything."
THANKS = "agent: Thank you for calling."
WISH = "agent: Have a nice day."


@pytest.mark.parametrize("closing", [(MORE,), (MORE, THANKS), (MORE, f"{WISH} Now")])
def test_speech_until_a_recording_ends_shows_that_the_goodbye_was_cut_off(closing: tuple[str, ...]) -> None:
    cut = heard(OPENING, MATTER, *closing)
    assert missing(cut) == []
    assert missing(recorded(cut, until_s=cut.duration_s - 0.1)) == [Reason.CLOSING_CUT]


@pytest.mark.parametrize(
    "closing", [(MORE, "agent: Bye."), ("customer: Thanks, bye.",), (WISH, "customer: You too."), (MORE, WISH)]
)
def test_who_has_said_goodbye_was_not_cut_off(closing: tuple[str, ...]) -> None:
    whole = heard(OPENING, MATTER, *closing)
    assert missing(recorded(whole, until_s=whole.duration_s)) == []


def test_a_busy_tone_is_no_time_in_which_the_agent_could_have_answered() -> None:
    asked = heard(OPENING, MATTER, MORE)
    end_s = asked.duration_s
    toned = replace(recorded(asked, until_s=end_s - 8.0), end_tone=Span(end_s - 7.0, end_s))
    assert missing(toned) == [Reason.CLOSING_CUT]
    assert missing(replace(recorded(heard(OPENING, MATTER)), end_tone=Span(1.0, 9.0))) == [Reason.LINE_DROPPED]


def test_a_good_wish_ends_a_recording_unless_the_sound_breaks_off_in_it() -> None:
    wished = heard(OPENING, MATTER, MORE, WISH)
    whole = recorded(wished, until_s=wished.duration_s)
    end = Span(whole.duration_s, whole.duration_s)
    assert missing(whole) == []
    assert missing(whole.with_gaps([Gap(end, Reason.LINE_DROPPED, Role.AGENT)])) == [Reason.CLOSING_CUT]


def test_an_agent_who_has_no_time_to_answer_the_last_words_may_have_been_cut_off() -> None:
    asked = heard(OPENING, MATTER, MORE)
    assert missing(recorded(asked, until_s=asked.duration_s - 1.5)) == [Reason.CLOSING_CUT]
    assert missing(recorded(asked, until_s=asked.duration_s - 2.5)) == []


def test_an_agent_who_has_the_last_word_and_then_is_silent_has_ended_the_call() -> None:
    ended = heard(OPENING, MATTER, MORE, THANKS)
    assert missing(recorded(ended, until_s=ended.duration_s - 1.0)) == []


def test_a_language_without_words_for_it_shows_no_missing_part() -> None:
    pack = pack_of("en", "service")
    record = read_dialogue(Example(dialogue=OPENING), "en", Direction.INBOUND).record
    call = prepare_call(pack, heard(MATTER), record)
    assert call.language
    assert missing_edges(replace(call, language=replace(call.language, norms={}))) == ()


@pytest.mark.parametrize(
    "last",
    [
        "customer: I'm putting the phone down now, you are no help to me.",
        "customer: That is no use to me at all.\nagent: You heard what I said. That's all then.",
        "customer: I am going to hang up.\nagent: Wait, I still have one offer here for you.",
        "customer: Stop calling, and take me off your list.\nagent: Then think about it, I ring again at six.",
        "customer: Remove my number at once.\nagent: Then think about it, I ring again at six.\ncustomer: You dare.",
    ],
)
def test_a_phone_that_is_put_down_closes_it(last: str) -> None:
    assert missing(heard(OPENING, MATTER, last)) == []


def test_a_short_complaint_that_nobody_answers_closes_a_written_call_but_no_recording() -> None:
    fed_up = heard(OPENING, MATTER, "customer: That is simply disgraceful.")
    assert missing(fed_up) == []
    assert (
        missing(
            heard(
                OPENING,
                MATTER,
                "customer: I want to make a complaint.\nagent: Do that, I will sleep well.\ncustomer: Unbelievable.",
            )
        )
        == []
    )
    assert missing(recorded(fed_up)) == [Reason.END_MISSING]
    assert missing(heard(OPENING, MATTER, "customer: That is disgraceful, I rang you on Monday and on Friday.")) == [
        Reason.END_MISSING
    ]


def test_a_transcript_that_begins_with_dots_lacks_its_beginning() -> None:
    cut = "agent: ...ville Garden Centre, how can I help you?\ncustomer: My oven is broken."
    assert missing(heard(cut, MATTER, CLOSING)) == [Reason.BEGINNING_MISSING]


QUARREL = (
    "agent: Don't be so stupid, woman.\ncustomer: I want to speak to your manager.\nagent: She would only say the same."
)


@pytest.mark.parametrize(
    "last", ["customer: Right, I have heard quite enough from you for today.", "agent: There it is."]
)
def test_a_quarrel_ends_a_written_call_with_a_statement(last: str) -> None:
    quarrel = heard(OPENING, QUARREL, last)
    assert missing(quarrel) == []
    assert missing(recorded(quarrel)) == [Reason.END_MISSING]


@pytest.mark.parametrize(
    "last",
    [
        "customer: And when is she back from her holiday, then?",
        "customer: But I have been waiting since Monday for the —",
        "customer: Right, I only want to know whether ...",
    ],
)
def test_who_asks_or_stops_in_the_midst_has_not_ended_the_quarrel(last: str) -> None:
    assert missing(heard(OPENING, QUARREL, last)) == [Reason.END_MISSING]


def test_a_complaint_that_the_agent_takes_well_is_no_quarrel() -> None:
    calm = "customer: I want to speak to your manager.\nagent: I understand, and I ask her to ring you this afternoon."
    assert missing(heard(OPENING, MATTER, calm)) == [Reason.END_MISSING]


def test_the_beginning_of_an_agent_who_offends_is_there_without_a_greeting() -> None:
    debt = "agent: Harrow. You still owe us three hundred euros.\ncustomer: My name is Tom Harrow, and I paid in May."
    rude = heard(debt, QUARREL, CLOSING)
    assert missing(rude) == []
    assert missing(recorded(rude)) == [Reason.BEGINNING_MISSING]
    assert missing(heard(debt, CLOSING)) == [Reason.BEGINNING_MISSING]
    assert missing(heard(debt.replace("Harrow. ", ""), QUARREL, CLOSING)) == [Reason.BEGINNING_MISSING]


@pytest.mark.parametrize(
    ("last", "reasons"),
    [
        ("agent: It is all yours from eleven, oant moarn.\ncustomer: Oant moarn.", []),
        ("agent: It is all yours from eleven, oant moarn.\ncustomer: From eleven.", [Reason.END_MISSING]),
        ("agent: The number of your order is 55 20.\ncustomer: 55 20.", [Reason.END_MISSING]),
    ],
)
def test_a_goodbye_in_any_language_shows_when_it_is_given_back(last: str, reasons: list[Reason]) -> None:
    assert missing(heard(OPENING, MATTER, last)) == reasons
    assert missing(recorded(heard(OPENING, MATTER, last))) == [Reason.END_MISSING]


def test_an_agent_who_never_greeted_needs_no_insult_for_a_quarrel() -> None:
    complaint = "customer: I want to speak to your manager.\nagent: She would only say the same, as I said before."
    curt = "agent: Meridian Motors, what is it?\ncustomer: Hello, my car won't start."
    assert missing(heard(curt, complaint)) == []
    assert missing(heard(OPENING, complaint)) == [Reason.END_MISSING]


@pytest.mark.parametrize(
    "last", ["customer: Hello? Hello?", "agent: Are you still there?", "customer: It's gone dead."]
)
def test_who_no_longer_hears_the_other_one_shows_that_the_line_dropped(last: str) -> None:
    assert missing(heard(OPENING, QUARREL, last)) == [Reason.LINE_DROPPED]


@pytest.mark.parametrize(
    ("language", "angry", "mocks"),
    [
        ("en", "I want to speak to your manager.", "It's on the site, or are you there too dim to look."),
        ("nl", "Ik wil een klacht indienen.", "Staat op de site, of bent u daar ook te dom voor."),
    ],
)
def test_who_is_answered_and_goes_on_hears_the_other_one(language: str, angry: str, mocks: str) -> None:
    said = f"agent: Meridian Motors.\ncustomer: {angry}\nagent: {mocks}"
    assert missing(heard(said, "customer: 7 7 7\nagent: 7 7", language=language), language) == []
    assert missing(heard(said, language=language), language) == [Reason.LINE_DROPPED]


@pytest.mark.parametrize("called", ["agent: Hello?", "agent: So you... hello?"])
def test_a_customer_who_no_longer_answers_in_a_quarrel_has_hung_up(called: str) -> None:
    taken = "customer: What manners."
    assert missing(heard(OPENING, QUARREL, taken, called)) == []
    assert missing(heard(OPENING, MATTER, taken, called)) == [Reason.LINE_DROPPED]


def test_a_hello_in_the_opening_drops_no_line() -> None:
    assert missing(heard("agent: Hello?", OPENING, MATTER)) == [Reason.END_MISSING]


def test_a_customer_who_greets_back_first_in_a_recording_does_not_open_an_answered_call() -> None:
    back = heard("customer: Hi, my name is James. My oven is broken.", MATTER, CLOSING)
    assert missing(recorded(back)) == [Reason.BEGINNING_MISSING]
    assert missing(recorded(heard("customer: Hello?", OPENING, MATTER, CLOSING))) == []
    assert missing(back) == []


@pytest.mark.parametrize(
    ("language", "offers", "asks"),
    [
        ("nl", "Ik help u graag verder.", "Waarmee kan ik u helpen?"),
        ("de", "Ich helfe Ihnen gern weiter.", "Wie kann ich Ihnen helfen?"),
    ],
)
def test_an_offer_opens_a_recording_only_as_a_question(language: str, offers: str, asks: str) -> None:
    rest = ("customer: 2021.", "agent: 2021.", "customer: 2021.")
    assert Reason.BEGINNING_MISSING in missing(recorded(heard(f"agent: {offers}", *rest, language=language)), language)
    assert Reason.BEGINNING_MISSING not in missing(
        recorded(heard(f"agent: {asks}", *rest, language=language)), language
    )
