"""Facts in callgrade's own scorecard, alone or inside a vCon, so that the call is graded as before."""

from collections.abc import Mapping
from typing import Any

from callgrade.model.frozen import FrozenDict
from callgrade.model.provenance import Provenance
from callgrade.model.reason import Reason
from callgrade.model.record import Role

SCHEMA = "callgrade.scorecard/"
ROLES = FrozenDict({role.value: role for role in Role})
"""The labels of a scorecard's turns."""

_FACTS = ("direction", "started", "language", "agent", "customer", "company", "extension", "team", "ring_to_answer_s")


def is_scorecard(content: Any) -> bool:
    """Whether ``content`` was written by callgrade itself."""
    return isinstance(content, Mapping) and str(content.get("schema", "")).startswith(SCHEMA)


def known_facts(card: Mapping[str, Any]) -> dict[str, Any]:
    """The facts known before the call of ``card`` was heard."""
    call, heard = _call(card), heard_facts(card)
    return {key: call[key] for key in _FACTS if key in call and key not in heard}


def heard_facts(card: Mapping[str, Any]) -> dict[str, Any]:
    """The names known only from the words of the call; grading finds them there."""
    call = _call(card)
    sources = call.get("sources")
    told = sources.items() if isinstance(sources, Mapping) else ()
    return {key: call.get(key) for key, source in told if source == Provenance.CONVERSATION}


def said_gaps_hidden(card: Mapping[str, Any]) -> Reason | None:
    """Why the turn times of ``card`` do not show silences, ``None`` if they do."""
    code = _call(card).get("gaps_hidden_code")
    known = next((reason for reason in Reason if reason.value == code), Reason.NO_AUDIO)
    return None if code is None else known


def _call(card: Mapping[str, Any]) -> Mapping[str, Any]:
    call = card.get("call")
    return call if isinstance(call, Mapping) else {}
