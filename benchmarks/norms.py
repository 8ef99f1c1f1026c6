"""How long the norms take for a call of ten minutes, in milliseconds of one core.

    python -m benchmarks.norms [--language en] [--profile service]

The call is made of the dialogues of the pack's own examples. The least of five runs is shown.
"""

import argparse
import time
from itertools import accumulate, takewhile

from tests.support.norms import conversation

from callgrade.config.folder import configs_folder
from callgrade.model.record import CallRecord, Direction
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call
from callgrade.text import is_han

WORDS = 1700
"""Ten minutes at 170 words a minute."""
CHARACTERS = 2700
"""Ten minutes of Chinese, at 270 characters a minute."""
RUNS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--language", default="en")
    parser.add_argument("--profile", default="service")
    options = parser.parse_args()
    pack = load_pack(configs_folder(), options.language, options.profile)
    heard = conversation(talk(pack))
    record = CallRecord(
        direction=Direction.INBOUND, agent="Louis Anderson", customer="Olivia Flores", company="Green Thumb Gardening"
    )
    taken_s = []
    for _ in range(RUNS):
        started_s = time.process_time()
        evaluate(pack, prepare_call(pack, heard, record))
        taken_s.append(time.process_time() - started_s)
    unit = "characters" if options.language == "zh" else "words"
    length = sum(map(_length, talk(pack).splitlines()))
    print(f"{len(pack.norms)} norms, {length} {unit}: {1000 * min(taken_s):.0f} ms")


def talk(pack: Pack) -> str:
    """The dialogues of the pack's own examples, one after the other, as long as ten minutes take."""
    assert pack.language is not None
    lines: list[str] = []
    for words in pack.language.norms.values():
        for example in (*words.examples.fires, *words.examples.silent):
            dialogue = example.dialogue if isinstance(example, Example) else example
            lines.extend(line.strip() for line in dialogue.splitlines() if not line.strip().startswith("hold:"))
    limit = CHARACTERS if pack.language.code == "zh" else WORDS
    kept = takewhile(lambda so_far: so_far[1] <= limit, zip(lines, accumulate(map(_length, lines)), strict=True))
    return "\n".join(line for line, _ in kept)


def _length(line: str) -> int:
    """Words of a line without its speaker; of Chinese, characters."""
    said = line.partition(":")[2]
    characters = sum(map(is_han, said))
    return characters or len(said.split())


if __name__ == "__main__":
    main()
