"""What machines say on a call: menus, queue announcements, voicemail greetings."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from callgrade.model.conversation import Word
from callgrade.model.span import Span


@dataclass(frozen=True)
class Prompt:
    """Words of a machine, from the first to the last.

    ``sure``: the words and their place leave no doubt. Otherwise the voice decides; ``opening``: without a voice to
    ask, the place does: nobody had spoken on this side before.
    """

    span: Span
    sure: bool
    opening: bool


Utterance = tuple[Word, ...]
"""Words of one side without a long pause, or one turn of a transcript."""

PromptFinder = Callable[[str | None, Sequence[Sequence[Utterance]]], tuple[tuple[Prompt, ...], ...]]
"""From a language and the utterances of each side, in order, to each side's prompts, in order."""


def no_prompts(_language: str | None, sides: Sequence[Sequence[Utterance]]) -> tuple[tuple[Prompt, ...], ...]:
    """Nothing: for where no words of any language are at hand."""
    return ((),) * len(sides)
