"""A scorecard as JSON: ``callgrade.scorecard/1``, the same bytes for the same scorecard."""

import json
from dataclasses import asdict
from typing import Any

from callgrade.export.document import (
    SCHEMA,
    AttributionPart,
    CallPart,
    GapPart,
    MeasurementPart,
    ScorecardDocument,
    TurnPart,
    WordPart,
)
from callgrade.model.conversation import Conversation, Turn
from callgrade.model.gap import Gap
from callgrade.model.measurement import Measurement
from callgrade.model.scorecard import Scorecard


def to_json(card: Scorecard, indent: int | None = None) -> str:
    """The document as text that ends in a newline; on one line unless ``indent`` is given."""
    return json.dumps(to_document(card), ensure_ascii=False, indent=indent, allow_nan=False) + "\n"


def to_document(card: Scorecard) -> dict[str, Any]:
    """The document as plain values."""
    conversation = card.conversation
    document = ScorecardDocument.model_validate(
        {
            "schema": SCHEMA,
            "call": _call(card),
            "attribution": _attribution(conversation),
            "line": [asdict(party.line) | {"role": party.role} for party in conversation.parties if party.line],
            "ringing": conversation.ringing,
            "ringing_reason": conversation.ringing_reason,
            "measurements": [_measurement(card, item) for item in card.measurements.items],
            "findings": card.findings,
            "turns": [_turn(turn, timed=conversation.timed) for turn in conversation.turns],
            "unheard": conversation.unheard,
            "gaps": [_gap(gap, timed=conversation.timed) for gap in conversation.gaps],
            "redactions": card.redactions,
            "score": card.score,
            "versions": card.versions,
        }
    )
    return document.model_dump(mode="json", by_alias=True)


def _call(card: Scorecard) -> CallPart:
    file, record = card.file, card.record
    return CallPart.model_validate(
        {
            "file": file.name,
            "sha256": file.sha256,
            "duration_s": file.duration_s,
            "channels": file.channels,
            "gaps_hidden": None if card.conversation.has_audio else card.conversation.gaps_hidden,
            "sample_rate_hz": file.sample_rate_hz,
            "direction": record.direction,
            "started": record.started.isoformat() if record.started else None,
            "language": record.language,
            "agent": record.agent,
            "customer": record.customer,
            "company": record.company,
            "extension": record.extension,
            "team": record.team,
            "ring_to_answer_s": record.ring_to_answer_s,
            "sources": dict(record.sources),
            "warnings": list(card.warnings),
            "agent_said": card.agent_said,
        }
    )


def _measurement(card: Scorecard, item: Measurement) -> MeasurementPart:
    return MeasurementPart.model_validate(
        {
            "name": item.name,
            "role": item.role,
            "value": item.value,
            "unit": item.unit,
            "source": card.source_of(item),
            "reason": item.reason,
            "evidence": item.evidence,
        }
    )


def _attribution(conversation: Conversation) -> AttributionPart | None:
    attribution = conversation.attribution
    if attribution is None:
        return None
    return AttributionPart.model_validate(
        {
            "layout": attribution.layout,
            "confidence": attribution.confidence,
            "similarity": attribution.similarity,
            "shares": conversation.speech_shares(),
            "note": attribution.note,
            "doubtful": attribution.doubtful,
        }
    )


def _gap(gap: Gap, timed: bool) -> GapPart:
    return GapPart.model_validate({"span": gap.span if timed else None, "role": gap.role, "reason": gap.reason})


def _turn(turn: Turn, timed: bool) -> TurnPart:
    """The times of a transcript without times are only its order and stay out."""
    words = [
        WordPart(
            start_s=word.start_s if timed else None,
            end_s=word.end_s if timed else None,
            text=word.text,
            probability=word.probability,
        )
        for word in turn.words
    ]
    start_s, end_s = (turn.start_s, turn.end_s) if timed else (None, None)
    return TurnPart(role=turn.role, start_s=start_s, end_s=end_s, text=turn.text, words=words, language=turn.language)
