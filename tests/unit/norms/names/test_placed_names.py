"""Names, greetings and goodbyes that their place in the dialogue shows, in five languages."""

import pytest
from tests.support.dialogues import Short, judged

PIPE = """agent: good afternoon water desk
customer: hello look there's a pipe burst here by the corner
agent: may i know your name please
customer: hennie van wyk
agent: meneer van wyk is it clean water
customer: yes it is
agent: they will come at six
customer: good
agent: goodbye"""

MOEN = """agent: taxi
customer: hei jeg bestilte en bil for en time siden jeg heter jarle moen
agent: ja moe den kommer snart
customer: {}
agent: snart
customer: greit
agent: ha det"""

DIALOGUES = [
    Short("en", "names.used", "pass", PIPE),
    Short(
        "en",
        "names.asked",
        "fail",
        "agent: parts\ncustomer: hi i bought an alternator from you last week and it's already whining\n"
        "agent: have you got the receipt\ncustomer: yes\nagent: bring it in\ncustomer: fine\nagent: right\n"
        "customer: bye\nagent: bye",
    ),
    Short(
        "en", "greeting.time_of_day", "pass", "agent: Mornin', Ann here.\ncustomer: Is it ready?\nagent: Yes.", "07:10"
    ),
    Short(
        "en", "greeting.time_of_day", "pass", "agent: Ann here.\ncustomer: Ready?\nagent: Have a good arvo.", "16:25"
    ),
    Short(
        "en", "greeting.time_of_day", "fail", "agent: Ann here.\ncustomer: Ready?\nagent: Have a good arvo.", "08:10"
    ),
    Short(
        "de",
        "names.used",
        "pass",
        "agent: Guten Abend, Notdienst.\ncustomer: Unter der Spüle spritzt das Wasser heraus.\n"
        "agent: Ist der Haupthahn zu?\ncustomer: Den finde ich nicht.\nagent: Er ist im Keller.\n"
        "customer: Jetzt ist er zu.\nagent: Auf wen darf ich den Einsatz schreiben?\n"
        "customer: Strohmeier, in der Zinzendorfgasse zwölf.\nagent: Frau Strohmeier, der Kollege kommt.\n"
        "customer: Gut.\nagent: Auf Wiederhören.",
    ),
    Short(
        "de",
        "greeting.agent_name",
        "cannot_tell",
        "agent: moin tischlerei behnke jens behnke womit kann ich dienen\ncustomer: ich brauche eine tür\nagent: gut",
    ),
    Short(
        "de",
        "greeting.agent_name",
        "fail",
        "agent: moin tischlerei behnke womit kann ich dienen\ncustomer: ich brauche eine tür\nagent: gut",
    ),
    Short(
        "de",
        "closing.farewell",
        "fail",
        "agent: praxis\ncustomer: guten morgen ich brauche ein rezept\nagent: der doktor ist bis mittwoch weg\n"
        "customer: das muss ich mir nicht bieten lassen",
    ),
    Short(
        "de",
        "greeting.salutation",
        "pass",
        "agent: Einen guten Tag wünsche ich, Sie sprechen mit Osterkamp.\ncustomer: Das Dach ist weg.\nagent: Oje.",
    ),
    Short(
        "nb",
        "greeting.salutation",
        "pass",
        "agent: Ja hallo, er det Oddvar?\ncustomer: Ja, alarmen piper.\nagent: Fint.",
    ),
    Short(
        "nb",
        "greeting.salutation",
        "fail",
        "agent: Sentralen. Hallo, er du der?\ncustomer: Ja, det piper.\nagent: Fint.",
    ),
    Short("nb", "names.right", "fail", MOEN.format("moen heter jeg når kommer den")),
    Short("nb", "names.right", "fail", MOEN.format("nei jeg heter moen")),
    Short("nb", "names.right", "not_applicable", MOEN.format("ja jeg heter moen")),
    Short("nb", "names.right", "not_applicable", MOEN.format("når kommer den")),
    Short(
        "nl",
        "names.right",
        "pass",
        "agent: Goedemiddag.\ncustomer: Dag, met mevrouw De Smet uit Merelbeke. Het gaat over een rekening.\n"
        "agent: Stuurt u die gewoon naar ons door, mevrouw De Smet.\ncustomer: Goed.\nagent: Tot ziens.",
    ),
    Short(
        "zh",
        "names.used",
        "pass",
        "agent: 您好，便民服务中心。\ncustomer: 我叫郭二旺，补贴没到。\nagent: 郭老，哪个村？\ncustomer: 上庄的。\n"
        "agent: 明天我们过去。\ncustomer: 好。\nagent: 再见。",
    ),
    Short(
        "zh",
        "greeting.time_of_day",
        "pass",
        "agent: 早啊，永安热力。\ncustomer: 暖气不热。\nagent: 我查一下。",
        "08:40",
    ),
    Short(
        "zh",
        "greeting.time_of_day",
        "fail",
        "agent: 早啊，永安热力。\ncustomer: 暖气不热。\nagent: 我查一下。",
        "15:40",
    ),
    Short(
        "zh",
        "greeting.time_of_day",
        "not_applicable",
        "agent: 您好。\ncustomer: 不热。\nagent: 先生早就该报修了。",
        "15:40",
    ),
    Short("zh", "closing.good_wish", "pass", "agent: 您好。\ncustomer: 谢谢你。\nagent: 祝您今天吃到好菌子，再见。"),
]


@pytest.mark.parametrize("short", DIALOGUES, ids=lambda short: f"{short.language}-{short.norm}-{short.verdict}")
def test_the_place_shows_what_was_said(short: Short) -> None:
    finding = judged(short)
    assert finding.verdict == short.verdict, (finding.reason, finding.evidence)
