"""A JSON document about a call: a vCon, a sidecar, a transcript, or callgrade's own scorecard."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from callgrade.config.intake import IntakeSettings
from callgrade.intake.documents.own_card import ROLES, is_scorecard, known_facts, said_gaps_hidden
from callgrade.intake.documents.transcripts.reader import FoundTranscript
from callgrade.intake.documents.transcripts.registry import find_transcript
from callgrade.intake.documents.vcon import Vcon, VconDialog, is_vcon, read_vcon
from callgrade.intake.documents.vcon_call import own_card, party_roles, record_of_vcon
from callgrade.intake.documents.vcon_text import find_vcon_transcript
from callgrade.intake.facts import Facts, read_facts
from callgrade.model.provenance import Provenance
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Role
from callgrade.text import cleaned

_OTHER_NAMES = {
    "agent_name": "agent",
    "customer_name": "customer",
    "start": "started",
    "agent_extension": "extension",
    "agent_team": "team",
}
_NAMED_IN_WARNING = 5


@dataclass(frozen=True)
class CallDocument:
    """The content of a document: a record, the transcript as found, the vCon and its dialog if it is one.

    ``roles``: label of a turn's speaker → role, if the document itself says so (``party 0``, ``channel 1``).
    ``gaps_hidden``: that its turn times do not show silences, where it says so itself, and why.
    """

    name: str
    record: CallRecord
    transcript: FoundTranscript | None
    roles: Mapping[str, Role]
    warnings: tuple[str, ...] = ()
    vcon: Vcon | None = None
    dialog: VconDialog | None = None
    gaps_hidden: Reason | None = None


def read_call_document(
    content: Any, name: str, settings: IntakeSettings, source: Provenance, audio_name: str | None = None
) -> CallDocument:
    """The call document in ``content``; ``audio_name`` picks the dialog of a vCon. Raises ``InputError``."""
    if is_vcon(content):
        return _of_vcon(content, name, settings, audio_name)
    transcript = find_transcript(content)
    facts = {**((transcript and transcript.facts) or {}), **_facts(content)}
    record, unknown = read_facts(facts, source)
    if is_scorecard(content):
        return CallDocument(name, record, transcript, ROLES, unknown, gaps_hidden=said_gaps_hidden(content))
    roles = {f"channel {channel}": role for role, channel in (record.channels or {}).items()}
    unread = () if transcript else _unread(facts, name)
    return CallDocument(name, record, transcript, roles, (*unknown, *unread))


def _of_vcon(content: Mapping[str, Any], name: str, settings: IntakeSettings, audio_name: str | None) -> CallDocument:
    vcon, left_out = read_vcon(content, name)
    recordings = vcon.recordings
    named = [dialog for dialog in recordings if audio_name is not None and dialog.filename == audio_name]
    dialog = next(iter(named or recordings), None)
    several = len(recordings) > 1 and not named
    first = (f"vcon: of {len(recordings)} recordings the first was read",) if several else ()
    labels = settings.speaker_labels
    roles = {f"party {index}": role for index, role in enumerate(party_roles(vcon, labels))}
    record, unknown = record_of_vcon(vcon, dialog, labels)
    transcript, unread = find_vcon_transcript(vcon)
    facts, unfit = read_facts((transcript and transcript.facts) or {}, Provenance.VCON)
    record = record.filled_from(facts)
    warnings, card = (*left_out, *first, *unknown, *unread, *unfit), own_card(vcon)
    if card is None:
        return CallDocument(name, record, transcript, roles, warnings, vcon, dialog)
    return CallDocument(name, record, transcript, ROLES | roles, warnings, vcon, dialog, said_gaps_hidden(card))


def _facts(content: Any) -> dict[str, Any]:
    if not isinstance(content, Mapping):
        return {}
    if is_scorecard(content):
        return known_facts(content)
    return {_OTHER_NAMES.get(str(key), str(key)): value for key, value in content.items()}


def _unread(facts: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """A warning for keys that are not read, such as misspelt ones."""
    keys = [cleaned(key) for key in facts if key not in Facts.model_fields]
    if not keys:
        return ()
    more = f" and {len(keys) - _NAMED_IN_WARNING} more" if len(keys) > _NAMED_IN_WARNING else ""
    return (f"sidecar: {name} says more than is read: {', '.join(keys[:_NAMED_IN_WARNING])}{more}",)
