"""How often the norms agree with the people who wrote the golden conversations, per norm and language.

    python -m benchmarks.conversation_agreement

Prints the table of docs/explanation/agreement.md: verdicts right of verdicts given, as written and, behind the dot,
without casing and punctuation (where ``cannot_tell`` counts as right: it accuses nobody).
"""

from collections import Counter

from tests.support.conversations import FILES, conversation, judged, without_marks

Cell = tuple[str, str]


def count() -> tuple[Counter[Cell], Counter[Cell], Counter[Cell]]:
    """Verdicts in all, right as written, and right without marks, by (norm, language)."""
    total: Counter[Cell] = Counter()
    right: Counter[Cell] = Counter()
    bare: Counter[Cell] = Counter()
    for path in FILES:
        language, data = path.parent.name, conversation(path)
        written, unmarked = judged(language, data), judged(language, without_marks(data))
        for norm, verdict in data["expected"].items():
            total[norm, language] += 1
            right[norm, language] += written[norm].verdict == verdict
            bare[norm, language] += unmarked[norm].verdict in (verdict, "cannot_tell")
    return total, right, bare


def main() -> None:
    total, right, bare = count()
    languages = sorted({language for _, language in total})
    print("| norm |", " | ".join(languages), "|")
    print("|---|" + "---|" * len(languages))
    for norm in [*sorted({norm for norm, _ in total}), "all"]:
        cells = []
        for language in languages:
            keys = [key for key in total if key[1] == language and norm in (key[0], "all")]
            of, ok, unmarked = (sum(counts[key] for key in keys) for counts in (total, right, bare))
            cells.append(f"{ok}/{of} · {unmarked}/{of}" if of else "–")
        print(f"| {norm} |", " | ".join(cells), "|")


if __name__ == "__main__":
    main()
