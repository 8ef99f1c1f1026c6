"""Kinds that judge by words: phrase, introduction, response, phrase_rate, time_of_day, hold."""

from dataclasses import replace

import pytest
from tests.support.norms import at, call, conversation, day_part, held, judge, phrases, quotes
from tests.support.packs import shipped_pack

from callgrade.model.conversation import Conversation
from callgrade.model.finding import Verdict
from callgrade.model.measurement import Measurement
from callgrade.model.reason import Reason
from callgrade.model.record import Direction, Role
from callgrade.norms.kinds import KINDS
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.language import NormWords
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.norms.signs.place import comes_back

FAREWELL = NormWords(phrases=phrases("goodbye", "bye"), not_in=phrases("goodbye to"))
LONG = "well " * 60


class TestPhrase:
    def judged(self, dialogue: str, words: NormWords = FAREWELL, **parameters: object) -> Outcome:
        given = {"speaker": "agent", "expect": "present", "window": "closing"} | parameters
        return judge(KINDS["phrase"], call(dialogue), words, **given)

    def test_words_that_are_said_pass_with_their_quote(self) -> None:
        outcome = self.judged("agent: hello\ncustomer: thanks\nagent: Okay, goodbye then.")
        assert (outcome.verdict, quotes(outcome), outcome.found) == (Verdict.PASS, ["goodbye"], True)

    def test_the_customers_goodbye_is_not_the_agents(self) -> None:
        outcome = self.judged("agent: hello\ncustomer: Goodbye!\nagent: Okay.")
        assert (outcome.verdict, outcome.found) == (Verdict.FAIL, False)

    def test_an_absence_shows_the_stretch_that_was_searched(self) -> None:
        outcome = self.judged(f"agent: goodbye\ncustomer: {LONG}\nagent: I will check that for you.")
        assert quotes(outcome) == ["I will check that for you."]
        assert outcome.evidence[0].start_s is not None

    def test_words_outside_the_window_do_not_count(self) -> None:
        dialogue = f"agent: goodbye\ncustomer: {LONG}\nagent: {LONG}"
        assert self.judged(dialogue).verdict is Verdict.FAIL
        assert self.judged(dialogue, window="opening").verdict is Verdict.PASS

    def test_an_excluded_phrase_is_not_a_hit(self) -> None:
        assert self.judged("agent: say goodbye to your troubles").verdict is Verdict.FAIL

    def test_several_hits_may_be_required(self) -> None:
        assert (
            self.judged("agent: bye\ncustomer: yes\nagent: bye now", window="whole", at_least=2).verdict is Verdict.PASS
        )
        assert self.judged("agent: bye", window="whole", at_least=2).verdict is Verdict.FAIL

    def test_words_that_must_not_be_said_fail_with_every_quote(self) -> None:
        outcome = self.judged("agent: bye mate bye", window="whole", expect="absent")
        assert (outcome.verdict, quotes(outcome), outcome.found) == (Verdict.FAIL, ["bye", "bye"], True)

    def test_forbidden_words_that_are_not_said_pass_with_the_searched_stretch(self) -> None:
        outcome = self.judged("agent: good day", window="whole", expect="absent")
        assert (outcome.verdict, quotes(outcome), outcome.found) == (Verdict.PASS, ["good day"], False)

    @pytest.mark.parametrize("said", ['He wrote "bye mate".', "So he said “well, bye then”, right?", "Noted: «bye»."])
    def test_forbidden_words_in_quotation_marks_are_somebody_elses(self, said: str) -> None:
        assert self.judged(f"agent: {said}", window="whole", expect="absent").verdict is Verdict.PASS

    def test_forbidden_words_beside_a_quotation_are_the_speakers(self) -> None:
        dialogue = 'agent: You wrote "hello". Bye then.'
        assert self.judged(dialogue, window="whole", expect="absent").verdict is Verdict.FAIL

    @pytest.mark.parametrize(
        ("first", "last", "verdict"),
        [
            ("hello", "okay", Verdict.NOT_APPLICABLE),
            ("hello", "bye", Verdict.PASS),
            ("bye", "okay", Verdict.FAIL),
        ],
    )
    def test_words_that_belong_later_are_asked_for_only_where_they_are_said(
        self, first: str, last: str, verdict: Verdict
    ) -> None:
        middle = f"customer: {LONG}\nagent: {LONG}\ncustomer: {LONG}\nagent: {LONG}"
        dialogue = f"agent: {first}\n{middle}\ncustomer: no\nagent: {last}"
        assert self.judged(dialogue, window="opening", expect="absent", later=True).verdict is verdict

    def test_words_of_unless_make_it_not_applicable(self) -> None:
        words = replace(FAREWELL, unless=phrases("call you back"))
        assert self.judged("agent: we will call you back bye", words).reason is Reason.NO_TRIGGER

    def test_nobody_fails_on_a_stretch_of_badly_recognised_words(self) -> None:
        heard = doubtful("agent: mumble mumble", 0.2)
        outcome = judge(KINDS["phrase"], call(heard), FAREWELL, speaker="agent", expect="present", window="whole")
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.UNCERTAIN_WORDS)

    @pytest.mark.parametrize(("low", "verdict"), [((1, 5), Verdict.FAIL), ((1, 2), Verdict.CANNOT_TELL)])
    def test_other_words_may_have_been_said_where_words_in_a_row_are_badly_recognised(
        self, low: tuple[int, ...], verdict: Verdict
    ) -> None:
        heard = conversation("agent: thanks a mumble " + "well " * 26)
        words = (replace(w, probability=0.2 if i in low else 0.9) for i, w in enumerate(heard.turns[0].words))
        mumbled = replace(heard, turns=(replace(heard.turns[0], words=tuple(words)),))
        outcome = judge(KINDS["phrase"], call(mumbled), FAREWELL, speaker="agent", expect="present", window="whole")
        assert outcome.verdict is verdict

    def test_nobody_fails_on_a_badly_recognised_forbidden_word(self) -> None:
        heard = doubtful("agent: bye", 0.2)
        outcome = judge(KINDS["phrase"], call(heard), FAREWELL, speaker="agent", expect="absent", window="whole")
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.UNCERTAIN_WORDS)

    def test_words_that_are_said_pass_even_if_badly_recognised(self) -> None:
        heard = doubtful("agent: bye", 0.2)
        outcome = judge(KINDS["phrase"], call(heard), FAREWELL, speaker="agent", expect="present", window="whole")
        assert outcome.verdict is Verdict.PASS

    def test_evidence_of_a_transcript_without_times_has_no_times(self) -> None:
        untimed = replace(conversation("agent: goodbye"), timed=False)
        outcome = judge(KINDS["phrase"], call(untimed), FAREWELL, speaker="agent", expect="present", window="whole")
        assert (outcome.evidence[0].start_s, outcome.evidence[0].quote) == (None, "goodbye")


class TestIntroduction:
    WORDS = NormWords(
        phrases=phrases("this is {name} [from {name}]", "for calling {name}", "{agent}", "{company}"),
        not_in=phrases("is this {name}"),
    )

    def verdict(self, who: str, dialogue: str, **record: str) -> Verdict:
        return judge(KINDS["introduction"], call(dialogue, **record), self.WORDS, who=who, window="opening").verdict

    @pytest.mark.parametrize("said", ["This is Carol from Meridian Motors.", "this is carol from meridian motors"])
    def test_unknown_names_are_recognised_by_their_place(self, said: str) -> None:
        for who in ("agent", "company"):
            assert self.verdict(who, f"agent: {said}") is Verdict.PASS

    def test_known_names_are_found_anywhere_in_the_opening(self) -> None:
        record = {"agent": "Aoife Byrne", "company": "Rathmore Clinic"}
        for who in ("agent", "company"):
            assert self.verdict(who, "agent: good morning rathmore clinic aoife speaking", **record) is Verdict.PASS

    def test_a_company_named_only_by_the_customer_does_not_count(self) -> None:
        dialogue = "agent: Hello there.\ncustomer: Hi, is that Meridian Motors?"
        assert self.verdict("company", dialogue, company="Meridian Motors") is Verdict.FAIL

    def test_thanking_the_customer_by_name_names_no_company(self) -> None:
        dialogue = "agent: Thank you for calling, Olivia!"
        assert self.verdict("company", dialogue, customer="Olivia Flores") is Verdict.FAIL

    def test_a_company_is_not_the_agents_name(self) -> None:
        assert self.verdict("agent", "agent: Hello, this is Meridian Motors.") is Verdict.FAIL
        assert self.verdict("company", "agent: Hello, this is Meridian Motors.") is Verdict.PASS
        assert self.verdict("agent", "agent: Hello, this is PetroMax.", company="Petro Max") is Verdict.FAIL

    @pytest.mark.parametrize(
        "said",
        [
            "Hello, Mr. Harper Valley National Day. My name is Ann, how can I help you?",
            "Hello there, Bank of New Zealand, my name is Ann.",
        ],
    )
    def test_a_long_name_with_capitals_is_a_company_in_whichever_phrase(self, said: str) -> None:
        assert self.verdict("company", f"agent: {said}\ncustomer: hi") is Verdict.PASS
        assert self.verdict("company", f"customer: hi\nagent: {said}") is Verdict.FAIL
        assert self.verdict("company", f"agent: {said.lower()}\ncustomer: hi") is Verdict.FAIL

    @pytest.mark.parametrize(
        "said", ["Hello, my name is Mary Jane Watson Smith, hi.", "Hello, I will see Ann, Bob, Cy."]
    )
    def test_names_of_persons_are_not_a_company(self, said: str) -> None:
        assert self.verdict("company", f"agent: {said}\ncustomer: hi") is Verdict.FAIL

    def test_a_short_answer_without_capitals_is_what_the_company_is_called(self) -> None:
        assert self.verdict("company", "agent: lightning locksmiths\ncustomer: i am outside") is Verdict.PASS
        assert self.verdict("company", "customer: hi\nagent: lightning locksmiths") is Verdict.FAIL
        assert self.verdict("company", "agent: good morning\ncustomer: i am outside") is Verdict.FAIL

    def test_nobody_can_say_whether_a_single_word_is_a_company(self) -> None:
        assert self.verdict("company", "agent: milano\ncustomer: two pizzas please") is Verdict.CANNOT_TELL

    def test_without_capitals_only_the_first_turn_gives_a_name(self) -> None:
        assert self.verdict("agent", "agent: this is carol\ncustomer: hi") is Verdict.PASS
        assert self.verdict("agent", "agent: yes\ncustomer: hi\nagent: this is awkward") is Verdict.FAIL

    def test_naming_it_after_the_opening_is_too_late(self) -> None:
        dialogue = f"agent: {LONG}\ncustomer: {LONG}\nagent: This is Carol."
        assert self.verdict("agent", dialogue) is Verdict.FAIL


class TestResponse:
    WORDS = NormWords(
        phrases=phrases("[so] sorry", "apologies"),
        not_in=phrases("sorry ?", "sorry can you"),
        triggers=phrases("not work", "is broken"),
        triggers_not_in=phrases("if it is broken"),
    )

    def judged(self, dialogue: str, **parameters: object) -> Outcome:
        given = {"speaker": "agent", "turns": 2, "unprompted": True} | parameters
        return judge(KINDS["response"], call(dialogue), self.WORDS, **given)

    def test_a_trigger_with_its_response_passes_and_shows_both(self) -> None:
        outcome = self.judged("customer: My phone is broken.\nagent: I am so sorry.")
        assert (outcome.verdict, quotes(outcome)) == (Verdict.PASS, ["so sorry.", "is broken."])

    def test_sorry_that_means_pardon_is_not_an_apology(self) -> None:
        outcome = self.judged("customer: It is broken.\nagent: I'm sorry? Can you repeat that?")
        assert (outcome.verdict, outcome.found) == (Verdict.FAIL, False)

    def test_a_failure_shows_the_trigger_and_the_turns_searched(self) -> None:
        outcome = self.judged(
            "customer: It is broken.\nagent: One.\ncustomer: So?\nagent: Two.\ncustomer: Hm.\nagent: Sorry."
        )
        assert (outcome.verdict, quotes(outcome)) == (Verdict.FAIL, ["is broken.", "One.", "Two."])

    def test_a_response_to_a_problem_that_was_told_before_the_trigger_passes(self) -> None:
        dialogue = (
            "customer: All wet.\nagent: So sorry.\ncustomer: It is broken.\nagent: One.\ncustomer: So?\nagent: Two."
        )
        assert self.judged(dialogue).verdict is Verdict.PASS
        assert self.judged(dialogue, unprompted=False).verdict is Verdict.FAIL

    def test_words_before_the_customer_spoke_are_no_response(self) -> None:
        assert self.judged("agent: Sorry.\ncustomer: It is broken.\nagent: One.").verdict is Verdict.FAIL

    def test_without_a_trigger_it_does_not_apply(self) -> None:
        assert self.judged("customer: Hello.\nagent: Hi.").reason is Reason.NO_TRIGGER
        assert self.judged("customer: What if it is broken?\nagent: Hi.").reason is Reason.NO_TRIGGER

    def test_an_unprompted_response_passes_if_the_norm_wants_it(self) -> None:
        dialogue = "customer: The box came with a hole.\nagent: Apologies."
        assert self.judged(dialogue).verdict is Verdict.PASS
        assert self.judged(dialogue, unprompted=False).verdict is Verdict.NOT_APPLICABLE

    def test_an_earlier_response_answers_nothing(self) -> None:
        assert self.judged("agent: Apologies.\ncustomer: It is broken.\nagent: Oh.").verdict is Verdict.FAIL


class TestPhraseRate:
    WORDS = NormWords(phrases=phrases("please"))

    @pytest.mark.parametrize(
        ("hits", "verdict"), [(0, Verdict.PASS), (5, Verdict.PASS), (7, Verdict.PARTIAL), (8, Verdict.FAIL)]
    )
    def test_hits_per_hundred_words_against_the_limit(self, hits: int, verdict: Verdict) -> None:
        said = "agent: " + "please " * hits + "so " * (100 - hits)
        outcome = judge(
            KINDS["phrase_rate"], call(said), self.WORDS, speaker="agent", upper=5, tolerance=2, least_words=50
        )
        assert (outcome.verdict, outcome.value, outcome.unit) == (verdict, hits, "per 100 words")

    def test_too_few_words_are_not_judged(self) -> None:
        outcome = judge(
            KINDS["phrase_rate"], call("agent: please"), self.WORDS,
            speaker="agent", upper=5, tolerance=2, least_words=50,
        )  # fmt: skip
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.TOO_LITTLE_SPEECH)


class TestTimeOfDay:
    WORDS = NormWords(
        parts=(
            day_part("morning", (4, 12), "good morning"),
            day_part("evening", (17, 24), "good evening"),
            day_part("evening wish", (14, 24), "have a good evening"),
            day_part("night", (22, 5), "good night"),
        )
    )

    def judged(self, said: str, hour: int, minute: int = 0) -> Outcome:
        heard = call(f"agent: {said}", started=at(hour, minute))
        return judge(KINDS["time_of_day"], heard, self.WORDS, tolerance_min=15)

    @pytest.mark.parametrize(
        ("said", "hour", "minute", "verdict"),
        [
            ("Good morning!", 9, 0, Verdict.PASS),
            ("Good morning!", 15, 30, Verdict.FAIL),
            ("Good morning!", 12, 10, Verdict.PASS),
            ("Good morning!", 12, 16, Verdict.FAIL),
            ("Good morning!", 3, 50, Verdict.PASS),
            ("Good evening!", 15, 0, Verdict.FAIL),
            ("Have a good evening!", 15, 0, Verdict.PASS),
            ("Good night", 23, 0, Verdict.PASS),
            ("Good night", 2, 0, Verdict.PASS),
            ("Good night", 12, 0, Verdict.FAIL),
            ("Good morning, have a good evening", 15, 0, Verdict.FAIL),
        ],
    )
    def test_a_named_time_of_day_fits_the_local_time(self, said: str, hour: int, minute: int, verdict: Verdict) -> None:
        assert self.judged(said, hour, minute).verdict is verdict

    def test_a_failure_shows_only_what_does_not_fit(self) -> None:
        assert quotes(self.judged("Good morning, have a good evening", 15)) == ["Good morning,"]

    def test_without_a_time_of_day_it_does_not_apply(self) -> None:
        assert self.judged("Hello!", 15).reason is Reason.NO_TRIGGER

    def test_without_the_local_time_a_greeting_is_not_judged(self) -> None:
        outcome = judge(KINDS["time_of_day"], call("agent: good morning"), self.WORDS, tolerance_min=15)
        assert (outcome.verdict, outcome.reason) == (Verdict.CANNOT_TELL, Reason.NO_LOCAL_TIME)

    def test_the_customers_greeting_is_not_judged(self) -> None:
        heard = call("customer: good morning\nagent: hello", started=at(15))
        assert judge(KINDS["time_of_day"], heard, self.WORDS, tolerance_min=15).verdict is Verdict.NOT_APPLICABLE


class TestHold:
    WORDS = {  # noqa: RUF012
        "announced": NormWords(phrases=phrases("put you on hold")),
        "estimate": NormWords(phrases=phrases("{number} minutes")),
        "return": NormWords(phrases=phrases("thank you for holding")),
    }
    GOOD = (
        "customer: ok\nagent: May I put you on hold for two minutes?\ncustomer: sure\nhold: 40\n"
        "agent: Thank you for holding."
    )
    BAD = f"agent: {LONG}\ncustomer: {LONG}\nagent: hm\nhold: 40\nagent: So."

    def judged(self, part: str, dialogue: str) -> Outcome:
        read = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
        heard = call(read.conversation, *read.measurements.items)
        return judge(KINDS["hold"], heard, self.WORDS[part], part=part, seconds=20)

    @pytest.mark.parametrize("part", ["announced", "estimate", "return"])
    def test_a_hold_with_all_its_parts_passes(self, part: str) -> None:
        assert self.judged(part, self.GOOD).verdict is Verdict.PASS

    @pytest.mark.parametrize("part", ["announced", "estimate", "return"])
    def test_a_hold_that_was_heard_and_lacks_them_fails_with_its_place(self, part: str) -> None:
        outcome = self.judged(part, self.BAD)
        assert outcome.verdict is Verdict.FAIL
        held = outcome.evidence[0]
        assert held.start_s is not None
        assert held.end_s == pytest.approx(held.start_s + 40)

    def test_every_hold_needs_its_announcement(self) -> None:
        second = f"\ncustomer: {LONG}\nagent: {LONG}\nhold: 30\nagent: Thank you for holding."
        assert self.judged("announced", self.GOOD + second).verdict is Verdict.FAIL
        assert self.judged("return", self.GOOD + second).verdict is Verdict.PASS

    def test_words_before_a_hold_are_not_a_return_from_it(self) -> None:
        dialogue = "agent: Thank you for holding. I put you on hold again.\nhold: 30\nagent: So."
        assert self.judged("return", dialogue).verdict is Verdict.FAIL

    @pytest.mark.parametrize("part", ["announced", "estimate"])
    def test_words_after_a_hold_do_not_announce_it(self, part: str) -> None:
        dialogue = "agent: Hm.\nhold: 30\nagent: I put you on hold again for two minutes."
        assert self.judged(part, dialogue).verdict is Verdict.FAIL

    def test_only_the_first_words_after_a_hold_come_back_from_it(self) -> None:
        dialogue = f"agent: Wait.\nhold: 30\nagent: Here for you. {LONG}\ncustomer: {LONG}\nagent: Here for you."
        read = read_dialogue(Example(dialogue=dialogue), "en", Direction.INBOUND)
        heard = prepare_call(shipped_pack("en"), read.conversation, read.record, read.measurements)
        back, again = heard.hits(Role.AGENT, phrases("here for you"))
        assert comes_back(heard, back)
        assert not comes_back(heard, again)

    def test_a_call_without_a_hold_does_not_apply(self) -> None:
        heard = call("agent: I will not put you on hold", held())
        outcome = judge(KINDS["hold"], heard, self.WORDS["announced"], part="announced", seconds=20)
        assert (outcome.verdict, outcome.reason) == (Verdict.NOT_APPLICABLE, Reason.NO_HOLD)

    def test_without_audio_an_announced_hold_is_known_and_an_unannounced_one_is_not(self) -> None:
        assert self.judged("announced", "agent: May I put you on hold?").verdict is Verdict.PASS
        assert self.judged("estimate", "agent: May I put you on hold?").verdict is Verdict.FAIL
        assert self.judged("return", "agent: May I put you on hold?").reason is Reason.NO_AUDIO
        assert self.judged("announced", "agent: Hello.").reason is Reason.NO_AUDIO

    def test_an_unknown_number_of_holds_is_not_judged(self) -> None:
        missing = Measurement("hold.count", None, None, "count", Reason.NO_AUDIO)
        outcome = judge(
            KINDS["hold"], call("agent: hello", missing), self.WORDS["announced"], part="announced", seconds=20
        )
        assert outcome.reason is Reason.NO_AUDIO


def doubtful(dialogue: str, probability: float) -> Conversation:
    """A dialogue whose words were all recognised with this probability."""
    heard = conversation(dialogue)
    turns = (
        replace(turn, words=tuple(replace(word, probability=probability) for word in turn.words))
        for turn in heard.turns
    )
    return replace(heard, turns=tuple(turns))
