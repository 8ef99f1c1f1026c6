"""The agent is recognised by the words; uncertain verdicts are withheld or marked."""

from dataclasses import replace

import pytest
from tests.support.packs import shipped_pack

from callgrade.model.conversation import Assignment, Attribution, Conversation, Layout, Party
from callgrade.model.finding import Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.roles import attribute

PLAIN = """
agent: Good morning, Meridian Motors, this is Carol. How can I help you?
customer: Hi, my car won't start and I need it today.
agent: I'm sorry to hear that. I'll send a mechanic this afternoon. Is there anything else I can help you with?
customer: No, that's all.
agent: Thank you for calling. Have a good day.
"""
SWAPPED = PLAIN.replace("agent:", "x:").replace("customer:", "agent:").replace("x:", "customer:")
VAGUE = """
agent: Yes.
customer: Hm, right.
agent: Maybe on Tuesday.
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shipped_pack("en")


def call(dialogue: str, layout: Layout) -> Conversation:
    """``dialogue`` as if heard, each turn's time as speech of its party."""
    conversation = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND).conversation
    parties = tuple(
        Party(role, 0, tuple(turn.span for turn in conversation.turns_of(role)), (), None)
        for role in (Role.AGENT, Role.CUSTOMER)
    )
    return replace(conversation, parties=parties, has_audio=True, attribution=Attribution(layout))


def first_role(conversation: Conversation) -> Role:
    return conversation.turns[0].role


def heard(conversation: Conversation, pack: Pack, record: CallRecord | None = None) -> tuple[Conversation, Attribution]:
    attributed = conversation.assigned(
        attribute(pack, prepare_call(pack, conversation, record or CallRecord(direction=Direction.INBOUND)))
    )
    assert attributed.attribution is not None
    return attributed, attributed.attribution


@pytest.mark.parametrize("layout", [Layout.TWO_CHANNELS, Layout.TWO_VOICES, Layout.TRANSCRIPT])
def test_roles_that_the_words_support_are_kept(layout: Layout, pack: Pack) -> None:
    conversation, attribution = heard(call(PLAIN, layout), pack)
    assert first_role(conversation) is Role.AGENT
    assert attribution.confidence is not None
    assert attribution.confidence > 0.95
    assert attribution.note is None


@pytest.mark.parametrize("layout", [Layout.TWO_VOICES, Layout.TRANSCRIPT])
def test_voices_with_the_wrong_roles_are_exchanged(layout: Layout, pack: Pack) -> None:
    conversation, attribution = heard(call(SWAPPED, layout), pack)
    assert first_role(conversation) is Role.AGENT
    assert {party.role: party.speech for party in conversation.parties}[Role.AGENT][0].start_s == 0
    assert attribution.note is None


def test_channels_that_the_words_show_to_be_swapped_are_exchanged_and_reported(pack: Pack) -> None:
    conversation, attribution = heard(call(SWAPPED, Layout.TWO_CHANNELS), pack)
    assert first_role(conversation) is Role.AGENT
    assert attribution.note is Reason.ROLES_EXCHANGED


GIVEN = CallRecord(direction=Direction.INBOUND, channels={Role.AGENT: 0, Role.CUSTOMER: 1})


def test_a_map_that_came_with_the_call_is_not_overruled_by_little(pack: Pack) -> None:
    little = SWAPPED.splitlines()[1]
    conversation, attribution = heard(call(little, Layout.TWO_CHANNELS), pack, GIVEN)
    assert first_role(conversation) is Role.CUSTOMER
    assert attribution.note is None


def test_doubt_about_a_map_that_came_with_the_call_is_reported_and_changes_nothing(pack: Pack) -> None:
    more = "\n".join(SWAPPED.splitlines()[1:3])
    conversation, attribution = heard(call(more, Layout.TWO_CHANNELS), pack, GIVEN)
    assert first_role(conversation) is Role.CUSTOMER
    assert attribution.note is Reason.ROLES_DOUBTFUL
    assert attribution.confidence is not None
    assert attribution.confidence < 0.5


def test_nobody_is_the_agent_if_the_words_are_against_the_usual_map_of_channels(pack: Pack) -> None:
    little = "customer: Good morning, Meridian Motors.\nagent: Oh, hello."
    conversation, attribution = heard(call(little, Layout.TWO_CHANNELS), pack)
    assert first_role(conversation) is Role.UNKNOWN
    assert attribution.note is Reason.ROLES_UNSURE


def test_the_called_party_speaks_first_on_two_channels_as_on_one(pack: Pack) -> None:
    first, second = (
        heard(call(f"{one}: Yes.\n{other}: Hm, right.", Layout.TWO_CHANNELS), pack)[1].confidence or 0.0
        for one, other in (("agent", "customer"), ("customer", "agent"))
    )
    assert first > second


def test_a_person_who_asks_for_the_company_is_not_taken_for_the_agent(pack: Pack) -> None:
    asked = "customer: Yes.\nagent: Oh, is this Silverline Telecom? My internet has been down for four days."
    conversation, attribution = heard(call(asked, Layout.TWO_CHANNELS), pack)
    assert first_role(conversation) is Role.UNKNOWN
    assert attribution.note is Reason.ROLES_UNSURE


def test_two_voices_without_typical_words_stay_unknown(pack: Pack) -> None:
    conversation, attribution = heard(call(VAGUE, Layout.TWO_VOICES), pack)
    assert {turn.role for turn in conversation.turns} == {Role.UNKNOWN}
    assert [party.role for party in conversation.parties] == [Role.UNKNOWN]
    assert attribution.note is Reason.ROLES_UNSURE


def test_with_more_than_two_voices_nobody_is_the_agent(pack: Pack) -> None:
    three = replace(call(PLAIN, Layout.TWO_VOICES), attribution=Attribution(Layout.TWO_VOICES, note=Reason.MORE_VOICES))
    conversation, attribution = heard(three, pack)
    assert {turn.role for turn in conversation.turns} == {Role.UNKNOWN}
    assert (attribution.note, attribution.confidence) == (Reason.MORE_VOICES, None)


def test_without_words_of_the_language_two_voices_stay_unknown() -> None:
    wordless = shipped_pack(None)
    conversation, attribution = heard(call(PLAIN, Layout.TWO_VOICES), wordless)
    assert first_role(conversation) is Role.UNKNOWN
    assert attribution.note is Reason.ROLES_UNSURE


def one_voice(dialogue: str, speech: tuple[Span, ...]) -> Conversation:
    conversation = call(dialogue, Layout.ONE_VOICE)
    turns = tuple(replace(turn, role=Role.UNKNOWN) for turn in conversation.turns)
    return replace(conversation, parties=(Party(Role.UNKNOWN, 0, speech, (), None),), turns=turns)


AGENT_ONLY = "\n".join(line for line in PLAIN.splitlines() if line.startswith("agent:"))


def test_a_lone_voice_with_pauses_that_talks_as_agents_do_is_the_agent(pack: Pack) -> None:
    conversation, attribution = heard(one_voice(AGENT_ONLY, (Span(0, 4),)), pack)
    assert {turn.role for turn in conversation.turns} == {Role.AGENT}
    assert attribution.note is Reason.ONE_VOICE


@pytest.mark.parametrize("note", [Reason.VOICES_UNSURE, Reason.VOICES_UNSURE_OTHER_SILENT])
def test_a_voice_that_may_be_two_stays_unknown_whatever_it_says(note: Reason, pack: Pack) -> None:
    lone = one_voice(AGENT_ONLY, (Span(0, 4),))
    assert lone.attribution is not None
    unsure = replace(lone, attribution=replace(lone.attribution, note=note))
    conversation, attribution = heard(unsure, pack)
    assert {turn.role for turn in conversation.turns} == {Role.UNKNOWN}
    assert attribution.note is note


def test_a_voice_without_pauses_may_be_two_alike_and_stays_unknown(pack: Pack) -> None:
    conversation, attribution = heard(one_voice(PLAIN, (Span(0, 28),)), pack)
    assert {turn.role for turn in conversation.turns} == {Role.UNKNOWN}
    assert attribution.note is Reason.ONE_VOICE


@pytest.mark.parametrize("note", [None, Reason.MORE_VOICES, Reason.ROLES_NOT_TOLD])
def test_a_transcript_whose_roles_are_not_known_gives_a_reason_about_roles(note: Reason | None, pack: Pack) -> None:
    written = replace(call(VAGUE, Layout.TRANSCRIPT), has_audio=False)
    if note is Reason.ROLES_NOT_TOLD:
        written = written.assigned(Assignment(dict.fromkeys((Role.AGENT, Role.CUSTOMER), Role.UNKNOWN), None))
    written = replace(written, attribution=Attribution(Layout.TRANSCRIPT, note=note))
    conversation, attribution = heard(written, pack)
    assert {turn.role for turn in conversation.turns} == {Role.UNKNOWN}
    expected = note or Reason.ROLES_UNSURE
    assert attribution.note is expected
    findings = evaluate(pack, prepare_call(pack, conversation, CallRecord(direction=Direction.INBOUND)))
    reasons = {finding.norm: finding.reason for finding in findings}
    assert reasons["greeting.salutation"] == expected
    assert Reason.NOT_SEPARATED not in reasons.values()


def test_a_verdict_is_given_only_if_it_holds_for_every_speaker_of_unknown_words(pack: Pack) -> None:
    whole = call(PLAIN, Layout.TRANSCRIPT)
    *turns, last = whole.turns
    unsure = replace(whole, turns=(*turns, replace(last, role=Role.UNKNOWN)), attribution=None, has_audio=False)
    findings = evaluate(pack, prepare_call(pack, unsure, CallRecord(direction=Direction.INBOUND)))
    verdicts = {finding.norm: (finding.verdict, finding.reason) for finding in findings}
    assert verdicts["closing.good_wish"] == (Verdict.CANNOT_TELL, Reason.SPEAKER_NOT_KNOWN)
    assert verdicts["greeting.salutation"] == (Verdict.PASS, None)


def labelled(dialogue: str) -> Conversation:
    """``dialogue`` as a transcript whose labels name agent and customer."""
    return read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND).conversation


def test_exchanged_labels_of_a_transcript_are_noticed(pack: Pack) -> None:
    found, attribution = heard(labelled(SWAPPED), pack)
    assert (first_role(found), attribution.note) == (Role.AGENT, Reason.ROLES_EXCHANGED)


@pytest.mark.parametrize("dialogue", [PLAIN, VAGUE])
def test_labels_that_the_words_do_not_contradict_are_believed(dialogue: str, pack: Pack) -> None:
    call_as_labelled = prepare_call(pack, labelled(dialogue), CallRecord(direction=Direction.INBOUND))
    assert attribute(pack, call_as_labelled) == Assignment({}, None)


def test_an_assistant_that_answers_and_talks_as_agents_do_does_not_exchange_the_labels() -> None:
    dialogue = """
    agent: Good day, this is Ann of Fairlea Lamps.
    customer: Hello, I take calls here. How can I help you? May I have your name? What is it about?
    agent: The lamp is mended.
    customer: Noted. Is there anything else I can help you with? May we call you? Can you give me your number?
    agent: No.
    customer: Thank you for calling. Have a good day.
    """
    labelled = read_dialogue(Example(dialogue=dialogue), "en", Direction.OUTBOUND).conversation
    pack, unknown = shipped_pack("en"), CallRecord(direction=Direction.OUTBOUND)
    known = replace(unknown, agent="Ann Ash", company="Fairlea Lamps")
    assert attribute(pack, prepare_call(pack, labelled, known)).attribution is None
    assert attribute(pack, prepare_call(pack, labelled, unknown)).attribution is not None


def test_labels_are_believed_if_the_agent_says_their_recorded_name_first(pack: Pack) -> None:
    swapped = SWAPPED.replace("agent: ", "agent: This is Zelda Quint. ", 1)
    record = CallRecord(direction=Direction.INBOUND, agent="Zelda Quint")
    assert attribute(pack, prepare_call(pack, labelled(swapped), record)) == Assignment({}, None)


def test_a_customer_who_asks_for_the_company_does_not_exchange_the_labels() -> None:
    dialogue = """
    agent: Yes?
    customer: Hello, is that Fairlea Lamps?
    agent: It is.
    customer: I am Ann Ash. I lost my lamp.
    agent: You lost it yourself. Do you want another one?
    customer: I asked you. Who is your manager?
    agent: Do you want it or not?
    customer: Forget it.
    """
    labelled = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND).conversation
    pack, record = shipped_pack("en"), CallRecord(direction=Direction.INBOUND, company="Fairlea Lamps")
    assert attribute(pack, prepare_call(pack, labelled, record)) == Assignment({}, None)
