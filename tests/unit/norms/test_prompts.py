"""Recorded prompts are found in the words of a machine, and not in those of a person."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.conversations import FILES, conversation, example, pack_of
from tests.support.packs import shipped_pack

from callgrade.model.conversation import Word
from callgrade.model.prompt import Prompt, PromptFinder, Utterance
from callgrade.model.record import Direction
from callgrade.norms.machines.prompts import prompt_finder
from callgrade.norms.machines.written_prompts import mark_prompts
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.text import split_words

TRIALS = Path(__file__).parents[2] / "golden" / "prompts"
SIDES = {"machine": 0, "agent": 0, "voicemail": 1, "customer": 1}
WORD_S, PAUSE_S = 0.3, 0.9

Line = tuple[str, Utterance]


def lines(dialogue: str) -> list[Line]:
    """Who says what, one after the other."""
    clock_s, said = 0.0, []
    for line in filter(None, map(str.strip, dialogue.splitlines())):
        who, _, text = line.partition(":")
        texts = split_words(text)
        times = [clock_s + i * WORD_S for i in range(len(texts) + 1)]
        said.append((who, tuple(Word(t, times[i], times[i + 1], None) for i, t in enumerate(texts))))
        clock_s = times[-1] + PAUSE_S
    return said


def finder(language: str) -> PromptFinder:
    pack = shipped_pack(language)
    return prompt_finder(lambda _: pack)


def found(find: PromptFinder, language: str, dialogue: str) -> list[tuple[str, tuple[Prompt, ...]]]:
    said = lines(dialogue)
    sides = [[words for who, words in said if SIDES[who] == side] for side in (0, 1)]
    prompts = find(language, sides)
    return [(who, tuple(p for p in prompts[SIDES[who]] if _covers(p, words))) for who, words in said]


def _covers(prompt: Prompt, words: Utterance) -> bool:
    return any(prompt.span.start_s <= word.span.middle_s <= prompt.span.end_s for word in words)


def trials(language: str) -> Iterator[str]:
    text = (TRIALS / f"{language}.txt").read_text(encoding="utf-8")
    for dialogue in text.split("\n\n"):
        yield "\n".join(line for line in dialogue.splitlines() if not line.startswith("#"))


@pytest.mark.parametrize("language", ["en", "nl", "nb", "zh", "de"])
@pytest.mark.parametrize("plain", [False, True], ids=["written", "without punctuation"])
def test_machines_and_persons_are_distinguished(language: str, plain: bool) -> None:
    find = finder(language)
    for dialogue in trials(language):
        said = _plain(dialogue) if plain else dialogue
        for who, prompts in found(find, language, said):
            believed = [prompt for prompt in prompts if prompt.sure or prompt.opening]
            assert bool(believed) is (who in ("machine", "voicemail")), (who, said)


def _plain(dialogue: str) -> str:
    kept = (line.partition(":") for line in dialogue.splitlines())
    return "\n".join(
        f"{who}:{''.join(c for c in said.lower() if c.isalnum() or c in chr(39) + ' ')}" for who, _, said in kept
    )


class TestInEnglish:
    FIND = staticmethod(finder("en"))

    def prompts(self, dialogue: str) -> list[Prompt]:
        said = lines(dialogue)
        sides = [[words for who, words in said if SIDES[who] == side] for side in (0, 1)]
        return [prompt for side in self.FIND("en", sides) for prompt in side]

    def test_one_turn_of_a_transcript_may_hold_a_prompt_and_a_person(self) -> None:
        (prompt,) = self.prompts("agent: For sales, press one. Good morning, Acme, this is Sam.\ncustomer: hi")
        assert prompt.span.end_s == pytest.approx(5 * WORD_S - WORD_S)

    def test_a_menu_in_the_middle_of_a_call_needs_a_voice_of_its_own(self) -> None:
        dialogue = "agent: hello there\ncustomer: I want sales\nagent: For sales, press one."
        assert [(prompt.sure, prompt.opening) for prompt in self.prompts(dialogue)] == [(False, False)]

    def test_a_notice_that_a_person_may_give_needs_a_voice_of_its_own(self) -> None:
        dialogue = "machine: This call may be recorded.\nagent: Acme, this is Sam, how can I help?\ncustomer: hi"
        assert [(prompt.sure, prompt.opening) for prompt in self.prompts(dialogue)] == [(False, True)]

    def test_in_one_sound_a_single_phrase_is_not_sure(self) -> None:
        once, twice = "For sales, press one.", "For sales, press one. For billing, press two."
        for said, sure in ((once, False), (twice, True)):
            side = [words for _, words in lines(f"agent: {said}\ncustomer: hello")]
            ((prompt,),) = self.FIND("en", [side])
            assert prompt.sure is sure

    def test_without_words_of_the_language_nothing_is_found(self) -> None:
        pack = shipped_pack(None)
        side = [words for _, words in lines("agent: For sales, press one.")]
        assert prompt_finder(lambda _: pack)("fi", [side, []]) == ((), ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_in_conversations_of_persons_nothing_is_found(path: Path) -> None:
    language, data = path.parent.name, conversation(path)
    call = read_dialogue(example(data), language, Direction.INBOUND).conversation
    find = prompt_finder(lambda _: pack_of(language, "service"))
    assert mark_prompts(call, find) is call
