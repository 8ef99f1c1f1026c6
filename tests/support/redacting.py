"""Short dialogues redacted: "agent turn / customer turn / …" in, the same out."""

from dataclasses import replace
from functools import cache

from callgrade.config.folder import configs_folder
from callgrade.config.load import load_settings
from callgrade.config.redaction import RedactionSettings
from callgrade.model.conversation import Conversation, Party, Turn, Word
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.redaction import RedactionWords, load_redaction, redact
from callgrade.text import split_words

WORD_S, GAP_S = 0.3, 0.2


@cache
def words() -> RedactionWords:
    return load_redaction(configs_folder() / "redaction")


@cache
def settings(*, email: bool = False, phone: bool = False, iban: bool = False) -> RedactionSettings:
    return load_settings().redaction.model_copy(update={"email": email, "phone": phone, "iban": iban})


def conversation(dialogue: str, language: str | None = "en", first: Role = Role.AGENT) -> Conversation:
    turns, clock_s = list[Turn](), 0.0
    for index, said in enumerate(dialogue.split(" / ")):
        spoken = tuple(
            Word(text, clock_s + at * WORD_S, clock_s + (at + 1) * WORD_S, 0.9)
            for at, text in enumerate(split_words(said))
        )
        role = Role.CUSTOMER if index % 2 == (first is Role.AGENT) else Role.AGENT
        turns.append(Turn(role, clock_s, spoken[-1].end_s, spoken, said))
        clock_s = spoken[-1].end_s + GAP_S
    parties = tuple(Party(role, None, (), (), None) for role in (Role.AGENT, Role.CUSTOMER))
    return Conversation(language, None, clock_s, 0, parties, tuple(turns), None, Reason.NO_AUDIO, has_audio=False)


def redacted(dialogue: str, language: str | None = "en", *, first: Role = Role.AGENT, **optional: bool) -> str:
    """The texts of the turns after redaction."""
    found, _ = redact(conversation(dialogue, language, first), words(), settings(**optional))
    return " / ".join(turn.text for turn in found.turns)


def untimed(said: Conversation) -> Conversation:
    return replace(said, timed=False)
