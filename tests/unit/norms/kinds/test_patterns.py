"""Kinds that judge patterns of turns: questions, repeated questions, pressure, complaints, jargon, stages."""

from dataclasses import replace
from itertools import pairwise

import pytest
from tests.support.conversations import pack_of
from tests.support.norms import CUSTOMER, call, conversation, judge, language, phrases, quotes

from callgrade.model.conversation import Conversation, Word
from callgrade.model.finding import Verdict
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.norms.kinds import KINDS
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.language import NormWords, Topic
from callgrade.norms.pack.pack_file import QuestionSettings
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.questions import questions


def doubtful(heard: Conversation) -> Conversation:
    """``heard`` with words that the recogniser was not sure of."""
    turns = tuple(
        replace(turn, words=tuple(replace(word, probability=0.1) for word in turn.words)) for turn in heard.turns
    )
    return replace(heard, turns=turns)


def with_pauses(heard: Conversation, after: str, pause_s: float) -> Conversation:
    """``heard`` with a pause after each word that ends in ``after``."""
    turns = []
    for turn in heard.turns:
        words: list[Word] = []
        late_s = 0.0
        for word in turn.words:
            words.append(replace(word, start_s=word.start_s + late_s, end_s=word.end_s + late_s))
            late_s += pause_s if word.text.endswith(after) else 0.0
        turns.append(replace(turn, words=tuple(words), end_s=turn.end_s + late_s))
    return replace(heard, turns=tuple(turns))


class TestQuestions:
    def asked(self, dialogue: str, role: Role = Role.AGENT) -> list[str]:
        heard = call(dialogue)
        return [" ".join(word.text for word in heard.words_of(role, one.hit)) for one in questions(heard, role)]

    def test_sentences_with_a_question_mark_are_questions(self) -> None:
        assert self.asked("agent: Right. Which one? The small one? Okay.") == ["Which one?", "The small one?"]

    def test_without_punctuation_question_beginnings_are_questions(self) -> None:
        said = "agent: okay what is the number of the order and do you have the receipt"
        assert self.asked(said) == ["what is", "do you"]

    def test_a_second_beginning_at_once_is_the_same_question(self) -> None:
        assert self.asked("agent: could you tell me what is the number") == ["could you tell me what is"]

    def test_a_clause_may_begin_with_the_word_that_joins_it(self) -> None:
        pack = pack_of("zh", "service")
        read = read_dialogue(Example(dialogue="agent: 溫太太，還有別的問題嗎？"), "zh", Direction.INBOUND)
        asked = questions(prepare_call(pack, read.conversation, read.record), Role.AGENT)
        assert asked
        assert all(one.start < one.end for one in asked)

    def test_what_asks_nothing_new_is_no_question(self) -> None:
        assert self.asked("agent: Forty pounds, right? Can you hear me?") == []
        assert self.asked("agent: i know what is wrong with it") == []

    def test_a_long_sentence_with_one_mark_may_hold_several(self) -> None:
        said = "agent: Okay, what is the number of your order, and when did you place it with us?"
        assert self.asked(said) == ["what is", "when did"]
        assert self.asked("agent: Do you know what is in the box?") == ["Do you know what is in the box?"]

    def test_the_pack_says_how_far_apart_two_questions_are(self) -> None:
        heard = call("agent: okay what is the number of the order and do you have the receipt")
        joined = heard.settings.model_copy(update={"questions": QuestionSettings(apart=20)})
        assert len(questions(replace(heard, settings=joined), Role.AGENT)) == 1

    def test_questions_belong_to_their_speaker(self) -> None:
        assert self.asked("agent: Hello.\ncustomer: What is it?", CUSTOMER) == ["What is it?"]
        assert self.asked("agent: Hello.\ncustomer: What is it?") == []


class TestQuestionPile:
    def judged(self, dialogue: str | Conversation, words: NormWords | None = None) -> Outcome:
        return judge(KINDS["question_pile"], call(dialogue), words, most=2, pause_s=1.5, words_between=8)

    def test_three_questions_in_one_breath_fail_with_all_of_them(self) -> None:
        outcome = self.judged("agent: What size? What colour? And when?\ncustomer: Red.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["What size? What colour? And when?"])

    def test_two_questions_in_one_breath_pass(self) -> None:
        assert self.judged("agent: What size? What colour?\ncustomer: Red.").verdict is Verdict.PASS

    def test_three_questions_with_answers_between_pass(self) -> None:
        dialogue = "agent: What size?\ncustomer: M.\nagent: What colour?\ncustomer: Red.\nagent: And when?"
        assert self.judged(dialogue).verdict is Verdict.PASS

    def test_three_questions_with_a_pause_between_pass(self) -> None:
        heard = conversation("agent: What size? What colour? And when?")
        assert self.judged(with_pauses(heard, "size?", 2.0)).verdict is Verdict.PASS

    def test_three_questions_far_apart_pass(self) -> None:
        far = "That is the one that we had here last week too."
        assert self.judged(f"agent: What size? {far} What colour? {far} And when?").verdict is Verdict.PASS

    def test_questions_excepted_by_the_language_do_not_count(self) -> None:
        words = NormWords(not_in=phrases("how are you"))
        assert self.judged("agent: How are you? What size? What colour?", words).verdict is Verdict.PASS

    def test_without_questions_it_passes_with_what_was_said(self) -> None:
        outcome = self.judged("agent: It is red.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.PASS, ["It is red."])

    def test_nobody_fails_on_words_that_are_not_sure(self) -> None:
        heard = doubtful(conversation("agent: What size? What colour? And when?"))
        assert self.judged(heard).verdict is Verdict.CANNOT_TELL


class TestCounterQuestion:
    WORDS = NormWords(phrases=phrases("why do you ask", "what do you think"), not_in=phrases("what do you think of"))

    def judged(self, dialogue: str | Conversation) -> Outcome:
        return judge(KINDS["counter_question"], call(dialogue), self.WORDS, words_before=3, words_after=3)

    @pytest.mark.parametrize(
        "answer", ["Why do you ask?", "Well, why do you ask?", "Well. What do you think?", "why do you ask then"]
    )
    def test_a_retort_in_place_of_an_answer_fails_with_question_and_retort(self, answer: str) -> None:
        outcome = self.judged(f"customer: What is the price?\nagent: {answer}")
        assert outcome.verdict is Verdict.FAIL
        assert [e.role for e in outcome.evidence] == [Role.CUSTOMER, Role.AGENT]

    @pytest.mark.parametrize(
        "answer",
        [
            "Ten pounds. Why do you ask?", "Which size, please?", "What do you think of a small one?",
            "why do you ask it is ten pounds for the small one", "Ten.",
        ],
    )  # fmt: skip
    def test_answers_and_clarifying_questions_pass(self, answer: str) -> None:
        assert self.judged(f"customer: What is the price?\nagent: {answer}").verdict is Verdict.PASS

    def test_a_retort_to_no_question_passes(self) -> None:
        assert self.judged("customer: I need the price.\nagent: Why do you ask?").verdict is Verdict.PASS

    def test_nobody_fails_on_words_that_are_not_sure(self) -> None:
        heard = doubtful(conversation("customer: What is the price?\nagent: Why do you ask?"))
        assert self.judged(heard).verdict is Verdict.CANNOT_TELL


class TestAskedAgain:
    NUMBER = Topic("number", phrases("what is your number"), phrases("my number is {number}"), phrases("{number}"))
    WORDS = NormWords(topics=(NUMBER,), not_in=phrases("sorry what is your number"), triggers=phrases("i just said"))
    LATER = "\ncustomer: Yes.\nagent: I see.\ncustomer: Yes.\nagent: "

    def judged(self, dialogue: str | Conversation) -> Outcome:
        return judge(KINDS["asked_again"], call(dialogue), self.WORDS, turns=2)

    def test_asking_for_something_already_given_fails_with_both_places(self) -> None:
        outcome = self.judged(f"customer: My number is 12.\nagent: Hello.{self.LATER}What is your number?")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["My number is 12.", "What is your number?"])

    def test_asking_for_something_already_answered_fails(self) -> None:
        asked = "agent: What is your number?\ncustomer: It is 12.\nagent: Thanks."
        assert self.judged(f"{asked}{self.LATER}What is your number?").verdict is Verdict.FAIL

    def test_a_number_that_answers_another_question_does_not_count(self) -> None:
        asked = "agent: How many?\ncustomer: It is 12.\nagent: Thanks."
        assert self.judged(f"{asked}{self.LATER}What is your number?").verdict is Verdict.PASS

    def test_asking_again_at_once_after_an_answer_asks_for_the_rest(self) -> None:
        asked = "agent: What is your number?\ncustomer: It is 12."
        assert self.judged(f"{asked}\nagent: What is your number?").verdict is Verdict.PASS

    def test_asking_at_once_for_what_was_given_unasked_fails(self) -> None:
        assert self.judged("customer: My number is 12.\nagent: What is your number?").verdict is Verdict.FAIL

    def test_a_protest_in_answer_to_a_question_fails(self) -> None:
        said = "customer: It is the red one.\nagent: {}\ncustomer: I just said red."
        assert self.judged(said.format("What is the colour?")).verdict is Verdict.FAIL
        assert self.judged(said.format("Thank you.")).verdict is Verdict.PASS

    def test_excepted_questions_do_not_count(self) -> None:
        dialogue = f"customer: My number is 12.\nagent: Hello.{self.LATER}Sorry, what is your number?"
        assert self.judged(dialogue).verdict is Verdict.PASS

    def test_a_call_without_given_facts_passes(self) -> None:
        assert self.judged("agent: What is your number?\ncustomer: I have none.").verdict is Verdict.PASS

    def test_nobody_fails_on_words_that_are_not_sure(self) -> None:
        heard = conversation(f"customer: My number is 12.\nagent: Hello.{self.LATER}What is your number?")
        assert self.judged(doubtful(heard)).verdict is Verdict.CANNOT_TELL


class TestPressure:
    WORDS = NormWords(
        phrases=phrases("only today"),
        not_in=phrases("not only today"),
        triggers=phrases("no thanks"),
        triggers_not_in=phrases("no thanks to you"),
        insists=phrases("but it is cheap"),
    )

    def judged(self, dialogue: str | Conversation) -> Outcome:
        return judge(KINDS["pressure"], call(dialogue), self.WORDS, turns=1)

    def test_words_that_press_fail_wherever_they_are_said(self) -> None:
        outcome = self.judged("agent: You get it only today.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["only today."])

    def test_insisting_after_a_refusal_fails_with_the_refusal(self) -> None:
        outcome = self.judged("customer: No thanks.\nagent: But it is cheap.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["No thanks.", "But it is cheap."])

    def test_the_same_words_without_a_refusal_do_not_press(self) -> None:
        assert self.judged("customer: I like it.\nagent: But it is cheap.").verdict is Verdict.PASS
        assert self.judged("agent: But it is cheap.\ncustomer: No thanks.").verdict is Verdict.PASS

    def test_the_same_words_to_a_customer_who_was_not_heard_may_press(self) -> None:
        assert self.judged("agent: But it is cheap.").reason is Reason.NO_CUSTOMER
        assert self.judged("agent: It is cheap.").verdict is Verdict.PASS

    def test_a_refusal_that_is_accepted_passes_with_the_refusal(self) -> None:
        outcome = self.judged("customer: No thanks.\nagent: Of course.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.PASS, ["No thanks."])

    def test_exceptions_on_both_sides(self) -> None:
        assert self.judged("agent: It is not only today.").verdict is Verdict.PASS
        assert self.judged("customer: No thanks to you.\nagent: But it is cheap.").verdict is Verdict.PASS

    def test_insisting_much_later_is_another_offer(self) -> None:
        dialogue = "customer: No thanks.\nagent: Fine.\ncustomer: And that one?\nagent: But it is cheap."
        assert self.judged(dialogue).verdict is Verdict.PASS

    def test_nobody_fails_on_words_that_are_not_sure(self) -> None:
        heard = doubtful(conversation("agent: You get it only today."))
        assert self.judged(heard).verdict is Verdict.CANNOT_TELL


class TestPrompted:
    WORDS = NormWords(
        phrases=phrases("my manager"),
        not_in=phrases("no my manager"),
        triggers=phrases("terrible", "a complaint"),
        triggers_not_in=phrases("not terrible"),
        unless=phrases("that is great"),
    )

    def judged(self, dialogue: str | Conversation, **parameters: object) -> Outcome:
        given = {"speaker": "agent", "window": "whole", "prompts": 1} | parameters
        return judge(KINDS["prompted"], call(dialogue), self.WORDS, **given)

    def test_the_words_after_their_prompt_pass_with_both(self) -> None:
        outcome = self.judged("customer: It is terrible.\nagent: I will ask my manager.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.PASS, ["terrible.", "my manager."])

    def test_missing_words_fail_with_the_prompt_and_the_searched_stretch(self) -> None:
        outcome = self.judged("customer: It is terrible.\nagent: Okay.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["terrible.", "Okay."])

    def test_words_before_the_prompt_do_not_count(self) -> None:
        assert self.judged("agent: Ask my manager.\ncustomer: It is terrible.\nagent: Okay.").verdict is Verdict.FAIL

    def test_words_said_as_often_as_prompts_are_needed_need_no_prompt(self) -> None:
        once, twice = "agent: Ask my manager.\ncustomer: Hm.", "\nagent: My manager calls."
        given = {"prompts": 2, "unprompted": True}
        assert self.judged(once + twice, **given).verdict is Verdict.PASS
        assert self.judged(once, **given).verdict is Verdict.NOT_APPLICABLE
        assert self.judged(once + twice, prompts=2).verdict is Verdict.NOT_APPLICABLE

    def test_it_does_not_apply_without_a_prompt(self) -> None:
        assert self.judged("customer: It is not terrible.\nagent: Okay.").verdict is Verdict.NOT_APPLICABLE

    def test_a_matter_settled_later_does_not_apply(self) -> None:
        settled = "customer: It is terrible.\nagent: I pay it back.\ncustomer: That is great."
        assert self.judged(settled).verdict is Verdict.NOT_APPLICABLE

    def test_words_before_the_prompt_do_not_settle_the_matter(self) -> None:
        before = "customer: That is great.\nagent: Is it?\ncustomer: It is terrible.\nagent: Okay."
        assert self.judged(before).verdict is Verdict.FAIL

    def test_prompts_are_counted_by_turns(self) -> None:
        once = "customer: It is terrible, a complaint.\nagent: Okay."
        assert self.judged(once, prompts=2).verdict is Verdict.NOT_APPLICABLE
        twice = "customer: It is terrible.\nagent: Okay.\ncustomer: A complaint.\nagent: Okay."
        assert self.judged(twice, prompts=2).verdict is Verdict.FAIL

    def test_nobody_fails_on_words_that_are_not_sure(self) -> None:
        heard = doubtful(conversation("customer: It is terrible.\nagent: Okay."))
        assert self.judged(heard).verdict is Verdict.CANNOT_TELL


class TestJargon:
    WORDS = NormWords(phrases=phrases("that means", "which is"), not_in=phrases("sla motors"))

    def judged(self, dialogue: str | Conversation) -> Outcome:
        return judge(KINDS["jargon"], call(dialogue), self.WORDS, near=5)

    def test_a_bare_term_fails_once(self) -> None:
        outcome = self.judged("agent: The SLA is two days.\ncustomer: The what?\nagent: The SLA.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["SLA"])

    @pytest.mark.parametrize(
        "dialogue",
        [
            "agent: The SLA, that means our promise.", "customer: What is the SLA?\nagent: The SLA is two days.",
            "agent: Two days.", "customer: Tier two?\nagent: Yes.", "agent: You are through to SLA Motors.",
        ],
    )  # fmt: skip
    def test_an_explained_or_familiar_term_passes(self, dialogue: str) -> None:
        assert self.judged(dialogue).verdict is Verdict.PASS

    def test_an_explanation_of_something_else_does_not_help(self) -> None:
        far = "agent: The SLA is two days and the number is on the letter that means you can keep it.\ncustomer: Right."
        assert self.judged(far).verdict is Verdict.FAIL

    def test_without_a_list_jargon_does_not_apply(self) -> None:
        bare = replace(call("agent: The SLA."), language=replace(language(), lists={}))
        outcome = judge(KINDS["jargon"], bare, self.WORDS, near=5)
        assert (outcome.verdict, outcome.reason) == (Verdict.NOT_APPLICABLE, Reason.NO_TERMS)

    def test_nobody_fails_on_words_that_are_not_sure(self) -> None:
        assert self.judged(doubtful(conversation("agent: The SLA."))).verdict is Verdict.CANNOT_TELL


LATENCY = {"latency.median": {"role": "agent", "unit": "s", "upper": 1.0, "tolerance": 0.5, "optional": True}}


class TestHesitation:
    WORDS = NormWords(phrases=phrases("um", "sort of"))

    def judged(self, dialogue: str, latency_s: float | None, words: NormWords = WORDS) -> Outcome:
        reason = Reason.TOO_FEW if latency_s is None else None
        latency = Measurement("latency.median", Role.AGENT, latency_s, "s", reason)
        given = {"upper": 5, "tolerance": 3, "least_words": 10, "checks": LATENCY}
        return judge(KINDS["hesitation"], call(dialogue, latency), words, **given)

    FLUENT = "agent: the table is for eight and the car park is behind the house"
    HEDGED = "agent: um it is sort of um for eight um i think it is um behind"

    def test_the_worst_component_decides_and_is_shown(self) -> None:
        slow = self.judged(self.FLUENT, 3.0)
        assert (slow.verdict, slow.value, slow.unit) == (Verdict.FAIL, 3.0, "s")
        hedged = self.judged(self.HEDGED, 0.5)
        assert (hedged.verdict, hedged.unit, len(quotes(hedged))) == (Verdict.FAIL, "per 100 words", 5)

    def test_all_within_their_limits_pass(self) -> None:
        assert self.judged(self.FLUENT, 0.5).verdict is Verdict.PASS

    def test_a_missing_component_is_passed_over(self) -> None:
        assert self.judged(self.FLUENT, None).verdict is Verdict.PASS
        assert self.judged("agent: um", 0.5).verdict is Verdict.PASS
        assert self.judged("agent: um", None).verdict is Verdict.CANNOT_TELL

    def test_a_language_without_hedges_is_judged_by_the_sound(self) -> None:
        assert self.judged(self.HEDGED, 0.5, NormWords()).verdict is Verdict.PASS


STAGES = {
    "greeting": {"role": "agent", "norms": ["a.greeting"]},
    "matter": {"role": "customer", "words": 3},
    "help": {"role": "agent", "own": True},
    "closing": {"role": "agent", "norms": ["a.farewell", "a.unknown"]},
}
OTHERS = {"a.greeting": NormWords(phrases=phrases("hello")), "a.farewell": NormWords(phrases=phrases("bye"))}


class TestStages:
    WORDS = NormWords(phrases=phrases("i will"))
    GREETING, MATTER, HELP, CLOSING = "agent: Hello.", "customer: It is broken.", "agent: I will see.", "agent: Bye."

    def judged(self, *lines: str) -> Outcome:
        heard = replace(call("\n".join(lines)), language=replace(language(), norms=OTHERS))
        return judge(KINDS["stages"], heard, self.WORDS, least=3, stages=STAGES)

    def test_stages_in_order_pass_with_the_beginning_of_each(self) -> None:
        outcome = self.judged(self.GREETING, self.MATTER, self.HELP, self.CLOSING)
        assert (outcome.verdict, quotes(outcome)) == (Verdict.PASS, ["Hello.", "It is broken.", "I will", "Bye."])

    def test_a_stage_before_an_earlier_one_fails_with_both(self) -> None:
        outcome = self.judged(self.MATTER, self.HELP, self.GREETING)
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["It is broken.", "Hello."])
        assert self.judged(self.GREETING, self.CLOSING, self.MATTER).verdict is Verdict.FAIL

    def test_a_stage_that_comes_again_disturbs_nothing(self) -> None:
        again = (self.GREETING, self.MATTER, self.HELP, self.CLOSING, self.MATTER, self.HELP, self.CLOSING)
        assert self.judged(*again).verdict is Verdict.PASS

    def test_any_swap_of_neighbours_is_noticed(self) -> None:
        order = [self.GREETING, self.MATTER, self.HELP, self.CLOSING]
        for earlier, later in pairwise(range(4)):
            swapped = order.copy()
            swapped[earlier], swapped[later] = order[later], order[earlier]
            assert self.judged(*swapped).verdict is Verdict.FAIL

    def test_two_stages_are_too_few_to_judge_order(self) -> None:
        outcome = self.judged(self.CLOSING, self.MATTER)
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.TOO_FEW)
