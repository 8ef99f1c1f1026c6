"""Passwords that are said as words, and talk about passwords."""

import re

import pytest
from tests.support.redacting import redacted

CODE = "[card-code]"


def hidden(dialogue: str) -> str:
    return re.sub(r"{[^}]*}", CODE, dialogue)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "ok / so my password is {pumpkin underscore forty one} and it says no"),
        ("en", "ok / the password for the water portal is {pumpkin dash 41 question mark}, I think"),
        ("en", "ok / I changed my password to {Walnut_5530} and it works"),
        ("en", "ok / the password's {Rover two thousand and four}, capital R"),
        ("en", "ok / it never takes {snowdrop hash nine nine} and thats my password"),
        ("en", "ok / the memorable word is {gooseberry}"),
        ("en", "What's your memorable word? / It's {gooseberry}."),
        ("en", "Your new password is {otter-lime-62}. / {Otter}, got it."),
        ("nl", "ja / ik tik {merel streepje twaalf} als wachtwoord en dan niks"),
        ("nl", "ja / mijn wachtwoord is {merel uitroepteken} maar dat pakt ie niet"),
        ("nl", "Welk wachtwoord gebruikt u daar? / {Pannenkoek}, met een hoofdletter."),
        ("nb", "ja / passordet på nettsiden er {multe bindestrek førti} men jeg kommer ikke inn"),
        ("nb", "Hva bruker du som passord der? / {Multekrem88}, med stor M."),
        ("de", "ja / ich hab als kennwort {dachs unterstrich zwölf} eingegeben und nichts passiert"),
        ("de", "ja / das passwort fürs postfach lautet {dachs ausrufezeichen} und geht nicht"),
        ("de", "Wie lautet Ihr Kennwort? / {Haselnuss}, wie die Nuss."),
        ("zh", "好 / 我的登录密码是{Mao 3 3 7 下划线}，现在登不进去"),
        ("zh", "您的密码是什么？ / {xiaogou1987}，小狗的拼音。"),
    ],
)
def test_a_password_that_is_said_as_words_goes_whole(language: str, said: str) -> None:
    assert redacted(re.sub("[{}]", "", said), language) == hidden(said)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Hello. / Name or password wrong. / Okay Miriam, I have reset it."),
        ("en", "Hello. / I forgot my password and I have two accounts with you."),
        ("en", "Hello. / The password has expired, it is really annoying."),
        ("en", "Hello. / The password is wrong every time and the other one is too short."),
        ("en", "A password of eight characters, with a dash or an underscore. / Okay."),
        ("en", "What happens with the password? / Nothing at all."),
        ("en", "What is your password? / I don't know."),
        ("en", "Did you reset the password? / Yesterday morning."),
        ("en", "The password must be at least twelve characters. / Okay."),
        ("nb", "Hvilket passord gjelder det? / Det til e-posten"),
        ("de", "Ein Passwort mit Bindestrich oder Ausrufezeichen. / Gut."),
        ("nl", "Ja. / Mijn wachtwoord is verlopen en ik ben het vergeten."),
        ("nl", "Welk wachtwoord gebruikt u? / Geen idee."),
        ("nb", "Ja. / Passordet er feil og jeg har prøvd tre ganger."),
        ("nb", "Hva er passordet? / Det husker jeg ikke."),
        ("de", "Ja. / Das Passwort ist abgelaufen und ich habe es vergessen."),
        ("de", "Wie lautet das Passwort? / Das weiß ich nicht."),
        ("zh", "好 / 我的密码是错的，登不进去"),
        ("zh", "您的密码是什么？ / 我忘了"),
    ],
)
def test_talk_about_a_password_stays(language: str, said: str) -> None:
    assert redacted(said, language) == said
