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
    # the agent's name, with which the customer greets them, is no word before an introduction
    Short(
        "en",
        "names.used",
        "pass",
        "agent: morning wexler motors cathal here\n"
        "customer: how're you cathal this is orlaith quigley i left the car in\n"
        "agent: ah orlaith yes it's ready\ncustomer: grand i'll come at five so",
    ),
    Short(
        "en",
        "names.asked",
        "pass",
        "agent: Hello, town hall.\ncustomer: Mr Tunney, please.\nagent: Could I say who's ringing?\n"
        "customer: Siún Ní Dhuibhir.\nagent: One moment, Ms Ní Dhuibhir.",
    ),
    # a surname that is asked of the customer is not the agent's, and "I" with a name is their name
    Short(
        "zh",
        "greeting.agent_name",
        "pass",
        "agent: 您好，修车行，我秦勇，您说。\ncustomer: 我的车修好了吗？\n"
        "agent: 您姓常还是姓孟？\ncustomer: 姓常。\nagent: 好了，常先生。",
    ),
    # 阿 and any character is what people call each other; "may I ask" turns to the other
    Short(
        "zh",
        "greeting.agent_name",
        "pass",
        "agent: 晚安你好动物医院我是护理师阿芳请问怎么了\ncustomer: 我家猫一直吐\nagent: 好请您过来",
    ),
    # a street is no name, if the agent uses another word of the answer as one
    Short(
        "nb",
        "names.used",
        "pass",
        "agent: hei det er rørleggeren\ncustomer: det spruter vann her\nagent: hvor bor du og hva heter du\n"
        "customer: åsveien sju rustad\nagent: steng krana rustad\ncustomer: ja",
    ),
    # a surname after a title is complete, so that the next word may be the agent's
    Short(
        "de",
        "greeting.agent_name",
        "cannot_tell",
        "agent: praxis doktor obermeier hofbauer grüß gott\ncustomer: ich bräucht ein rezept\nagent: ist gut",
    ),
    # a name that a recogniser wrote without its capitals
    Short(
        "en",
        "greeting.company",
        "cannot_tell",
        "agent: Good morning. My name is Kenneth Carter and I am with prestige footwear. How may I help?\n"
        "customer: My order is late.\nagent: I'm sorry.",
    ),
    Short(
        "en",
        "greeting.company",
        "fail",
        "agent: Good morning. My name is Kenneth Carter and I am from the service desk. How may I help?\n"
        "customer: My order is late.\nagent: I'm sorry.",
    ),
    # small words inside a company's name
    Short(
        "nl",
        "greeting.company",
        "pass",
        "agent: notariskantoor de wilde goeiemorgen\ncustomer: ik heb een vraag\nagent: zegt u het maar",
    ),
    Short(
        "en",
        "names.asked",
        "pass",
        "agent: hi board shop what's up\ncustomer: hi our order never came\nagent: oh no who'd it be under\n"
        "customer: probably me marisol ocampo or my son\nagent: cool marisol let me look\ncustomer: sure",
    ),
    Short(
        "en",
        "names.asked",
        "pass",
        "agent: network helpline\ncustomer: hi\nagent: postcode\n"
        "customer: it is nine four and the name's ellerby i told you before\nagent: okay mr ellerby",
    ),
    Short(
        "nb",
        "names.asked",
        "pass",
        "agent: Heisann, Skobua.\ncustomer: Hei, jeg fikk feil sko.\nagent: Hva var ordrenummeret?\n"
        "customer: Eh, fire fire syv to ni. Solveig Aasland står den på.\nagent: Takk.",
    ),
    Short(
        "de",
        "names.asked",
        "pass",
        "agent: Hausverwaltung.\ncustomer: Ja, Tach, Çelikkaya aus der Seestraße. Die Heizung ist kalt.\n"
        "agent: Ist bekannt.",
    ),
    Short(
        "de",
        "names.right",
        "pass",
        "agent: Notdienst, moin.\ncustomer: Hier kommt Wasser aus der Decke!\n"
        "agent: Danke, das war das Wichtigste. Nun verraten Sie mir, wie Sie heißen.\n"
        "customer: Okonkwo. Seestraße vier.\nagent: Frau Okonkwo, ich fahre los.\ncustomer: Gut.\n"
        "agent: Tschüss, Frau Okonkwo.",
    ),
    Short(
        "de",
        "names.used",
        "pass",
        "agent: Moin, was kann ich tun?\ncustomer: Guten Tag, ja, Ellerbrock aus Husum, ich brauche ein Zimmer.\n"
        "agent: Mal sehen, Frau Ellerbrock. Für wann?\ncustomer: Für Mai.\nagent: Gut.\ncustomer: Ja.\nagent: Schön.\n"
        "customer: Danke.\nagent: Tschüss.",
    ),
    Short(
        "de",
        "names.used",
        "pass",
        "agent: guten morgen was gibts\ncustomer: hier is de frau ellerbrock bei mir is de heizung kalt\n"
        "agent: ach frau ellerbrock das tut mir leid\ncustomer: is das schlimm\nagent: der herr vossen is bald da\n"
        "customer: gut\nagent: is gut\ncustomer: ja\nagent: tschüss",
    ),
    Short(
        "nb",
        "names.right",
        "not_applicable",
        "agent: Hei, hvem er du?\ncustomer: Jeg heter Unni Aasland. Den med kniven.\nagent: Ja, Kniv, ganske enkelt.",
    ),
    Short(
        "en",
        "names.right",
        "fail",
        "agent: may i have your name\ncustomer: it's carl hensley\nagent: thank you mr hansley one moment\n"
        "customer: i need it today\nagent: are you still there\ncustomer: yes and it's hensley\nagent: sure",
    ),
    Short(
        "zh",
        "names.used",
        "pass",
        "agent: 早安。\ncustomer: 早，我是嘉豪妈妈。\nagent: 几度？\ncustomer: 三十九。\nagent: 嘉豪妈妈，好的。",
    ),
    Short(
        "zh", "greeting.agent_name", "pass", "agent: 你好，图书馆，我姓奚。\ncustomer: 你好，我想借书。\nagent: 好。"
    ),
    Short(
        "en",
        "greeting.agent_name",
        "cannot_tell",
        "agent: Vale Pianos, you have Ambrose Thackery himself.\ncustomer: My piano is flat.\nagent: Right.",
    ),
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
