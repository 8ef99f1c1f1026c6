"""What the customer gives back shows what the agent did: they repeat, insist, take offence, or choose."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict


class TestAskedAgain:
    NORM = "listening.asked_again"

    @pytest.mark.parametrize(
        ("language", "told", "asked", "answer"),
        [
            (
                "en",
                "Could you pick me up in Marlow Bottom at noon?",
                "Where to?",
                "Marlow Bottom, I said. By the pond.",
            ),
            ("en", "I posted the form on the nineteenth.", "When did you post it?", "I have told you. The nineteenth."),
            ("nl", "met brandsma de ketel doet het niet", "en wat was uw naam", "brandsma"),
            ("nb", "Det gjelder båten i Nordvika.", "Hvor ligger den?", "Nordvika. Det sa jeg jo."),
            ("de", "mein ausweis läuft am zwanzigsten ab", "wann läuft der denn ab", "am zwanzigsten hab ich gesagt"),
            ("zh", "我住环城路十一号，没气了。", "几号来着？", "十一号！"),
        ],
    )
    def test_an_answer_of_nothing_new_was_given_before(self, language: str, told: str, asked: str, answer: str) -> None:
        said = f"customer: {told}\nagent: {asked}\ncustomer: {answer}"
        assert verdict(self.NORM, said, language) is Verdict.FAIL

    @pytest.mark.parametrize(
        ("told", "asked", "answer"),
        [
            ("It's about a car in Marlow Bottom.", "Which car is it?", "A Corolla in Marlow Bottom."),
            ("My name's Ines Carvalho.", "Marlow Bottom or Henley, where is it?", "Henley."),
            ("My name's Ines Carvalho.", "What can I do for you, Mrs Cavallo?", "Carvalho. I need a taxi."),
            ("Is it one each?", "What else can I tell you?", "Okay, one today."),
        ],
    )
    def test_an_answer_that_tells_more_chooses_or_mends_the_name_was_not(
        self, told: str, asked: str, answer: str
    ) -> None:
        assert verdict(self.NORM, f"customer: {told}\nagent: {asked}\ncustomer: {answer}") is Verdict.PASS


class TestQuestionForQuestion:
    NORM = "listening.question_for_question"

    def test_who_insists_on_what_they_asked_about_had_no_answer(self) -> None:
        said = "customer: Do you still have the blue kettle?\nagent: Why not the red? It looks nice.\ncustomer: "
        assert verdict(self.NORM, said + "I asked whether you have the kettle in blue.") is Verdict.FAIL
        assert verdict(self.NORM, said + "Fine, the red one.") is Verdict.PASS

    def test_who_takes_offence_at_a_question_had_no_answer(self) -> None:
        said = "customer: When does somebody come?\nagent: How many vans do I have?\ncustomer: "
        assert verdict(self.NORM, said + "Don't talk to me like that.") is Verdict.FAIL
        assert verdict(self.NORM, said + "Two, it says here.") is Verdict.PASS

    @pytest.mark.parametrize(
        ("language", "asked", "yes", "back", "again"),
        [
            ("en", "I lost my credit card. Can you send me a new one?", "Sure. And",
             "which card would you like to replace?", "My credit card."),
            ("nl", "Ik ben mijn creditcard kwijt. Kunt u een nieuwe sturen?", "Natuurlijk, en",
             "welke kaart wilt u vervangen?", "Mijn creditcard, dat zei ik al."),
            ("nb", "Jeg har mistet kredittkortet. Kan du sende meg et nytt?", "Selvfølgelig. Og",
             "hvilket kort vil du erstatte?", "Kredittkortet, det sa jeg jo."),
            ("de", "Ich habe meine Karte verloren. Können Sie mir eine neue schicken?", "Natürlich. Und",
             "welche Karte möchten Sie ersetzen?", "Die Kreditkarte, das sagte ich schon."),
            ("zh", "我的信用卡丢了。你能给我寄一张新的吗？", "当然可以。", "您要换哪张卡？", "信用卡，我刚才说了。"),
        ],
    )  # fmt: skip
    def test_a_yes_before_the_question_is_an_answer(
        self, language: str, asked: str, yes: str, back: str, again: str
    ) -> None:
        def replied(reply: str) -> Verdict:
            return verdict(self.NORM, f"customer: {asked}\nagent: {reply}\ncustomer: {again}", language)

        assert replied(back[0].upper() + back[1:]) is Verdict.FAIL
        assert replied(f"{yes} {back}") is Verdict.PASS

    @pytest.mark.parametrize(
        ("asked", "reply", "insists"),
        [
            ("When can you send me a new card?", "Sure. Which card was it?", "I asked when."),
            ("Can you mend my kettle?", "Sure. Which kettle was it?", "I asked whether you can mend the kettle."),
            ("Can I claim for the boots?", "Right so what was in the box?", "Boots, I told you at the start."),
        ],
    )
    def test_a_yes_is_no_answer_to_a_question_word_nor_to_who_insists(
        self, asked: str, reply: str, insists: str
    ) -> None:
        said = f"customer: I bought boots. {asked}\nagent: {reply}\ncustomer: {insists}"
        assert verdict(self.NORM, said) is Verdict.FAIL

    def test_own_troubles_after_a_retort_are_no_answer(self) -> None:
        retort = "customer: When is it ready?\nagent: Got any idea how many cars there are?"
        assert verdict(self.NORM, f"{retort} We're down to two people here and nobody to cover.") is Verdict.FAIL
        assert verdict(self.NORM, f"{retort} Forty, so yours is ready on Monday.") is Verdict.PASS

    @pytest.mark.parametrize(
        ("language", "who", "reply", "named"),
        [
            ("en", "Who is this?", "Never mind that. Do you own the house?", "It's Trevor. Do you own the house?"),
            ("nl", "Wie is dit?", "Dat doet er niet toe. Hebt u een ketel?", "Met Sanne. Hebt u een ketel?"),
            ("nb", "Hvem er det?", "Det spiller ingen rolle. Har du målernummeret?", "Kari her. Har du et minutt?"),
            (
                "de",
                "Wer ist da?",
                "Das tut nichts zur Sache. Haben Sie den Zähler?",
                "Quast mein Name, haben Sie Zeit?",
            ),
        ],
    )
    def test_who_asks_who_calls_wants_a_name(self, language: str, who: str, reply: str, named: str) -> None:
        said = f"agent: Hallo.\ncustomer: {who}\nagent: "
        assert verdict(self.NORM, said + reply, language) is Verdict.FAIL
        assert verdict(self.NORM, said + named, language) is Verdict.PASS

    def test_no_and_a_statement_is_no_question(self) -> None:
        said = "customer: kan jeg klage på det\nagent: nei det vil jeg ikke\ncustomer: nå er du ganske ufin"
        assert verdict(self.NORM, said, "nb") is Verdict.PASS


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nb", "okei men hva betaler du nå hvem har du avtale med og når går den ut"),
        ("zh", "您今年多大有没有社保家里老人身体咋样"),
    ],
)
def test_each_question_word_without_marks_begins_a_question(language: str, said: str) -> None:
    assert verdict("listening.question_pile", f"agent: {said}", language) is Verdict.FAIL


def test_a_question_offers_two_ways_if_the_agent_would_do_either() -> None:
    asked = (
        "agent: Shall I post the papers to you, or do I keep the papers at the counter?\ncustomer: The counter, please."
    )
    assert verdict("help.alternatives", asked) is Verdict.PASS
    told = "agent: Is the meter in the hall or at the counter?\ncustomer: The counter, please."
    assert verdict("help.alternatives", told) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "refused"),
    [
        ("en", "No thanks, I said."),
        ("nl", "Nee bedankt, zei ik."),
        ("nb", "Nei takk, sa jeg."),
        ("de", "Nein danke, sagte ich."),
        ("zh", "不用了，我说过了。"),
    ],
)
def test_who_must_say_that_they_said_no_was_pressed(language: str, refused: str) -> None:
    assert verdict("wording.no_pressure", f"customer: Hm.\nagent: Hm.\ncustomer: {refused}", language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Is there anybody else I could talk to?"),
        ("nl", "Is er iemand die hier iets te zeggen heeft?"),
        ("nb", "kan jeg få snakke med noen som bestemmer"),
        ("de", "Gibt es da wen, der das entscheidet?"),
        ("zh", "叫个能做主的人来。"),
    ],
)
def test_who_asks_for_somebody_who_decides_wants_a_superior(language: str, said: str) -> None:
    assert (
        verdict("help.escalation", f"customer: Hm.\nagent: Hm.\ncustomer: {said}\nagent: Hm.", language) is Verdict.FAIL
    )


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Should have thought of that before you moved."),
        ("nl", "U had ook een andere dag kunnen kiezen."),
        ("nb", "hvorfor har dere ikke lest brevet"),
        ("de", "da hättets ihr das gescheit zumachen müssen"),
    ],
)
def test_what_you_ought_to_have_done_is_criticism(language: str, said: str) -> None:
    assert verdict("wording.no_criticism", f"agent: {said}", language) is Verdict.FAIL
