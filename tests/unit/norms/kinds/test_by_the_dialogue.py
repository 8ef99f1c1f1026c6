"""What the order of a dialogue shows about names and questions, with the words of the real packs."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict
from callgrade.model.record import Direction


class TestAskedAgain:
    NORM = "listening.asked_again"

    def test_an_answer_that_repeats_the_one_to_the_same_question_shows_it(self) -> None:
        said = (
            "agent: Since when is the screen dark?\ncustomer: Since early yesterday.\nagent: I see.\n"
            "customer: And now?\nagent: Since when is the screen dark, you said?\ncustomer: Since early yesterday."
        )
        assert verdict(self.NORM, said) is Verdict.FAIL

    def test_a_detail_within_a_row_of_words_shows_it(self) -> None:
        said = (
            "customer: we were at the gate at four o'clock sharp\nagent: i see\ncustomer: yes\n"
            "agent: at what time was that\ncustomer: four o'clock"
        )
        assert verdict(self.NORM, said) is Verdict.FAIL

    @pytest.mark.parametrize(
        ("language", "told", "asked", "again"),
        [
            ("en", "it is gate four b by the river", "which gate was that", "four b and the rain drips down my neck"),
            (
                "nl",
                "ik sta bij poort vier b aan het water",
                "welke poort was dat",
                "vier b en de regen drupt in mijn nek",
            ),
            (
                "de",
                "ich steh am tor vier b am fluss",
                "welches tor war das",
                "vier b und der regen tropft mir ins genick",
            ),
        ],
    )
    def test_the_detail_stands_first_whatever_the_customer_adds(
        self, language: str, told: str, asked: str, again: str
    ) -> None:
        said = f"customer: {told}\nagent: hm\ncustomer: hm\nagent: {asked}\ncustomer: {{}}"
        assert verdict(self.NORM, said.format(again), language) is Verdict.FAIL
        assert verdict(self.NORM, said.format(again.partition(" ")[2]), language) is Verdict.PASS

    def test_what_the_agent_named_is_only_confirmed(self) -> None:
        said = (
            "customer: we were at the gate at four o'clock sharp\nagent: four o'clock right\ncustomer: yes\n"
            "agent: and when shall i ring four o'clock or later\ncustomer: four o'clock"
        )
        assert verdict(self.NORM, said) is Verdict.PASS

    @pytest.mark.parametrize(
        ("language", "asked", "answer"),
        [
            ("en", "With how many people will you come, Mr Vaughan?", "There are two of us, I already said that."),
            ("nl", "Met hoeveel personen komt u, meneer De Graaf?", "Met z'n tweeën, dat zei ik al."),
        ],
    )
    def test_who_is_spoken_to_by_name_is_not_asked_whether_that_is_it(
        self, language: str, asked: str, answer: str
    ) -> None:
        name = "Vaughan" if language == "en" else "De Graaf"
        said = f"agent: Hm.\ncustomer: {name}.\nagent: {asked}\ncustomer: {answer}"
        assert verdict(self.NORM, said, language, customer=name) is Verdict.FAIL


class TestQuestionForQuestion:
    NORM = "listening.question_for_question"

    def test_a_question_for_what_was_given_clarifies_nothing(self) -> None:
        said = (
            "customer: My account number is 55021 and nothing works.\nagent: Okay.\ncustomer: When will it be mended?\n"
            "agent: What was the account number?\ncustomer: I just told you, 55021."
        )
        assert verdict(self.NORM, said) is Verdict.FAIL

    def test_where_a_number_comes_from_needs_no_question(self) -> None:
        asked = "customer: hello\nagent: i have an offer for you\ncustomer: where did you get my number\n"
        assert verdict(self.NORM, asked + "agent: do you prefer red or white\ncustomer: neither") is Verdict.FAIL
        assert verdict(self.NORM, asked + "agent: from the phone book\ncustomer: right") is Verdict.PASS

    @pytest.mark.parametrize("reply", ["and what do you pay a month now", "Well, what do you pay a month now?"])
    def test_a_reply_that_names_no_company_answers_no_question_for_it(self, reply: str) -> None:
        said = f"agent: Hello, I have an offer.\ncustomer: Which company are you from?\nagent: {reply}\ncustomer: Hm."
        assert verdict(self.NORM, said) is Verdict.FAIL

    def test_a_reply_that_names_the_company_may_ask_something_too(self) -> None:
        said = (
            "agent: Hello, I have an offer.\ncustomer: Which company are you from?\n"
            "agent: From Meyer Energy, what do you pay a month now?\ncustomer: Hm."
        )
        assert verdict(self.NORM, said, company="Meyer Energy") is Verdict.PASS

    @pytest.mark.parametrize(
        ("language", "said", "insists"),
        [
            (
                "en",
                "and when is someone coming\nagent: which team do you mean\ncustomer: the one with the van\n"
                "agent: it rains here as well",
                "so is it coming or not",
            ),
            (
                "de",
                "und wann kommt dann einer\nagent: wen soll ich denn schicken\ncustomer: den mit dem lieferwagen\n"
                "agent: bei mir regnet es auch",
                "kommt er oder nicht",
            ),
            (
                "zh",
                "今天还有号吗\nagent: 你是要洗牙还是补牙\ncustomer: 补的牙掉了\nagent: 那一定很疼",
                "到底有没有号",
            ),
        ],
    )
    def test_who_has_to_insist_a_turn_later_got_no_answer(self, language: str, said: str, insists: str) -> None:
        assert verdict(self.NORM, f"customer: {said}\ncustomer: {insists}", language) is Verdict.FAIL
        assert verdict(self.NORM, f"customer: {said}\ncustomer: hm", language) is Verdict.PASS

    def test_who_insists_after_another_question_answers_that_one(self) -> None:
        said = (
            "customer: and when is someone coming\nagent: which team do you mean\ncustomer: the one with the van\n"
            "agent: what do you need it for\ncustomer: because it rains in"
        )
        assert verdict(self.NORM, said) is Verdict.PASS

    def test_an_unmarked_question_with_the_verb_first_is_a_question(self) -> None:
        said = "customer: får jeg penger igjen\nagent: hvorfor spør du om det\ncustomer: jeg spør bare"
        assert verdict(self.NORM, said, "nb") is Verdict.FAIL


class TestQuestionPile:
    def test_chinese_parts_ask_by_their_form(self) -> None:
        said = "customer: 坏了\nagent: {}\ncustomer: 都试过了"
        assert verdict("listening.question_pile", said.format("灯亮不亮 重启过没有 线插紧了吗"), "zh") is Verdict.FAIL
        assert verdict("listening.question_pile", said.format("灯亮不亮 重启过没有"), "zh") is Verdict.PASS


class TestNames:
    def test_a_name_that_the_customer_denies_is_wrong(self) -> None:
        said = (
            "customer: hello i am karthik narayanan\nagent: okay mr natarajan\n"
            "customer: it is narayanan not natarajan\nagent: have a nice day mr natarajan"
        )
        assert verdict("names.right", said) is Verdict.FAIL

    def test_a_surname_given_alone_again_puts_the_agent_right(self) -> None:
        said = "customer: Vigdis Haugen here.\nagent: It lives, Mrs Hagen.\ncustomer: {}. But it moves.\nagent: Yes."
        assert verdict("names.right", said.format("Haugen")) is Verdict.FAIL
        assert verdict("names.right", said.format("So it does")) is Verdict.PASS

    @pytest.mark.parametrize(("name", "expected"), [("nick", Verdict.PASS), ("peter", Verdict.FAIL)])
    def test_a_short_form_that_begins_alike_is_the_same_person(self, name: str, expected: Verdict) -> None:
        said = f"agent: hi {name} your crown is ready\ncustomer: good\nagent: thank you {name} see you then"
        assert verdict("names.right", said, customer="Nicholas Papadakis") is expected

    def test_the_message_of_a_voicemail_names_its_owner(self) -> None:
        said = (
            "customer: you've reached gro henriksen leave a message after the beep\n"
            "agent: hello this is ann from the clinic\ncustomer: hello i am here\nagent: oh hello gro it is friday"
        )
        assert verdict("names.used", said, machine=True, direction=Direction.OUTBOUND) is Verdict.PASS

    def test_a_colleague_who_is_explained_is_not_the_customer(self) -> None:
        said = (
            "customer: My name is Ann Vale, it leaks.\nagent: I'll ask my colleague, {}, to ring you.\n"
            "customer: Good.\nagent: Goodbye."
        )
        assert verdict("names.used", said.format("Mrs Clay")) is Verdict.FAIL


class TestPoliteAgents:
    def test_a_no_that_wants_nothing_more_is_no_defence(self) -> None:
        said = "agent: {}\ncustomer: 没啦，麻烦您了。\nagent: 回见您。"
        for offer in ("还有什么不明白的，您只管言语。", "有不清楚的地方，尽管吩咐。"):
            assert verdict("wording.no_criticism", said.format(offer), "zh") is not Verdict.FAIL


class TestPressure:
    NORM = "wording.no_pressure"

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "agent: The bus is leaving, so hop on.\ncustomer: I told you no."),
            ("nl", "agent: De bus vertrekt zo, stap maar op.\ncustomer: ik heb toch nee gezegd"),
            ("nb", "agent: Bussen går snart, så hopp på.\ncustomer: jeg har jo sagt nei"),
            ("de", "agent: Der Bus fährt gleich, steigen Sie ein.\ncustomer: Ich hab doch Nein gesagt."),
            ("zh", "agent: 车要开了，上来吧。\ncustomer: 我都说了不需要。"),
        ],
    )
    def test_who_has_to_say_that_they_said_no_was_pressed(self, language: str, said: str) -> None:
        assert verdict(self.NORM, said, language) is Verdict.FAIL

    def test_a_no_that_is_told_of_was_said_elsewhere(self) -> None:
        told = "the man at the door wanted to sell me a new boiler for the cellar and I said no to him"
        assert verdict(self.NORM, f"agent: Go on.\ncustomer: {told}") is Verdict.PASS


@pytest.mark.parametrize(
    ("norm", "language", "said"),
    [
        ("wording.no_taboo", "nb", "Hva har du på hjertet?"),
        ("wording.no_taboo", "nl", "Wat heb je het liefst?"),
        ("wording.no_pressure", "nl", "Slaap er een nachtje over, dat hoeft nou niet beslist."),
        ("wording.no_own_troubles", "de", "Der Kollege sagte, Ihnen fehlt noch ein Schlüssel."),
        ("wording.no_own_troubles", "zh", "会计他们都下班了。"),
    ],
)
def test_plain_words_of_service_break_nothing(norm: str, language: str, said: str) -> None:
    assert verdict(norm, f"agent: {said}", language) is Verdict.PASS


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "We're down to two people here and nobody to cover for me."),
        ("nl", "Ik zit hier al de hele dag zonder pauze."),
        ("nb", "Halve gjengen er sjuke og vi har tre sykmeldte."),
        ("de", "Uns fehlen drei Monteure und bezahlt wird hier auch nichts."),
        ("zh", "就剩我一个人顶着，加班费都没有。"),
    ],
)
def test_too_few_people_bad_pay_and_no_rest_are_own_troubles(language: str, said: str) -> None:
    assert verdict("wording.no_own_troubles", f"agent: {said}", language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("before", "last", "expected"),
    [
        ("Takk.", "Hils så mye du kan, og ha det.", Verdict.PASS),
        ("Hvor da?", "Du kan gjerne ha det i kjelleren.", Verdict.FAIL),
    ],
)
def test_a_norwegian_goodbye_after_can_is_told_from_having_something(before: str, last: str, expected: Verdict) -> None:
    assert verdict("closing.farewell", f"customer: {before}\nagent: {last}", "nb") is expected
