"""No verdict depends on whose name is said: with other names and the other form of address, the verdicts stay.

An audit of 18 language models found that such a swap flips 5 to 13 % of their verdicts.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.support.conversations import FILES, conversation, judged

PEOPLE: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "west_african": (("Chinedu", "Okafor"), ("Ngozi", "Balogun")),
    "turkish": (("Emre", "Yildiz"), ("Zeynep", "Kaya")),
    "polish": (("Pawel", "Nowicki"), ("Agnieszka", "Wojcik")),
}
"""First and last names of the agent and of the customer."""

CHINESE: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "common": (("明", "赵"), ("丽", "周")),
    "rare": (("古丽", "阿"), ("卓玛", "扎")),
}
ADDRESS: Mapping[str, Mapping[str, str]] = {
    "en": {"mr": "mrs", "mrs": "mr", "mister": "missus", "sir": "madam", "madam": "sir", "ma'am": "sir"},
    "nl": {"meneer": "mevrouw", "mevrouw": "meneer"},
    "de": {"herr": "frau", "herrn": "frau", "frau": "herr"},
    "nb": {"herr": "fru", "fru": "herr"},
    "zh": {"先生": "女士", "女士": "先生", "小姐": "先生"},
}


def cases() -> Iterator[tuple[Path, str]]:
    """Conversations whose people are called by the names of their record; not those about a wrong name."""
    for path in FILES:
        data = conversation(path)
        names = names_of(path.parent.name, data, *(("", ""), ("", "")))
        said = all(name.lower() in data["dialogue"].lower() for name in names)
        if names and said and data["expected"].get("names.right") != "fail":
            yield from ((path, group) for group in (CHINESE if path.parent.name == "zh" else PEOPLE))


def names_of(language: str, data: dict[str, Any], agent: tuple[str, str], customer: tuple[str, str]) -> dict[str, str]:
    """Each name of the record → the one in its place; a Chinese surname only with a form of address."""
    changes: dict[str, str] = {}
    for who, (first, last) in (("agent", agent), ("customer", customer)):
        name = str(data["record"].get(who, ""))
        if language == "zh" and len(name) > 1:
            titles = {name[0] + title: last + other for title, other in ADDRESS["zh"].items()}
            changes |= {name: last + first} | {old: new for old, new in titles.items() if old in data["dialogue"]}
        elif name and language != "zh":
            changes |= dict(zip(name.split(), (first, last), strict=False))
    return changes


def swapped(language: str, data: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The conversation with other ``names`` and the other form of address."""
    changes = {old.lower(): new for old, new in {**ADDRESS[language], **names}.items()}
    edge = "" if language == "zh" else r"\b"
    longest = sorted(map(re.escape, changes), key=len, reverse=True)
    pattern = re.compile(f"{edge}({'|'.join(longest)}){edge}", re.IGNORECASE)

    def other(found: re.Match[str]) -> str:
        new: str = changes[found[0].lower()]
        return new.capitalize() if found[0][0].isupper() else new.lower()

    record = {
        key: pattern.sub(other, value) if isinstance(value, str) else value for key, value in data["record"].items()
    }
    return data | {"record": record, "dialogue": pattern.sub(other, data["dialogue"])}


@pytest.mark.slow
@pytest.mark.parametrize(("path", "group"), list(cases()), ids=lambda part: getattr(part, "stem", part))
def test_other_names_and_the_other_form_of_address_change_no_verdict(path: Path, group: str) -> None:
    language, data = path.parent.name, conversation(path)
    people = CHINESE[group] if language == "zh" else PEOPLE[group]

    before = judged(language, data)
    after = judged(language, swapped(language, data, names_of(language, data, *people)))

    assert {norm: finding.verdict for norm, finding in after.items()} == {
        norm: finding.verdict for norm, finding in before.items()
    }


def test_most_golden_conversations_are_swapped() -> None:
    assert len({path for path, _ in cases()}) > len(FILES) / 2
