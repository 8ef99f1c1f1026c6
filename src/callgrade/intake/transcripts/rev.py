"""Rev: monologues of elements, words and the punctuation between them; names of speakers where people gave them."""

from collections.abc import Mapping
from typing import Any

from callgrade.intake.transcripts.found import Found, Part, PartWord, Reader
from callgrade.intake.transcripts.runs import part_of, with_punctuation
from callgrade.intake.transcripts.values import first, has_items, items, label, mapping


def _fits(document: Any) -> bool:
    return has_items(mapping(document).get("monologues"), "elements")


def _read(document: Any) -> Found:
    names = {label(one.get("id")): label(one.get("name")) for one in items(document.get("speakers"))}
    parts = [_part(monologue, names) for monologue in items(document["monologues"])]
    return Found(parts, facts={"language": document.get("language")})


def _part(monologue: Mapping[str, Any], names: Mapping[str | None, str | None]) -> Part:
    speaker = label(monologue.get("speaker"))
    told = label(first(mapping(monologue.get("speaker_info")), "display_name", "name"))
    words = with_punctuation(_word(element) for element in items(monologue.get("elements")))
    return part_of(told or names.get(speaker) or speaker, words)


def _word(element: Mapping[str, Any]) -> PartWord:
    punctuation = element.get("type") == "punct"
    return PartWord(
        element.get("value"), element.get("ts"), element.get("end_ts"), element.get("confidence"), closes=punctuation
    )


READER = Reader("Rev", _fits, _read)
