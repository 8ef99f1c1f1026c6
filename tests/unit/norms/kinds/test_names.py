"""Kinds about names: asked, used, right."""

from dataclasses import replace

import pytest
from tests.support.norms import call, conversation, judge, phrases, quotes

from callgrade.model.finding import Verdict
from callgrade.model.gap import Gap
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.kinds import KINDS
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.language import NormWords


class TestAsked:
    WORDS = NormWords(phrases=phrases("<name_question>"), not_in=phrases("may i have your name badge"))

    def judged(self, dialogue: str, **record: str) -> Outcome:
        return judge(KINDS["name_asked"], call(dialogue, **record), self.WORDS, window="whole")

    def test_asking_for_the_name_passes(self) -> None:
        outcome = self.judged("agent: May I have your name?\ncustomer: No.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.PASS, ["May I have your name?"])

    def test_a_name_given_unasked_passes(self) -> None:
        outcome = self.judged("agent: Hello.\ncustomer: Hi, my name is Ann Bond.")
        assert (outcome.verdict, outcome.evidence[0].role) == (Verdict.PASS, Role.CUSTOMER)

    def test_the_name_of_the_record_said_by_the_customer_passes(self) -> None:
        dialogue = "agent: Hello.\ncustomer: It's Graham Tindall, our dog is ill."
        assert self.judged(dialogue, customer="Graham Tindall").verdict is Verdict.PASS

    def test_the_agents_name_said_by_the_customer_is_not_theirs(self) -> None:
        dialogue = "agent: My name is Louis.\ncustomer: So this is Louis."
        assert self.judged(dialogue).verdict is Verdict.FAIL

    def test_the_customers_question_is_not_the_agents(self) -> None:
        assert self.judged("agent: Hello.\ncustomer: May I have your name?").verdict is Verdict.FAIL

    def test_a_customer_who_was_not_heard_may_have_given_their_name(self) -> None:
        outcome = self.judged("agent: Hello.\nagent: Thank you.")
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.NO_CUSTOMER)
        heard = conversation("agent: Hello.\ncustomer: Hi.\nagent: Thank you.")
        unread = call(heard.with_gaps([Gap(heard.turns[1].span, Reason.NO_WORDS_HEARD, Role.CUSTOMER)]))
        outcome = judge(KINDS["name_asked"], unread, self.WORDS, window="whole")
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.NO_WORDS_HEARD)


class TestUsed:
    WORDS = NormWords(
        phrases=phrases("[<title>] {customer}"),
        not_in=phrases("is that {customer}", "{customer} 's", "name {customer}"),
    )

    def judged(self, dialogue: str, customer: str | None = "Jack Smith", **parameters: object) -> Outcome:
        given = {"least": 1, "most": 3, "per_minutes": 5} | parameters
        return judge(KINDS["name_used"], call(dialogue, customer=customer), self.WORDS, **given)

    def test_uses_are_counted_once_a_turn(self) -> None:
        outcome = self.judged("agent: Jack, thank you, Jack.\ncustomer: yes\nagent: Bye, Mr Smith.")
        assert (outcome.verdict, outcome.value, outcome.unit) == (Verdict.PASS, 2, "count")
        assert quotes(outcome) == ["Jack,", "Mr Smith."]

    def test_nobody_fails_who_may_have_been_told_a_name_by_a_customer_who_was_not_heard(self) -> None:
        turns = "agent: Hello.\nagent: Yes.\nagent: It is paid."
        outcome = self.judged(turns, customer=None, asks_after=1)
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.NO_CUSTOMER)
        assert self.judged(turns).verdict is Verdict.FAIL  # the record has the name

    @pytest.mark.parametrize(("probability", "verdict"), [(0.9, Verdict.FAIL), (0.2, Verdict.CANNOT_TELL)])
    def test_nobody_fails_who_may_have_used_the_name_that_was_badly_heard(
        self, probability: float, verdict: Verdict
    ) -> None:
        heard = conversation("agent: Hello.\ncustomer: My name is Ann Bond.\nagent: Thank you.")
        said = heard.turns[1]
        words = (*said.words[:-1], replace(said.words[-1], probability=probability))
        doubtful = replace(heard, turns=(heard.turns[0], replace(said, words=words), heard.turns[2]))
        given = {"least": 1, "most": 3, "per_minutes": 5}
        assert judge(KINDS["name_used"], call(doubtful), self.WORDS, **given).verdict is verdict

    @pytest.mark.parametrize(
        "said", ["Is that Jack Smith?", "Is it under the name Jack Smith?", "I have Jack's card here.", "Hello there."]
    )
    def test_a_name_that_is_only_mentioned_is_no_address(self, said: str) -> None:
        outcome = self.judged(f"agent: {said}\ncustomer: yes")
        assert (outcome.verdict, outcome.value) == (Verdict.FAIL, 0)
        assert quotes(outcome) == [said]

    @pytest.mark.parametrize("said", ["You are Jack Smith, of Mill Lane.", "All right Jack the van is there."])
    def test_a_mention_after_the_opening_may_be_an_address(self, said: str) -> None:
        words = replace(self.WORDS, not_in=phrases("you are {customer}", "right {customer}"))
        heard = call(f"agent: Hello.\ncustomer: Hi.\nagent: {said}", customer="Jack Smith")
        outcome = judge(KINDS["name_used"], heard, words, least=1, most=3, per_minutes=5)
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.LISTEN)

    def test_a_name_that_begins_alike_after_a_title_may_be_the_customers(self) -> None:
        opened = "agent: Hello.\ncustomer: Hi, it's me.\nagent: "
        outcome = self.judged(f"{opened}Of course Mr hews.", customer="Gareth Hughes")
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.LISTEN)
        assert self.judged(f"{opened}Mr barton does that.", customer="Gareth Hughes").verdict is Verdict.FAIL

    def test_too_often_within_the_minutes_fails(self) -> None:
        often = "\ncustomer: yes\n".join(["agent: Thank you, Jack."] * 4)
        assert self.judged(often).verdict is Verdict.FAIL
        assert self.judged(often, most=4).verdict is Verdict.PASS

    def test_over_a_long_call_more_uses_are_fine(self) -> None:
        pause = "\ncustomer: " + "well " * 1000 + "\n"
        assert self.judged(pause.join(["agent: Thank you, Jack."] * 4)).verdict is Verdict.PASS

    def test_the_name_may_come_from_the_conversation(self) -> None:
        outcome = self.judged("agent: hello\ncustomer: I am Ann Bond.\nagent: Thank you, Ann.", customer=None)
        assert outcome.verdict is Verdict.PASS

    def test_a_misheard_name_is_a_use(self) -> None:
        assert self.judged("agent: Thank you, Mishell.", customer="Michelle Lee").verdict is Verdict.PASS

    @pytest.mark.parametrize(
        "told", ["customer: yes", "customer: my name is Allen"], ids=["nothing told", "only the surname told"]
    )
    def test_a_name_used_again_and_again_is_the_customers(self, told: str) -> None:
        dialogue = f"agent: hello\n{told}\nagent: I am sorry, Theresa. One moment.\ncustomer: ok\nagent: Bye, Teresa."
        assert (self.judged(dialogue, customer=None).verdict, self.judged(dialogue, customer=None).value) == (
            Verdict.PASS,
            2,
        )

    @pytest.mark.parametrize(
        "again",
        ["Bye.", "Bye, Ann.", "The flight to Theresa, please."],
        ids=["once", "another name", "said otherwise too"],
    )
    def test_a_name_used_less_often_is_left_open(self, again: str) -> None:
        dialogue = f"agent: hello\ncustomer: yes\nagent: I am sorry, Theresa. One moment.\ncustomer: ok\nagent: {again}"
        assert self.judged(dialogue, customer=None).reason is Reason.NO_CUSTOMER_NAME

    def test_a_word_that_the_customer_also_uses_is_not_a_name(self) -> None:
        dialogue = (
            "agent: hello\ncustomer: I fly to Oslo today.\n"
            "agent: It is cold in winter, Oslo.\ncustomer: yes\nagent: Good, Oslo."
        )
        assert self.judged(dialogue, customer=None).reason is Reason.NO_CUSTOMER_NAME

    def test_a_name_other_than_the_known_one_is_not_a_use(self) -> None:
        twice = "agent: hello\ncustomer: yes\nagent: Thanks, Theresa.\ncustomer: ok\nagent: Bye, Theresa."
        assert self.judged(twice, customer="Jack Smith").verdict is Verdict.FAIL

    def test_who_never_asks_for_a_name_in_a_call_of_some_length_uses_none(self) -> None:
        dialogue = "\ncustomer: yes\n".join(["agent: it is open"] * 5)
        assert self.judged(dialogue, customer=None).verdict is Verdict.FAIL
        assert self.judged(dialogue, customer=None, asks_after=6).reason is Reason.NO_CUSTOMER_NAME

    @pytest.mark.parametrize(
        ("said", "answer"),
        [("May I have your name?", "No."), ("Good morning, Mr Day.", "Yes.")],
    )
    def test_who_asked_or_may_have_used_a_name_is_not_judged(self, said: str, answer: str) -> None:
        rest = "\ncustomer: yes\n".join(["agent: it is open"] * 5)
        dialogue = f"agent: Hello.\ncustomer: Hi.\nagent: {said}\ncustomer: {answer}\n{rest}"
        assert self.judged(dialogue, customer=None).verdict is not Verdict.FAIL

    def test_without_a_known_name_use_is_not_judged(self) -> None:
        assert self.judged("agent: hello", customer=None).reason is Reason.NO_CUSTOMER_NAME


class TestRight:
    WORDS = NormWords(phrases=phrases("thank you [<title>] {name}"), not_in=phrases("speak to {name}"))

    def judged(self, dialogue: str, **record: str) -> Outcome:
        return judge(KINDS["name_right"], call(dialogue, **record), self.WORDS, unlike=0.5)

    def after(self, said: str, customer: str = "Deirdre Quirke") -> Outcome:
        return self.judged(f"agent: Hello there.\ncustomer: hello to you\nagent: {said}", customer=customer)

    @pytest.mark.parametrize(
        "said",
        ["Thank you, Deirdre.", "Thank you, Mrs Quirke.", "Thank you, Mrs Quirk."],
    )
    def test_the_right_name_passes(self, said: str) -> None:
        assert self.after(said).verdict is Verdict.PASS

    def test_without_casing_words_behind_the_name_are_no_part_of_it(self) -> None:
        dialogue = "customer: hello\nagent: thank you mrs quirke kindly allow me"
        assert self.judged(dialogue, customer="Deirdre Quirke").verdict is Verdict.PASS

    def test_another_name_fails_with_its_quote(self) -> None:
        outcome = self.after("Thank you, Mrs Robinson.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["Thank you, Mrs Robinson."])

    def test_a_name_that_may_be_misheard_is_left_open(self) -> None:
        assert self.after("Thank you, Dora.").reason is Reason.UNCERTAIN_WORDS

    def test_a_first_name_is_not_compared_with_a_surname(self) -> None:
        dialogue = "agent: Hello.\ncustomer: my name is Allen\nagent: Thank you, Theresa."
        assert self.judged(dialogue).reason is Reason.NO_CUSTOMER_NAME

    def test_two_surnames_are_compared(self) -> None:
        dialogue = "agent: Hello.\ncustomer: hello\nagent: Thank you, Mr Henderson."
        assert self.judged(dialogue, customer="Mr Okafor").verdict is Verdict.FAIL

    def test_a_call_without_an_address_does_not_apply(self) -> None:
        assert self.after("Thank you.").reason is Reason.NO_TRIGGER

    def test_names_of_company_and_agent_are_not_wrong_names(self) -> None:
        dialogue = "customer: hello\nagent: Thank you, Meridian Motors. Thank you, Louis."
        outcome = self.judged(dialogue, customer="Ann Bond", company="Meridian Motors", agent="Louis Lane")
        assert outcome.verdict is Verdict.NOT_APPLICABLE

    def test_before_the_customer_has_spoken_the_agent_cannot_use_a_wrong_name(self) -> None:
        dialogue = "agent: Thank you, Harper Valley.\ncustomer: Hello."
        assert self.judged(dialogue, customer="Ann Bond").verdict is Verdict.NOT_APPLICABLE
