"""Recorded prompts in a transcript: turns, or parts of turns, that a machine says under a person's name."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from callgrade.model.conversation import Conversation, Party, Turn, Word
from callgrade.model.prompt import Prompt, PromptFinder
from callgrade.model.record import Role
from callgrade.text import joined

PERSONS = (Role.AGENT, Role.CUSTOMER)


def mark_prompts(conversation: Conversation, find_prompts: PromptFinder) -> Conversation:
    """``conversation``, a transcript, with recorded prompts as turns of ``Role.PROMPT``.

    There is no voice to compare, so a prompt must be certain or open its side of the call.
    """
    sides = [[turn.words for turn in conversation.turns_of(role) if turn.words] for role in PERSONS]
    found = find_prompts(conversation.language, sides)
    believed = {
        role: tuple(prompt for prompt in prompts if prompt.sure or prompt.opening)
        for role, prompts in zip(PERSONS, found, strict=True)
    }
    if not any(believed.values()):
        return conversation
    turns = [part for turn in conversation.turns for part in _parts(turn, believed.get(turn.role, ()))]
    spoken = {turn.role for turn in turns}
    persons = [party for party in conversation.parties if party.role is not Role.PROMPT]
    parties = [party for party in persons if party.role in spoken or party.speech]
    return replace(conversation, parties=(*parties, Party(Role.PROMPT, None, (), (), None)), turns=tuple(turns))


def _parts(turn: Turn, prompts: tuple[Prompt, ...]) -> Iterator[Turn]:
    """``turn``, split into what the machine says and what the person says."""
    groups = [(by_machine, tuple(words)) for by_machine, words in groupby(turn.words, lambda word: _in(word, prompts))]
    if len(groups) < 2:
        yield replace(turn, role=Role.PROMPT) if any(by_machine for by_machine, _ in groups) else turn
        return
    for by_machine, words in groups:
        role = Role.PROMPT if by_machine else turn.role
        yield Turn(role, words[0].start_s, words[-1].end_s, words, joined(word.text for word in words))


def _in(word: Word, prompts: tuple[Prompt, ...]) -> bool:
    return any(prompt.span.start_s <= word.span.middle_s <= prompt.span.end_s for prompt in prompts)
