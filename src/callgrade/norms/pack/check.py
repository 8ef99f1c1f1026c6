"""Run the examples of a pack: whether the norms fire, stay silent and judge as written."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from callgrade.config.yaml_source import Location, YamlSource
from callgrade.model.record import Direction
from callgrade.norms.evaluate import outcome_of
from callgrade.norms.outcome import Outcome
from callgrade.norms.pack.dialogue import read_dialogue
from callgrade.norms.pack.load import languages, load_pack
from callgrade.norms.pack.norm import Norm, Pack
from callgrade.norms.pack.word_files import Example
from callgrade.norms.preparation import prepare_call


@dataclass(frozen=True)
class Problem:
    """An example with another result than written. ``place``: file:line:column."""

    place: str
    norm: str
    what: str


@dataclass(frozen=True)
class PackCheck:
    """``examples``: how many were run, by language; ``problems``: those that failed."""

    examples: dict[str, int]
    problems: tuple[Problem, ...]


def check_pack(folder: Path, profile: str, site: Path | None = None) -> PackCheck:
    """Load the pack in all its languages and run every example; raises ``ConfigError`` if it cannot be read."""
    examples: dict[str, int] = {}
    problems: list[Problem] = []
    for code in languages(folder):
        outcomes = list(_run(load_pack(folder, code, profile, site)))
        examples[code] = len(outcomes)
        problems.extend(problem for problem in outcomes if problem)
    return PackCheck(examples, tuple(problems))


def _run(pack: Pack) -> Iterator[Problem | None]:
    """The problem of each example of ``pack``; ``None`` if it is right."""
    if pack.language is None:
        return
    for norm in (*pack.norms, *pack.left_out):
        words = pack.language.norms.get(norm.id)
        if words is None or words.source is None:
            continue
        for group in ("fires", "silent", "verdicts"):
            for index, example in enumerate(getattr(words.examples, group)):
                written = Example(dialogue=example) if isinstance(example, str) else example
                at: Location = ("norms", norm.id, "examples", group, index)
                what = _wrong(written, group, norm, pack, words.source, at)
                yield Problem(words.source.where(at), norm.id, what) if what else None


def _wrong(example: Example, group: str, norm: Norm, pack: Pack, source: YamlSource, at: Location) -> str | None:
    outcome = _judged(example, norm, pack, source, at)
    said = f"{outcome.verdict}" + (f" ({outcome.reason.text})" if outcome.reason else "")
    if example.verdict and outcome.verdict is not example.verdict:
        return f"should be {example.verdict}, is {said}"
    if group != "verdicts" and outcome.found != (group == "fires"):
        return "should fire, stays silent" if group == "fires" else "should stay silent, fires"
    return None


def _judged(example: Example, norm: Norm, pack: Pack, source: YamlSource, at: Location) -> Outcome:
    direction = Direction.INBOUND if Direction.INBOUND in norm.directions else Direction.OUTBOUND
    code = pack.language.code if pack.language else ""
    try:
        dialogue = read_dialogue(example, code, direction)
    except ValueError as error:
        raise source.error(at, str(error), "Correct the example.") from None
    call = prepare_call(pack, dialogue.conversation, dialogue.record, dialogue.measurements)
    return outcome_of(norm, pack, call)
