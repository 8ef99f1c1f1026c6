"""Call detail records of Twilio, FreeSWITCH, Cisco and 3CX, and what is said of those that fit nothing."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from tests.support.cdr import read_cdr

from callgrade.config.load import load_settings
from callgrade.config.settings import Settings
from callgrade.errors import ConfigError
from callgrade.intake.cdr.no_record import NoRecord
from callgrade.intake.cdr.records import CallDetailRecords, MatchedBy
from callgrade.intake.cdr.times import time_of
from callgrade.intake.facts import direction_of, in_local_time
from callgrade.intake.file_name import record_of_name
from callgrade.model.record import CallRecord, Direction

OSLO = ZoneInfo("Europe/Oslo")
INBOUND, OUTBOUND = Direction.INBOUND, Direction.OUTBOUND
SHIPPED = load_settings()

TWILIO = """\
Call Sid,Recording Sid,Date Created,From,To,Direction,Duration,Status
CA0001,RE0001,2026-03-03 09:12:00,+15550199,+15550100,{direction},70,completed
"""
UUID = "5f0d3a52-1c2b-4e0e-9d3a-0242ac120002"
FREESWITCH = {
    "asterisk": (
        '"","{source}","{destination}","public","""Ida Ruud"" <{source}>","sofia/{a}/{source}@10.0.0.1",'
        '"sofia/{b}/{destination}@10.0.0.2","bridge","user/101","2026-03-03 09:11:52","2026-03-03 09:12:00",'
        f'"2026-03-03 09:13:10","78","70","NORMAL_CLEARING","DOCUMENTATION","{UUID}",""\n'
    ),
    "example": (
        '"Ida Ruud","{source}","{destination}","public","2026-03-03 09:11:52","2026-03-03 09:12:00",'
        f'"2026-03-03 09:13:10","78","70","NORMAL_CLEARING","{UUID}","","","PCMU","PCMU"\n'
    ),
}
CISCO = """\
"cdrRecordType","globalCallID_callId","dateTimeOrigination","callingPartyNumber","originalCalledPartyNumber",\
"finalCalledPartyNumber","dateTimeConnect","dateTimeDisconnect","duration","origDeviceName"
INTEGER,INTEGER,INTEGER,VARCHAR(50),VARCHAR(50),VARCHAR(50),INTEGER,INTEGER,INTEGER,VARCHAR(129)
1,90210,{began},"5550100","101","101",{connected},{ended},70,"TRUNK"
"""
THREE_CX = """\
Call Time,Caller ID,Destination,Status,Ringing,Talking,Totals,Cost,Reason
07/03/2026 9:41:49 PM,5550100,Emily Carter (101),answered,00:00:08,00:01:10,,,
"""

Read = Callable[..., CallDetailRecords]


@pytest.fixture
def read(tmp_path: Path) -> Iterator[Read]:
    opened: list[CallDetailRecords] = []

    def read(text: str, settings: Settings = SHIPPED, zone: str | None = "Europe/Oslo") -> CallDetailRecords:
        path = tmp_path / "records.csv"
        path.write_text(text, encoding="utf-8")
        opened.append(read_cdr([path], settings.batch.cdr, zone))
        return opened[-1]

    yield read
    for records in opened:
        records.close()


def configured(tmp_path: Path, cdr: str) -> Settings:
    mine = tmp_path / "callgrade.yaml"
    mine.write_text(f"batch: {{cdr: {cdr}}}\n", encoding="utf-8")
    return load_settings(mine)


def named(name: str) -> CallRecord:
    """The facts in the name of a recording."""
    return record_of_name(name, SHIPPED.intake.file_names)


# Directions


@pytest.mark.parametrize(
    ("words", "direction"),
    [
        ("inbound", INBOUND), ("trunking-originating", INBOUND), ("Incoming", INBOUND), ("Inbound Queue", INBOUND),
        ("outbound-dial", OUTBOUND), ("outbound-api", OUTBOUND), ("outbound_api", OUTBOUND), ("OUT", OUTBOUND),
        ("Outgoing Dial", OUTBOUND), ("trunking_terminating", OUTBOUND),
    ],
)  # fmt: skip
def test_a_direction_is_known_by_its_usual_words(words: str, direction: Direction, read: Read) -> None:
    assert direction_of(words) is direction
    match = read(TWILIO.format(direction=words)).match("RE0001.wav")
    assert match.record
    assert (match.record.direction, match.warnings) == (direction, ())


@pytest.mark.parametrize("words", ["sideways", "in-progress", "outboundish", "conference", "1"])
def test_an_unknown_direction_is_named_on_the_card(words: str, read: Read) -> None:
    match = read(TWILIO.format(direction=words)).match("RE0001.wav")
    assert match.record
    assert match.record.direction is None
    assert match.warnings == (f"cdr: the word {words!r} for the direction is not understood",)


@pytest.mark.parametrize("words", ["", "internal", "Internal call"])
def test_an_internal_call_or_a_blank_direction_gives_no_warning(words: str, read: Read) -> None:
    match = read(TWILIO.format(direction=words)).match("RE0001.wav")
    assert match.record
    assert (match.record.direction if words else None, match.warnings) == (None, ())
    assert match.internal == bool(words)


# FreeSWITCH


@pytest.mark.parametrize("template", FREESWITCH)
def test_a_call_of_freeswitch_is_known_by_its_uuid(template: str, read: Read) -> None:
    text = FREESWITCH[template].format(source="+4790055123", destination="101", a="external", b="internal")
    match = read(text).match(f"2026/{UUID}.wav")
    assert match.by is MatchedBy.IDENTIFIER
    record = match.record
    assert record
    assert (record.direction, record.extension, record.customer) == (INBOUND, "101", "Ida Ruud")
    assert (record.started, record.ring_to_answer_s) == (datetime(2026, 3, 3, 9, 11, 52), 8.0)


@pytest.mark.parametrize("template", FREESWITCH)
def test_an_outbound_call_of_freeswitch_is_read(template: str, read: Read) -> None:
    text = FREESWITCH[template].format(source="101", destination="+4790055123", a="internal", b="external")
    record = read(text).match(f"{UUID}.wav").record
    assert record
    assert (record.direction, record.extension) == (OUTBOUND, "101")


def test_a_call_of_freeswitch_that_nobody_answers_has_no_ringing_time(read: Read) -> None:
    text = FREESWITCH["example"].format(source="+4790055123", destination="101", a="", b="")
    unanswered = text.replace("2026-03-03 09:12:00", "").replace('"70"', '"0"').replace("NORMAL_CLEARING", "NO_ANSWER")
    record = read(unanswered).match(f"{UUID}.wav").record
    assert record
    assert record.ring_to_answer_s is None


# Cisco: seconds since 1970


def cisco(began: datetime, answered: bool = True) -> str:
    at = int(began.timestamp())
    return CISCO.format(began=at, connected=at + 8 if answered else 0, ended=at + 78)


@pytest.mark.parametrize(
    ("began", "name"),
    [
        (datetime(2026, 3, 3, 8, 11, 52, tzinfo=UTC), "in-101-5550100-20260303-091152-1.wav"),
        (datetime(2026, 7, 3, 7, 11, 52, tzinfo=UTC), "in-101-5550100-20260703-091152-1.wav"),  # summer
        (datetime(2026, 3, 29, 1, 0, 1, tzinfo=UTC), "in-101-5550100-20260329-030001-1.wav"),  # two o'clock is left out
        (datetime(2026, 10, 25, 0, 30, 0, tzinfo=UTC), "in-101-5550100-20261025-023000-1.wav"),  # comes twice: first
        (datetime(2026, 10, 25, 1, 30, 0, tzinfo=UTC), "in-101-5550100-20261025-023000-1.wav"),  # and second
        (datetime(2025, 12, 31, 23, 30, 0, tzinfo=UTC), "in-101-5550100-20260101-003000-1.wav"),  # another year
    ],
)
def test_seconds_since_1970_are_the_local_time_of_the_recording(
    began: datetime, name: str, read: Read, tmp_path: Path
) -> None:
    settings = configured(tmp_path, '{time_formats: ["%s"]}')
    records = read(cisco(began), settings)
    assert (records.rows, records.warnings) == (1, ())  # the row of types is no record
    match = records.match(name, named(name))
    assert match.by is MatchedBy.TIME
    assert match.record
    started = in_local_time(match.record, OSLO.key).started
    assert started
    assert started.timestamp() == began.timestamp()
    assert started.replace(tzinfo=None) == named(name).started
    assert (match.record.direction, match.record.ring_to_answer_s) == (INBOUND, 8.0)


def test_an_answer_time_of_0_means_no_answer(read: Read, tmp_path: Path) -> None:
    name = "in-101-5550100-20260303-091152-1.wav"
    text = cisco(datetime(2026, 3, 3, 8, 11, 52, tzinfo=UTC), answered=False)
    record = read(text, configured(tmp_path, '{time_formats: ["%s"]}')).match(name, named(name)).record
    assert record
    assert record.ring_to_answer_s is None


def test_only_the_row_below_the_header_may_give_types(read: Read, tmp_path: Path) -> None:
    lines = cisco(datetime(2026, 3, 3, 8, 11, 52, tzinfo=UTC)).splitlines()
    records = read("\n".join([lines[0], lines[2], lines[1]]), configured(tmp_path, '{time_formats: ["%s"]}'))
    assert (records.rows, records.unreadable) == (1, 1)


# 3CX: times of the United States


def test_times_of_the_united_states_are_read_by_configuration(read: Read, tmp_path: Path) -> None:
    records = read(THREE_CX, configured(tmp_path, '{time_formats: ["%m/%d/%Y %I:%M:%S %p"]}'))
    name = "[5550100]_5550100-101_20260703214149(1).wav"
    match = records.match(name, named(name))
    assert match.record
    assert match.record.started == datetime(2026, 7, 3, 21, 41, 49)


@pytest.mark.parametrize(
    ("time", "forms"),
    [
        ("07/03/2026 9:41:49 AM", ["%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %I:%M:%S %p"]),
        ("07/23/2026 9:41:49 AM", ["%m/%d/%Y %I:%M:%S %p"]),
        ("23.07.2026 09:41", ["%d.%m.%Y %H:%M"]),
        ("1772525512", ["%s"]),
        ("week 27, 9 o'clock", []),
    ],
)
def test_rows_whose_time_cannot_be_read_are_counted_with_a_hint(time: str, forms: list[str], read: Read) -> None:
    records = read(THREE_CX.replace("07/03/2026 9:41:49 PM", time))
    assert (records.rows, records.unreadable) == (0, 1)
    (warning,) = records.warnings
    assert "batch.cdr.time_formats" in warning
    assert [form for form in forms if f'"{form}"' in warning] == forms
    assert warning.count('["') == len(forms)
    assert time not in warning  # of a row only its line is told


def test_the_suggested_time_format_reads_the_row(read: Read, tmp_path: Path) -> None:
    (warning,) = read(THREE_CX.replace("07/03", "07/23")).warnings
    form = warning.partition('["')[2].partition('"]')[0]
    assert read(THREE_CX.replace("07/03", "07/23"), configured(tmp_path, f'{{time_formats: ["{form}"]}}')).rows == 1


@pytest.mark.parametrize("form", ["%s.%f", "%q", "%d.%m.%Y", "%m/%d/%Y %I:%M:%S"])
def test_an_invalid_time_format_is_named_with_its_place(form: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"callgrade\.yaml:1:") as caught:
        configured(tmp_path, f'{{time_formats: ["{form}"]}}')
    assert form in str(caught.value.what)


# Why there is no record


MARCH_3 = "calldate,src,dst,uniqueid\n2026-03-03 09:12:00,5559876,101,1772525520.1\n"


@pytest.mark.parametrize(
    ("table", "name", "why"),
    [
        ("calldate,src,dst,uniqueid\n", "in-1-2-20260303-091200-1.wav", NoRecord.NO_ROWS),
        (THREE_CX, "in-1-2-20260303-091200-1.wav", NoRecord.NO_ROWS),
        (MARCH_3, "Anna.wav", NoRecord.NO_TIME_IN_NAME),
        (MARCH_3, "in-1-5551111-20260303-091200-1.wav", NoRecord.OTHER_NUMBER),
        (MARCH_3, "in-1-5559876-20260303-101200-1.wav", NoRecord.OTHER_CLOCK),
        (MARCH_3, "in-1-5559876-20260303-034200-1.wav", NoRecord.OTHER_CLOCK),  # India is 5 1/2 hours ahead
        (MARCH_3, "in-1-5559876-20260303-091900-1.wav", NoRecord.NO_ROW_THEN),
        (MARCH_3, "in-1-5559876-20260403-091200-1.wav", NoRecord.OTHER_DAYS),
        (MARCH_3 + MARCH_3.splitlines()[1].replace("0.1", "0.2"), "in-1-5559876-20260303-091200-x.wav",
         NoRecord.SEVERAL),
    ],
)  # fmt: skip
def test_a_recording_without_a_record_has_a_likely_cause(table: str, name: str, why: NoRecord, read: Read) -> None:
    records = read(table)
    assert records.match(name, named(name)).record is None
    assert records.why_none(name, named(name)) is why
    assert why.text


def test_a_form_with_an_offset_reads_times_as_mail_writes_them(read: Read, tmp_path: Path) -> None:
    settings = configured(tmp_path, '{time_formats: ["%a, %d %b %Y %H:%M:%S %z"]}')
    csv = (
        "Start Time,Direction,From,To,Duration\n"
        '"Mon, 02 Mar 2026 08:15:00 +0000",inbound,+15550100,+15550199,60\n'
        '"no time",inbound,+15550100,+15550199,60\n'
    )
    records = read(csv, settings)
    assert records.rows == 1


@pytest.mark.parametrize(
    ("form", "written"),
    [("%H:%M:%S UTC %Y-%m-%d", "08:12:00 UTC 2026-03-03"), ("%Y-%m-%d %H:%M:%SZ", "2026-03-03 08:12:00Z")],
)
def test_a_zone_that_a_form_writes_out_is_kept(form: str, written: str) -> None:
    cdr = SHIPPED.batch.cdr.model_copy(update={"time_formats": (form,)})
    assert time_of(written, cdr) == datetime(2026, 3, 3, 8, 12, tzinfo=UTC)
