"""Makes file names from untrusted names. They stay in their folder and never collide."""

from pathlib import PurePath

from callgrade.text import REPLACEMENT, plain, well_formed

LONGEST_BYTES = 200
_NOT_IN_NAMES = frozenset('/\\:*?"<>|' + REPLACEMENT)
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


def safe_name(name: str) -> str:
    """A file name made from ``name``: no separators, no control characters, no leading dot or dash, ≤ 200 bytes."""
    text = "".join("_" if char in _NOT_IN_NAMES else char for char in plain(well_formed(PurePath(name).name)))
    text = text.lstrip("-. ").rstrip(". ") or "call"
    text = text.encode()[:LONGEST_BYTES].decode(errors="ignore")
    return f"_{text}" if text.partition(".")[0].casefold() in _DEVICES else text


class DistinctNames:
    """Safe file names with one ending. A name that differs from an earlier one in case at most gets a number."""

    def __init__(self, ending: str) -> None:
        """``ending``: with its dot."""
        self._ending = ending
        self._taken: set[str] = set()

    def name_for(self, name: str) -> str:
        """A name that was not returned before."""
        chosen = stem = safe_name(name)
        number = 1
        while chosen.casefold() in self._taken:
            number += 1
            chosen = f"{stem}-{number}"
        self._taken.add(chosen.casefold())
        return chosen + self._ending
