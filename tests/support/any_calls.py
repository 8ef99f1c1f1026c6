"""Any heard call at all, for tests of what becomes of its fields on the way."""

from datetime import UTC, timedelta, timezone
from typing import TypeVar

from hypothesis import strategies as st

from callgrade.model.conversation import Attribution, Conversation, Layout, Party, Turn, Unheard, Word
from callgrade.model.gap import Gap
from callgrade.model.heard import CallFile, HeardCall
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.measurement import Basis, Measurement
from callgrade.model.measurement_names import CATALOGUE
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.redaction import Redaction, RedactionKind
from callgrade.model.ringing import Ringing
from callgrade.model.span import Span

NUMBERS = st.floats(-1e6, 1e6)
SHARES = st.floats(0, 1)
TEXTS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["in", "out", "agent", "no_audio", "4111 1111 1111 1111", "Jan 4111111111111111.wav", "one two"]),
)
ROLES = st.sampled_from(Role)
SPANS = st.lists(st.tuples(NUMBERS, NUMBERS).map(lambda pair: Span(*sorted(pair))), max_size=2).map(tuple)
TIMES = st.datetimes(timezones=st.sampled_from([None, UTC, timezone(timedelta(hours=-3, minutes=-30))]))


T = TypeVar("T")


def maybe(some: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | some


RECORDS = st.builds(
    CallRecord,
    direction=maybe(st.sampled_from(Direction)),
    started=maybe(TIMES),
    language=maybe(st.sampled_from(["en", "nl", "zh"])),
    agent=maybe(TEXTS),
    customer=maybe(TEXTS),
    company=maybe(TEXTS),
    extension=maybe(TEXTS),
    team=maybe(TEXTS),
    channels=maybe(st.just({Role.AGENT: 1, Role.CUSTOMER: 0})),
    ring_to_answer_s=maybe(NUMBERS),
    sources=st.dictionaries(st.sampled_from(["direction", "agent"]), st.just("option")),
)
CALL_FILES = st.builds(
    CallFile,
    name=TEXTS,
    sha256=st.just("ab" * 32),
    duration_s=NUMBERS,
    channels=st.integers(0, 2),
    sample_rate_hz=st.integers(0, 48_000),
    warnings=st.lists(TEXTS, max_size=2).map(tuple),
)
LINES = st.builds(
    LineQuality,
    channel=st.integers(0, 1),
    active_level_dbov=maybe(NUMBERS),
    snr_db=maybe(NUMBERS | st.just(float("inf"))),
    clipped_per_10k=maybe(NUMBERS),
    dropouts_per_min=maybe(NUMBERS),
    bandwidth_hz=maybe(NUMBERS),
    gate=st.sampled_from(LineGate),
    flags=st.lists(st.sampled_from(["clipped", "quiet"]), max_size=1).map(tuple),
    reason=maybe(st.sampled_from(Reason)),
)
PARTIES = st.builds(Party, role=ROLES, channel=maybe(st.integers(0, 1)), speech=SPANS, sound=SPANS, line=maybe(LINES))
WORDS = st.builds(Word, text=TEXTS, start_s=NUMBERS, end_s=NUMBERS, probability=maybe(SHARES))
TURNS = st.builds(
    Turn,
    role=ROLES,
    start_s=NUMBERS,
    end_s=NUMBERS,
    words=st.lists(WORDS, max_size=4).map(tuple),
    text=TEXTS,
    language=maybe(st.sampled_from(["en", "nl", "zh"])),
)
UNHEARD = st.builds(Unheard, role=ROLES, start_s=NUMBERS, end_s=NUMBERS, reason=st.sampled_from(Reason))
GAPS = st.builds(
    Gap, span=st.just(Span(1.0, 2.0)) | st.just(Span(0.0, 0.0)), reason=st.sampled_from(Reason), role=maybe(ROLES)
)
RINGING = st.builds(
    Ringing,
    channel=st.integers(0, 1),
    rings=st.integers(1, 9),
    first_ring_s=NUMBERS,
    answer_s=maybe(NUMBERS),
    answer_interval_s=maybe(st.just(Span(1.0, 2.0))),
    ring_to_answer_s=maybe(NUMBERS),
    frequencies_hz=st.lists(NUMBERS, max_size=2).map(tuple),
    starts_mid_ring=st.booleans(),
    bursts=SPANS,
)
ATTRIBUTIONS = st.builds(
    Attribution,
    layout=st.sampled_from(Layout),
    confidence=maybe(SHARES),
    similarity=maybe(SHARES),
    note=maybe(st.sampled_from(Reason)),
    doubtful=SPANS,
)
CONVERSATIONS = st.builds(
    Conversation,
    language=maybe(st.sampled_from(["en", "nl", "zh"])),
    language_probability=maybe(SHARES),
    duration_s=NUMBERS,
    channels=st.integers(0, 2),
    parties=st.lists(PARTIES, max_size=3).map(tuple),
    turns=st.lists(TURNS, max_size=3).map(tuple),
    ringing=maybe(RINGING),
    ringing_reason=maybe(st.sampled_from(Reason)),
    attribution=maybe(ATTRIBUTIONS),
    has_audio=st.booleans(),
    timed=st.booleans(),
    unheard=st.lists(UNHEARD, max_size=2).map(tuple),
    gaps=st.lists(GAPS, max_size=2).map(tuple),
    transfers=SPANS,
    end_tone=st.none() | st.tuples(NUMBERS, NUMBERS).map(lambda pair: Span(*sorted(pair))),
)
BASES = st.builds(Basis, amounts=st.dictionaries(st.sampled_from(["count", "speech_s"]), NUMBERS))
NAMES = st.sampled_from(sorted(CATALOGUE))
MEASUREMENTS = st.one_of(
    st.builds(Measurement, NAMES, maybe(ROLES), NUMBERS, st.just("s"), st.none(), BASES),
    st.builds(Measurement, NAMES, maybe(ROLES), st.none(), st.just("s"), st.sampled_from(Reason), BASES),
)
REDACTIONS = st.builds(
    Redaction, kind=st.sampled_from(RedactionKind), role=ROLES, start_s=maybe(NUMBERS), end_s=maybe(NUMBERS)
)
HEARD_CALLS = st.builds(
    HeardCall,
    file=CALL_FILES,
    record=RECORDS,
    conversation=CONVERSATIONS,
    sound=st.lists(MEASUREMENTS, max_size=2).map(tuple),
    redactions=st.lists(REDACTIONS, max_size=2).map(tuple),
    model=maybe(TEXTS),
)
