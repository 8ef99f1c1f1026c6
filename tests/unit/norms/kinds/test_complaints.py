"""Whether a complaint is open, and a call difficult, shows in who answers what."""

import pytest
from tests.support.verdicts import verdict

from callgrade.model.finding import Verdict
from callgrade.model.record import Direction

SENIOR, APOLOGY = "help.escalation", "closing.apology_again"


@pytest.mark.parametrize(
    ("language", "offer", "asks"),
    [
        ("en", "You could speak to our duty manager.", "Then let me speak to your manager."),
        ("de", "Oder Sie sprechen mit unserem Abteilungsleiter.", "Dann geben Sie mir den Chef."),
        ("nb", "Du kan få snakke med avdelingslederen.", "Da vil jeg snakke med sjefen din."),
    ],
)
def test_who_asks_for_a_senior_colleague_right_after_the_offer_accepts_it(language: str, offer: str, asks: str) -> None:
    said = "customer: Hm.\nagent: {}\ncustomer: {}\nagent: Hm.\ncustomer: Hm."
    assert verdict(SENIOR, said.format(offer, asks), language) is Verdict.PASS
    assert verdict(SENIOR, said.format("Hm.", asks), language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "complaint", "served"),
    [
        ("en", "This is unacceptable.", "No, that's all, thank you."),
        ("zh", "气死我了。", "没有了，谢谢。"),
        ("nl", "Dit is belachelijk.", "Nee, dat was het, dank u wel."),
    ],
)
def test_who_wants_nothing_more_and_says_thanks_has_no_open_complaint(
    language: str, complaint: str, served: str
) -> None:
    said = f"customer: {complaint}\nagent: Hm.\ncustomer: {{}}\nagent: Hm."
    assert verdict(SENIOR, said.format(served), language) is Verdict.NOT_APPLICABLE
    assert verdict(SENIOR, said.format("Hm."), language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "offended"),
    [
        ("en", "How dare you, that is rude."),
        ("nl", "Hoe durft u!"),
        ("zh", "你怎么骂人？"),
        ("nb", "Hvordan våger du!"),
    ],
)
def test_who_takes_offence_complains(language: str, offended: str) -> None:
    said = f"customer: Hm.\nagent: Hm.\ncustomer: {offended}\nagent: Hm.\ncustomer: Hm."
    assert verdict(SENIOR, said, language) is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "offence", "answer", "agreed"),
    [
        ("en", "You are an idiot.", "The box was empty.", "Yes, thanks."),
        ("nl", "U bent een idioot.", "De doos was leeg.", "Ja, bedankt."),
        ("de", "Sie sind ein Idiot.", "Die Kiste war leer.", "Ja, danke."),
    ],
)
def test_a_call_in_which_the_customer_twice_answers_an_offence_is_difficult(
    language: str, offence: str, answer: str, agreed: str
) -> None:
    twice = f"agent: {offence}\ncustomer: {{0}}\n" * 2 + "agent: Hm.\ncustomer: Hm.\nagent: Hm."
    assert verdict(APOLOGY, twice.format(answer), language) is Verdict.FAIL
    assert verdict(APOLOGY, twice.format(agreed), language) is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("language", "complaint", "offer", "apology"),
    [
        ("en", "I want your supervisor.", "My supervisor will ring you back.", "Sorry once again."),
        ("de", "Ich will mich beschweren.", "Meine Teamleiterin ruft Sie an.", "Es tut mir nochmals leid."),
        ("zh", "我要投诉。", "我请主管给您回电。", "再次抱歉。"),
    ],
)
def test_a_complaint_that_nobody_takes_up_makes_a_call_difficult(
    language: str, complaint: str, offer: str, apology: str
) -> None:
    said = f"agent: Hm.\ncustomer: {complaint}\nagent: {{}}\ncustomer: Hm.\nagent: {{}}"
    assert verdict(APOLOGY, said.format("Hm.", "Hm."), language) is Verdict.FAIL
    assert verdict(APOLOGY, said.format(offer, "Hm."), language) is Verdict.NOT_APPLICABLE
    assert verdict(APOLOGY, said.format(offer, apology), language) is Verdict.PASS


SYMPATHY = "wording.apology"


@pytest.mark.parametrize(
    ("language", "told", "blame", "contradicts", "agrees", "senior"),
    [
        (
            "en",
            "It is not green.",
            "That is your own fault.",
            "I paid at once.",
            "Yes, I know.",
            "My manager will ring.",
        ),
        ("nl", "Het is niet groen.", "Dat is uw eigen schuld.", "Ik betaalde al.", "Ja.", "Mijn manager belt."),
        ("de", "Es ist nicht grün.", "Selbst schuld.", "Ich zahlte sofort.", "Ja, ich weiß.", "Mein Chef ruft an."),
    ],
)
def test_who_contradicts_blame_or_is_offered_a_senior_colleague_had_told_a_trouble(
    language: str, told: str, blame: str, contradicts: str, agrees: str, senior: str
) -> None:
    said = f"customer: {told}\nagent: {{}}\ncustomer: {{}}\nagent: Hm."
    assert verdict(SYMPATHY, said.format(blame, contradicts), language) is Verdict.FAIL
    assert verdict(SYMPATHY, said.format(senior, agrees), language) is Verdict.FAIL
    assert verdict(SYMPATHY, said.format(blame, agrees), language) is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("language", "trouble", "none", "exclaims", "insult"),
    [
        ("en", "My phone is broken.", "I have a question.", "Ouch.", "You are an idiot."),
        ("de", "Mein Handy ist kaputt.", "Ich habe eine Frage.", "Ui.", "Sie sind ein Idiot."),
        ("nl", "Mijn telefoon is kapot.", "Ik heb een vraag.", "Ai.", "U bent een idioot."),
    ],
)
def test_an_interjection_alone_is_no_sympathy_of_who_insults_the_customer_or_was_told_no_trouble(
    language: str, trouble: str, none: str, exclaims: str, insult: str
) -> None:
    said = "customer: {}\nagent: {}\ncustomer: Hm.\nagent: {}"
    assert verdict(SYMPATHY, said.format(trouble, exclaims, "Hm."), language) is Verdict.PASS
    assert verdict(SYMPATHY, said.format(trouble, exclaims, insult), language) is not Verdict.PASS
    assert verdict(SYMPATHY, said.format(none, exclaims, "Hm."), language) is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("language", "refusal", "asks"),
    [
        ("en", "That is not possible.", "Then who can do it?"),
        ("de", "Das geht nicht.", "Und wer kann das dann entscheiden?"),
        ("nl", "Dat gaat niet.", "Wie kan dat dan wel?"),
        ("nb", "Det går ikke.", "Hvem kan det da?"),
        ("zh", "这个不行。", "那谁能管？"),
    ],
)
def test_who_asks_who_then_can_asks_for_a_senior_colleague(language: str, refusal: str, asks: str) -> None:
    said = f"customer: Hm.\nagent: {refusal}\ncustomer: {{}}\nagent: Hm.\ncustomer: Hm."
    assert verdict(SENIOR, said.format(asks), language) is Verdict.FAIL
    assert verdict(SENIOR, said.format("Hm."), language) is Verdict.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("language", "presses", "refuses", "agrees"),
    [
        ("en", "Last chance!", "No, thank you.", "Yes, thank you."),
        ("de", "Das gilt nur noch heute.", "Nein, ich will das nicht.", "Ja, danke."),
        ("nl", "U moet nu ja zeggen.", "Nee, dank u.", "Ja, dank u."),
    ],
)
def test_a_call_in_which_the_customer_twice_says_no_to_pressure_is_unpleasant(
    language: str, presses: str, refuses: str, agrees: str
) -> None:
    twice = f"agent: {presses}\ncustomer: {{0}}\n" * 2 + "agent: Hm.\ncustomer: Hm.\nagent: Hm."
    assert verdict(APOLOGY, twice.format(refuses), language, Direction.OUTBOUND) is Verdict.FAIL
    assert verdict(APOLOGY, twice.format(agrees), language, Direction.OUTBOUND) is Verdict.NOT_APPLICABLE


def test_what_the_agent_regrets_is_no_blame() -> None:
    blame, regret = "Du måtte vente da har jeg sett.", "Sorry at du måtte vente da har jeg sett."
    assert verdict("wording.no_criticism", f"customer: Hm.\nagent: {regret}", "nb") is Verdict.PASS
    assert verdict("wording.no_criticism", f"customer: Hm.\nagent: {blame}", "nb") is Verdict.FAIL


@pytest.mark.parametrize(
    ("language", "feared", "happened"),
    [
        ("en", "I'm afraid I would get it wrong.", "The bill is wrong."),
        ("de", "Ich habe Angst, dass ich etwas falsch mache.", "Die Rechnung stimmt nicht."),
        ("nl", "Ik ben bang dat ik het verkeerd doe.", "De rekening is verkeerd."),
        ("nb", "Jeg er redd for å gjøre feil.", "Regningen er feil."),
        ("zh", "我怕弄错。", "你们弄错了。"),
    ],
)
def test_a_mistake_that_the_customer_only_fears_is_no_trouble(language: str, feared: str, happened: str) -> None:
    said = "agent: Hm.\ncustomer: {}\nagent: Hm.\ncustomer: Hm."
    assert verdict(SYMPATHY, said.format(feared), language) is Verdict.NOT_APPLICABLE
    assert verdict(SYMPATHY, said.format(happened), language) is Verdict.FAIL


def test_who_wants_something_cut_off_has_no_trouble_with_that() -> None:
    said = "customer: {}\nagent: I can do that on the first.\ncustomer: Great."
    wish, trouble = "I want the power cut off on the thirtieth.", "You cut off my power on the thirtieth."
    assert verdict("wording.apology", said.format(wish), "en") is Verdict.NOT_APPLICABLE
    assert verdict("wording.apology", said.format(trouble), "en") is Verdict.FAIL


def test_a_word_of_surprise_is_no_verb_of_a_complaint() -> None:
    said = "customer: {}\nagent: Dann leg ich den dazu.\ncustomer: Gern."
    assert (
        verdict("wording.apology", said.format("Geh, das hab ich gar nicht gewusst!"), "de") is Verdict.NOT_APPLICABLE
    )
    assert verdict("wording.apology", said.format("Das Gerät geht gar nicht."), "de") is Verdict.FAIL


def test_what_boils_is_no_insult() -> None:
    said = "customer: 怎么煮？\nagent: {}"
    assert verdict("wording.no_rudeness", said.format("汤要滚开的才行。"), "zh") is Verdict.PASS
    assert verdict("wording.no_rudeness", said.format("你滚开。"), "zh") is Verdict.FAIL
