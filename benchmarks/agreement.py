"""How well the norms agree with readers, per set of conversations, language and norm, with 95 % intervals.

    python -m benchmarks.agreement NAME=FOLDER... [--page docs/explanation/agreement.md]

Each folder is a set (see benchmarks/reader_cases.py) with the name that the tables give it. With --page the tables of
that page are written again between its marks, else they are printed. Everything is judged in this process, once with
meaning and once by rules alone.
"""

import argparse
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.reader_cases import Compared, compared, read_cases

from callgrade.agreement import COVERAGE, cohen_kappa, gwet_ac1
from callgrade.export.intervals import Estimate, RunningShare

FEWEST = 20
"""Cases below which no figure is given."""

MARKS = "<!-- figures -->\n", "<!-- end of figures -->\n"
UNKNOWN = "–"
LANGUAGES = {"de": "German", "en": "English", "nb": "Norwegian", "nl": "Dutch", "zh": "Chinese"}

Verdicts = Sequence[Compared]


def main() -> None:
    """Print the tables, or write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="NAME=FOLDER")
    parser.add_argument("--page", type=Path)
    options = parser.parse_args()
    named = (one.rpartition("=") for one in options.sets)
    sets = {name: list(compared(read_cases(Path(folder)))) for name, _, folder in named}
    text = "".join(f"{line}\n" for line in tables(sets))
    if options.page is None:
        print(text, end="")
        return
    before, _, rest = options.page.read_text("utf-8").partition(MARKS[0])
    options.page.write_text(f"{before}{MARKS[0]}\n{text}\n{MARKS[1]}{rest.partition(MARKS[1])[2]}", "utf-8")


def tables(sets: Mapping[str, Verdicts]) -> Iterator[str]:
    """The lines of all tables."""
    yield from _of_sets(sets)
    every = [one for verdicts in sets.values() for one in verdicts]
    for title, meaning in (("With meaning", True), ("By rules alone", False)):
        yield from ("", f"## {title}, per norm")
        for language in sorted({one.language for one in every}):
            yield from ("", f"### {LANGUAGES[language]}", "")
            yield from _of_norms([one for one in every if one.language == language], meaning=meaning)


def _of_sets(sets: Mapping[str, Verdicts]) -> Iterator[str]:
    yield from ("## Per set of conversations", "")
    yield "| set | language | conversations | verdicts | right with meaning | right by rules alone | blamed wrongly |"
    yield "|---|---|---|---|---|---|---|"
    for name, verdicts in sets.items():
        for language in sorted({one.language for one in verdicts}):
            yield _row(name, LANGUAGES[language], *_of_set([one for one in verdicts if one.language == language]))
        yield _row(name, "all", *_of_set(verdicts))


def _of_set(verdicts: Verdicts) -> Iterator[str]:
    calls = {one.call for one in verdicts}
    blamed = {one.call for one in verdicts if one.grave and _falsely_failed(one, meaning=True)}
    yield str(len(calls))
    yield str(len(verdicts))
    for meaning in (True, False):
        yield _percent([_right(one, meaning=meaning) for one in verdicts])
    yield f"{len(blamed)} of {len(calls)}"


def _of_norms(verdicts: Verdicts, *, meaning: bool) -> Iterator[str]:
    yield "| norm | n | agreement | false fails | Cohen's κ | Gwet's AC1 |"
    yield "|---|---|---|---|---|---|"
    for norm in sorted({one.norm for one in verdicts}):
        of_norm = [one for one in verdicts if one.norm == norm]
        if len(of_norm) >= FEWEST:
            yield _row(f"`{norm}`", str(len(of_norm)), *_of_norm(of_norm, meaning=meaning))


def _of_norm(verdicts: Verdicts, *, meaning: bool) -> Iterator[str]:
    kept = [one for one in verdicts if one.reader != "fail"]
    ratings = [(one.reader, one.machine(meaning=meaning)) for one in verdicts]
    yield _percent([_right(one, meaning=meaning) for one in verdicts])
    yield _percent([_falsely_failed(one, meaning=meaning) for one in kept])
    yield _coefficient(cohen_kappa, ratings)
    yield _coefficient(gwet_ac1, ratings)


def _right(one: Compared, *, meaning: bool) -> bool:
    return one.machine(meaning=meaning) == one.reader


def _falsely_failed(one: Compared, *, meaning: bool) -> bool:
    return one.machine(meaning=meaning) == "fail" != one.reader


def _percent(hits: Sequence[bool]) -> str:
    if len(hits) < FEWEST:
        return UNKNOWN
    share = RunningShare(len(hits), sum(hits)).estimate(COVERAGE)
    return f"{100 * share.value:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _coefficient(found: Callable[[Sequence[tuple[str, str]]], Estimate | None], ratings: list[tuple[str, str]]) -> str:
    estimate = found(ratings)
    if estimate is None:
        return UNKNOWN
    value, low, high = (f"{number:z.2f}" for number in estimate)
    return f"{value} ({low} to {high})"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
