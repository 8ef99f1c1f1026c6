"""How much of card numbers read out stays readable after redaction.

    python -m benchmarks.redaction [--seeds 101 102] [--calls 2000] [--errors 1] [--unasked]
    python -m benchmarks.redaction --heard FOLDER [--calls 24] [--seeds 6]

The first form generates calls in five languages with the errors of recognition (tests/support/spoken_cards.py):
``--errors`` multiplies their rates, ``--unasked`` takes away every word of the agent about cards, codes and dates. The
second has English calls read out by flite at 8 kHz on two channels into FOLDER, recognises them with the default
weights, and counts the digits that are still written. A card leaks if more than four of its digits stay.
"""

import argparse
import random
import wave
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from sample_audio.voices import RATE_HZ, say
from tests.support import spoken_cards
from tests.support.redacting import settings, words
from tests.support.spoken_cards import SpokenCard, generated

from callgrade.config.load import load_settings
from callgrade.equipment import Equipment
from callgrade.model.record import CallRecord, Role
from callgrade.model.redaction import is_redacted
from callgrade.outcome import Call, Scored
from callgrade.redaction import redact

MOST_READABLE = 4
PAUSE_S = 0.35
VOICES = {Role.AGENT: "slt", Role.CUSTOMER: "rms"}


def readable(spoken: SpokenCard) -> int:
    """Digits of the card that some word still tells."""
    found, _ = redact(spoken.conversation, words(), settings())
    pairs = zip(found.turns, spoken.said, strict=True)
    told = ((word, said) for turn, row in pairs for word, said in zip(turn.words, row, strict=True))
    return len({place for word, said in told if not is_redacted(word.text) for place in said.card})


def generated_calls(seed: int, count: int, errors: float, asked: bool) -> Iterator[SpokenCard]:
    rates = spoken_cards.Rates().times(errors)
    return generated(random.Random(seed), count, rates, asked=asked)


def report_generated(seeds: list[int], count: int, errors: float, asked: bool) -> None:
    for seed in seeds:
        left = [(spoken.language, readable(spoken)) for spoken in generated_calls(seed, count, errors, asked)]
        leaked = Counter(language for language, digits in left if digits > MOST_READABLE)
        whole = sum(digits == 0 for _, digits in left)
        print(
            f"seed {seed}: {count} cards, {1 - leaked.total() / count:.2%} redacted, {whole / count:.1%} to the last"
            f" digit; leaked {dict(leaked) or 'none'}"
        )


def read_out(spoken: SpokenCard, path: Path) -> None:
    """Write the call as a recording of two channels."""
    pause = np.zeros(int(PAUSE_S * RATE_HZ))
    parts: dict[Role, list[np.ndarray]] = {role: [] for role in VOICES}
    for turn in spoken.conversation.turns:
        speech = say(turn.text if turn.text[-1] in ".?!" else f"{turn.text}.", VOICES[turn.role], 1.0)
        for role, channel in parts.items():
            channel += [speech if role is turn.role else np.zeros_like(speech), pause]
    sound = np.stack([np.concatenate(channel) for channel in parts.values()], axis=1)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(parts))
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((sound / np.abs(sound).max() * 16000).astype("<i2").tobytes())


def report_heard(folder: Path, seed: int, count: int) -> None:
    folder.mkdir(exist_ok=True)
    calls = spoken_cards.generated(random.Random(seed), count * 20, spoken_cards.Rates().times(0), languages=["en"])
    all_words = (spoken for spoken in calls if not any(c.isdigit() for t in spoken.conversation.turns for c in t.text))
    for index, spoken in zip(range(count), all_words, strict=False):
        read_out(spoken, folder / f"{index:03}.wav")
    grader = Equipment(load_settings(), None, "service", None).grader()
    for outcome in grader.grade(map(Call, sorted(folder.glob("*.wav"))), CallRecord(), lambda _: None):
        if isinstance(outcome, Scored):
            turns = outcome.heard.conversation.turns
            text = " / ".join(turn.text for turn in turns)
            digits = sum(char.isdigit() for char in text.replace("16 digits", ""))
            print(f"{outcome.path.name}: {len(outcome.heard.redactions)} redactions, {digits} digits left: {text}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, nargs="+", default=[101])
    parser.add_argument("--calls", type=int, default=2000)
    parser.add_argument("--errors", type=float, default=1.0)
    parser.add_argument("--unasked", action="store_true")
    parser.add_argument("--heard", type=Path)
    args = parser.parse_args()
    if args.heard:
        report_heard(args.heard, args.seeds[0], args.calls)
    else:
        report_generated(args.seeds, args.calls, args.errors, not args.unasked)


if __name__ == "__main__":
    main()
