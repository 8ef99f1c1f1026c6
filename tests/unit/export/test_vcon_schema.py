"""The schema of vCons takes what the draft allows and refuses what it forbids, so that passing it means something."""

from typing import Any

import pytest
from tests.support.vcons import faults

LEAST = {"vcon": "0.4.0", "uuid": "0197f2f4-3c5a-8b0e-9d3c-2f1f2f1f2f1f", "created_at": "2026-10-05T09:12:00Z"}
RECORDING = {"type": "recording", "start": "2026-10-05T11:12:00.5+02:00", "duration": 61.5, "parties": [0, [1, 2]]}
REPORT = {"type": "report", "vendor": "callgrade", "schema": "any/1", "encoding": "json", "body": {"score": 1}}


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"parties": [{}, {"name": "Jo Doe", "org": "Harbour Bikes", "tel": "tel:+15550100"}]},
        {"extensions": ["CC"], "parties": [{"role": "agent"}]},
        {"dialog": [RECORDING]},
        {"dialog": [RECORDING | {"url": "https://example.org/a.wav", "content_hash": "sha512-AAAA"}]},
        {"dialog": [{"type": "text", "encoding": "none", "body": "Hello", "mediatype": "text/plain"}]},
        {"dialog": [{"type": "incomplete", "disposition": "no-answer"}]},
        {"dialog": [{"type": "transfer", "transferee": 0, "transferor": 1, "original": 0}]},
        {"dialog": [{"type": "recording-set", "recordings": [1, 2]}]},
        {
            "analysis": [
                REPORT,
                {"type": "summary", "vendor": "any", "dialog": [0], "encoding": "none", "body": "Short."},
            ]
        },
        {"attachments": [{"start": "2026-10-05T09:12:00Z", "party": 0, "dialog": 0}]},
    ],
)
def test_a_vcon_that_the_draft_allows_is_valid(more: dict[str, Any]) -> None:
    assert faults(LEAST | more) == []


@pytest.mark.parametrize("missing", ["vcon", "uuid", "created_at"])
def test_a_required_key_cannot_be_left_out(missing: str) -> None:
    assert faults({key: value for key, value in LEAST.items() if key != missing})


@pytest.mark.parametrize(
    "wrong",
    [
        {"vcon": "0.0.1"},
        {"uuid": "call-17"},
        {"created_at": "2026-10-05T09:12:00"},
        {"created_at": "2026-10-05 09:12:00Z"},
        {"created_at": "0026-13-05T09:12:00Z"},
        {"created_at": "1920-10-05T09:12:00+00:19:32"},
        {"callgrade": "anything"},
        {"parties": [{"name": None}]},
        {"parties": [{"name": "Jo Doe", "company": "Harbour Bikes"}]},
        {"parties": [{"role": "agent"}]},
        {"dialog": [{"duration": 3}]},
        {"dialog": [RECORDING | {"duration": -1}]},
        {"dialog": [RECORDING | {"start": "2026-10-05T11:12:00"}]},
        {"dialog": [RECORDING | {"meta": {"direction": "in"}}]},
        {"dialog": [RECORDING | {"url": "https://example.org/a.wav"}]},
        {"dialog": [RECORDING | {"mediatype": "wav"}]},
        {"dialog": [RECORDING | {"disposition": "busy"}]},
        {"dialog": [{"type": "incomplete"}]},
        {"dialog": [{"type": "transfer", "parties": [0, 1]}]},
        {"dialog": [{"type": "text", "encoding": "none", "body": {"text": "Hello"}, "mediatype": "text/plain"}]},
        {"analysis": [{"type": "report", "encoding": "json", "body": {}}]},
        {"analysis": [{"type": "report", "vendor": "callgrade", "body": {}}]},
        {"analysis": [REPORT | {"dialog": -1}]},
        {"redacted": {"type": "cards"}, "amended": {"uuid": LEAST["uuid"]}},
    ],
)
def test_a_vcon_that_the_draft_forbids_is_refused(wrong: dict[str, Any]) -> None:
    assert faults(LEAST | wrong)
