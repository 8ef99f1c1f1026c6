"""The text of a site's file, with a comment for each value; what was not said stands there as a comment."""

import json
from collections.abc import Mapping

_HEAD = """\
# The settings of this site. Only what differs from configs/callgrade.yaml need be here; docs/reference/configuration.md
# has every key. Relative paths count from this file's folder. After a change: callgrade config check
"""
_SECTIONS = {
    "defaults": {
        "recordings": ("/data/recordings", "folder of the recordings"),
        "store": ("/data/callgrade.db", "a file, or postgresql://USER@HOST/DATABASE with the password in ~/.pgpass"),
        "cdr": ("/var/log/asterisk/cdr-csv/Master.csv", "call detail records"),
        "agents": ("/etc/callgrade/agents.csv", "columns extension, name, team"),
        "norms": ("/etc/callgrade/norms.yaml", "your own norms and words: callgrade norms new"),
        "company": ("Bluebridge Insurance", "that the agents should name"),
        "language": ("en", "of all calls; left out: recognised"),
        "tables": ("/data/tables", "where export writes"),
        "pages": ("/data/pages", "where report writes"),
    },
    "interface": {"language": ("en", "of cards and pages: en, nl, nb, zh or de; left out: that of the system")},
    "intake": {"time_zone": ("Europe/Oslo", "of the calls")},
    "store": {"retention.days": ("180", "days after a call that its results are kept; left out: for ever")},
}
_ANSWERS = {"store.retention.days": "days", "interface.language": "ui_language"}


def site_text(answers: Mapping[str, str]) -> str:
    """The file with ``answers``, by the name of their option."""
    return _HEAD + "".join(_section(name, keys, answers) for name, keys in _SECTIONS.items())


def _section(name: str, keys: Mapping[str, tuple[str, str]], answers: Mapping[str, str]) -> str:
    said = {key: answers.get(_ANSWERS.get(f"{name}.{key}", key)) for key in keys}
    lines = [_line(key, said[key], *example) for key, example in keys.items()]
    return f"\n{'' if any(said.values()) else '# '}{name}:\n" + "".join(f"{line}\n" for line in lines)


def _line(key: str, answer: str | None, example: str, comment: str) -> str:
    text = example if answer is None else answer
    value = text if key.endswith("days") else json.dumps(text, ensure_ascii=False)  # JSON's strings are YAML's, too
    value = f"[{value}]" if key == "cdr" else value
    outer, _, inner = key.partition(".")
    line = f"{outer}: {{{inner}: {value}}}" if inner else f"{key}: {value}"
    return f"{'  # ' if answer is None else '  '}{line}  # {comment}"
