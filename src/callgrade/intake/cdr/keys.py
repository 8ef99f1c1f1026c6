"""Keys by which a recording and its call detail record find each other: the recording's name, or an identifier."""

import re
import unicodedata

_FEWEST_ID_CHARACTERS = 6
_MOST_PIECES = 40
_SEPARATORS = re.compile(r"[-_()\[\]\s]+")


def recordings_of(path: str) -> set[bytes]:
    """Keys by which a recording is found: its name with and without its ending, folders and case aside."""
    name = _parts(path)[-1:]
    return {_key("recording", form) for one in name for form in (one, one.rpartition(".")[0]) if form}


def identifiers_in(name: str) -> set[bytes]:
    """Keys of every identifier that may be in ``name``: each part of it between separators."""
    stem = name.rpartition(".")[0] or name
    starts = [0, *(mark.end() for mark in _SEPARATORS.finditer(stem))][:_MOST_PIECES]
    ends = [*(mark.start() for mark in _SEPARATORS.finditer(stem)), len(stem)][:_MOST_PIECES]
    stretches = {stem[start:end] for start in starts for end in ends if end - start >= _FEWEST_ID_CHARACTERS}
    return {_key("identifier", stretch) for stretch in stretches}


def keys_of_identifier(identifier: str) -> set[bytes]:
    """Keys of an identifier; none for a plain number, which may also be a date, a time or a telephone number."""
    distinctive = len(identifier) >= _FEWEST_ID_CHARACTERS and not identifier.isdigit()
    return {_key("identifier", identifier)} if distinctive else set()


def is_same_place(recorded: str, relative: str) -> bool:
    """Whether the shorter of two paths is the end of the other, the last name's ending aside."""
    one, other = _parts(recorded)[:-1], _parts(relative)[:-1]
    common = min(len(one), len(other))
    return one[len(one) - common :] == other[len(other) - common :]


def _parts(path: str) -> list[str]:
    return [part for part in path.casefold().replace("\\", "/").split("/") if part not in ("", ".")]


def _key(kind: str, text: str) -> bytes:
    folded = unicodedata.normalize("NFC", text).casefold()
    return f"{kind}:{folded}".encode(errors="surrogatepass")
