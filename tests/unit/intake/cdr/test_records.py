"""Call detail records of real kinds of telephone systems, and which of them is a recording's."""

import csv
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.support.cdr import read_cdr

from callgrade.config.batch import CdrField, CdrSettings
from callgrade.config.intake import IntakeSettings
from callgrade.config.load import load_settings
from callgrade.errors import InputError
from callgrade.intake.agents import read_agents
from callgrade.intake.cdr.records import CallDetailRecords, MatchedBy
from callgrade.intake.file_name import record_of_name
from callgrade.model.record import CallRecord, Direction

INBOUND, OUTBOUND = Direction.INBOUND, Direction.OUTBOUND
MARCH_2 = datetime(2026, 3, 2, 15, 30, 11)

# Asterisk with unique ids: a call in, a call out under the company's number, one between colleagues, a lost call.
MASTER = '''\
"","5559876","101","from-trunk","""Bob Ray"" <5559876>","PJSIP/harbour-00000011","PJSIP/101-00000012","Dial","PJSIP/101,20,tr","2026-03-02 15:30:11","2026-03-02 15:30:18","2026-03-02 15:33:18",187,180,"ANSWERED","DOCUMENTATION","1772465411.123",""
"","5550100","5554321","from-internal","""Harbour Bikes"" <5550100>","PJSIP/102-00000013","PJSIP/harbour-00000014","Dial","PJSIP/5554321@harbour,,b(x)","2026-03-02 15:40:00","2026-03-02 15:40:21","2026-03-02 15:41:00",60,39,"ANSWERED","DOCUMENTATION","1772466000.130",""
"","102","101","from-internal","""Marek Novak"" <102>","PJSIP/102-00000015","PJSIP/101-00000016","Dial","PJSIP/101,20","2026-03-02 15:50:00","2026-03-02 15:50:04","2026-03-02 15:51:00",60,56,"ANSWERED","DOCUMENTATION","1772466600.140",""
"","5557777","600","from-trunk-pstn","5557777","PJSIP/harbour-00000017",,"Queue","600,t,,,30","2026-03-02 16:00:00",,"2026-03-02 16:00:30",30,0,"NO ANSWER","DOCUMENTATION","1772467200.150",""
'''  # fmt: skip # noqa: E501

FREEPBX_HEADER = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,lastdata,duration,billsec,disposition,amaflags,"
    "accountcode,uniqueid,userfield,did,cnum,cnam,outbound_cnum,outbound_cnam,dst_cnam,recordingfile,linkedid,"
    "peeraccount,sequence\n"
)
# A call that a ring group offers to two telephones, one in a queue, and one that agent 205 makes.
FREEPBX = FREEPBX_HEADER + '''\
"2026-03-02 09:15:00","""Sales:Ida Ruud"" <+4790055123>",+4790055123,201,ext-local,PJSIP/fjordtel-0000002a,PJSIP/201-0000002b,Dial,"PJSIP/201,20",12,0,"NO ANSWER",3,,1772442900.42,,22334455,+4790055123,"Sales:Ida Ruud",,,"Per Dahl",rg-601-+4790055123-20260302-091500-1772442900.42.wav,1772442900.42,,101
"2026-03-02 09:15:00","""Sales:Ida Ruud"" <+4790055123>",+4790055123,202,ext-local,PJSIP/fjordtel-0000002a,PJSIP/202-0000002c,Dial,"PJSIP/202,20",192,180,ANSWERED,3,,1772442900.42,,22334455,+4790055123,"Sales:Ida Ruud",,,"Kari Moe",rg-601-+4790055123-20260302-091500-1772442900.42.wav,1772442900.42,,102
"2026-03-02 10:00:00","""ANONYMOUS"" <anonymous>",anonymous,600,ext-queues,PJSIP/fjordtel-00000031,Local/203@from-queue-00000004;1,Queue,"600,t",240,238,ANSWERED,3,,1772445600.51,,22334455,anonymous,ANONYMOUS,,,Support,q-600-anonymous-20260302-100000-1772445600.51.wav,1772445600.51,,110
"2026-03-02 11:00:00","""Kari Moe"" <202>",202,91155667,from-internal,PJSIP/202-00000040,PJSIP/fjordtel-00000041,Dial,PJSIP/91155667@fjordtel,95,83,ANSWERED,3,,1772449200.60,,,202,"Kari Moe",22334455,,,out-91155667-202-20260302-110000-1772449200.60.wav,1772449200.60,,120
'''  # fmt: skip # noqa: E501

# 3CX's cdr.log has no header; a call through a queue to extension 504, and one made by extension 101.
THREE_CX_LOG = """\
Call 612504,00000C21DE5C2470_6531,00:05:36,2026/03/02 13:33:54,2026/03/02 13:33:54,2026/03/02 13:39:31,TerminatedBySrc,+353861112233,Ext.960,10021,960,960,QFwdToDNA,Ext.504,504,,,,,Chain: +353861112233;Ext.960;Ext.504;
Call 612505,00000C21DE5C2471_6532,00:01:10,2026/03/02 14:00:00,2026/03/02 14:00:09,2026/03/02 14:01:19,TerminatedByDst,Ext.101,+353874445566,101,10021,+353874445566,,,,,,,,Chain: Ext.101;+353874445566;
"""  # fmt: skip # noqa: E501

THREE_CX_REPORT = """\
Call Time,Call ID,From,To,Direction,Status,Ringing,Talking,Cost,Call Activity Details
2026-03-02T13:33:54,00000C21-6531,Roisin Byrne (+353861112233),Support (960),Inbound Queue,Answered,00:00:00,00:00:20,,Support
2026-03-02T13:34:14,00000C21-6531,Roisin Byrne (+353861112233),"Quinn, Sean (504)",Inbound,Answered,00:00:06,00:05:10,,Ended by Sean Quinn (504)
2026-03-02T14:00:00,00000C21-6532,Ann Lee (101),Dublin Dental (+353874445566),Outbound,Answered,00:00:09,00:01:10,0.10,
2026-03-02T14:10:00,00000C21-6533,Ann Lee (101),Sean Quinn (504),Internal,Answered,00:00:02,00:00:30,,
Totals,,,,,,00:00:17,00:07:10,0.10,
"""  # fmt: skip # noqa: E501

OLDER_REPORT = """\
Call Reports
From 02/03/2026 to 02/03/2026

Call Time,Caller ID,Destination,Status,Ringing,Talking,Totals,Cost,Reason
2026-03-02 13:34:14,Roisin Byrne (+353861112233),Sean Quinn (504),Answered,00:00:06,00:05:10,00:05:16,,Terminated by src
2026-03-02 14:00:00,Ann Lee (101),+353874445566,Unanswered,00:00:09,00:00:00,00:00:09,,
"""


@pytest.fixture(scope="module")
def settings() -> CdrSettings:
    return load_settings().batch.cdr


@pytest.fixture
def read(tmp_path: Path, settings: CdrSettings) -> Iterator[Callable[..., CallDetailRecords]]:
    opened: list[CallDetailRecords] = []

    def read(*texts: str | bytes, with_settings: CdrSettings = settings, zone: str | None = None) -> CallDetailRecords:
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"records-{number}.csv")
            paths[-1].write_bytes(text.encode() if isinstance(text, str) else text)
        opened.append(read_cdr(paths, with_settings, zone))
        return opened[-1]

    yield read
    for records in opened:
        records.close()


Read = Callable[..., CallDetailRecords]


def facts(record: CallRecord | None) -> CallRecord:
    assert record is not None
    assert set(record.sources.values()) == {"cdr"}
    return replace(record, sources={})


# What the systems write


def test_a_call_in_is_known_by_the_unique_id_in_the_recordings_name(read: Read) -> None:
    records = read(MASTER)
    match = records.match("2026/03/02/in-5550100-5559876-20260302-153011-1772465411.123.wav")
    assert match.by is MatchedBy.IDENTIFIER
    assert facts(match.record) == CallRecord(
        direction=INBOUND, started=MARCH_2, customer="Bob Ray", extension="101", ring_to_answer_s=7.0
    )
    assert (records.rows, records.warnings) == (4, ())


def test_an_agent_who_calls_with_the_companys_number_is_known_by_the_channel(read: Read) -> None:
    record = facts(read(MASTER).match("1772466000.130.wav").record)
    assert record == CallRecord(
        direction=OUTBOUND, started=datetime(2026, 3, 2, 15, 40), extension="102", ring_to_answer_s=21.0
    )


def test_a_call_between_colleagues_has_no_agent_and_customer(read: Read) -> None:
    record = facts(read(MASTER).match("x-1772466600.140.wav").record)
    assert record == CallRecord(started=datetime(2026, 3, 2, 15, 50), ring_to_answer_s=4.0)


def test_only_a_call_between_two_extensions_is_internal(read: Read) -> None:
    records = read(MASTER)
    names = ["x-1772466600.140.wav", "1772466000.130.wav", "in-1772465411.123.wav", "q-1772467200.150.wav"]
    assert [records.match(name).internal for name in names] == [True, False, False, False]
    assert records.match(names[0]).system_id == "1772466600.140"


def test_an_unanswered_call_has_no_ringing_time_and_a_queue_is_not_an_agent(read: Read) -> None:
    record = facts(read(MASTER).match("q-600-5557777-20260302-160000-1772467200.150.wav").record)
    assert record == CallRecord(direction=INBOUND, started=datetime(2026, 3, 2, 16))


def test_the_agent_of_a_ring_group_is_the_one_who_answered(read: Read) -> None:
    match = read(FREEPBX).match("rg-601-+4790055123-20260302-091500-1772442900.42.wav")
    assert match.by is MatchedBy.RECORDING
    assert facts(match.record) == CallRecord(
        direction=INBOUND, started=datetime(2026, 3, 2, 9, 15), agent="Kari Moe", customer="Ida Ruud", extension="202",
        ring_to_answer_s=12.0,
    )  # fmt: skip


def test_a_queue_answers_before_the_agent_so_that_ringing_is_unknown(read: Read) -> None:
    record = facts(read(FREEPBX).match("q-600-anonymous-20260302-100000-1772445600.51.wav").record)
    assert record == CallRecord(direction=INBOUND, started=datetime(2026, 3, 2, 10), extension="203")


def test_a_call_out_names_the_agent_and_not_the_customer(read: Read) -> None:
    record = facts(read(FREEPBX).match("out-91155667-202-20260302-110000-1772449200.60.mp3").record)
    assert record == CallRecord(
        direction=OUTBOUND, started=datetime(2026, 3, 2, 11), agent="Kari Moe", extension="202", ring_to_answer_s=12.0
    )


def test_the_log_of_3cx_is_read_in_utc(read: Read, settings: CdrSettings) -> None:
    records = read(THREE_CX_LOG, with_settings=settings.model_copy(update={"utc": True}), zone="Europe/Dublin")
    through_queue = facts(records.match("[x]_+353861112233-504_20260302133354(00000C21DE5C2470_6531).wav").record)
    assert through_queue == CallRecord(
        direction=INBOUND, started=datetime(2026, 3, 2, 13, 33, 54, tzinfo=UTC), extension="504"
    )
    by_name = CallRecord(started=datetime(2026, 3, 2, 14, 0, 1))
    made = records.match("[Ann Lee]_101-+353874445566_20260302140001(77).wav", by_name)
    assert made.by is MatchedBy.TIME
    assert facts(made.record) == CallRecord(
        direction=OUTBOUND, started=datetime(2026, 3, 2, 14, tzinfo=UTC), extension="101", ring_to_answer_s=9.0
    )


def test_the_report_of_3cx_is_read(read: Read) -> None:
    records = read(THREE_CX_REPORT)
    assert facts(records.match("a_00000C21-6531.wav").record) == CallRecord(
        direction=INBOUND, started=datetime(2026, 3, 2, 13, 33, 54), agent="Sean Quinn", customer="Roisin Byrne",
        extension="504",
    )  # fmt: skip
    assert facts(records.match("b_00000C21-6532.wav").record) == CallRecord(
        direction=OUTBOUND, started=datetime(2026, 3, 2, 14), agent="Ann Lee", customer="Dublin Dental",
        extension="101", ring_to_answer_s=9.0,
    )  # fmt: skip
    assert facts(records.match("00000C21-6533.wav").record).direction is None
    assert records.warnings == ("records-0.csv: 1 row could not be read (line 6: no time that can be read)",)


def test_an_older_report_of_3cx_is_read_below_its_titles(read: Read, intake: IntakeSettings) -> None:
    records = read(OLDER_REPORT)
    name = "[Roisin Byrne]_+353861112233-504_20260302133416(1).wav"
    assert facts(records.match(name, record_of_name(name, intake.file_names)).record) == CallRecord(
        direction=INBOUND, started=datetime(2026, 3, 2, 13, 34, 14), agent="Sean Quinn", customer="Roisin Byrne",
        extension="504", ring_to_answer_s=6.0,
    )  # fmt: skip
    lost = records.match("101_353874445566.wav", CallRecord(started=datetime(2026, 3, 2, 14))).record
    assert facts(lost).ring_to_answer_s is None


def test_a_table_described_in_the_configuration_is_read(read: Read, settings: CdrSettings) -> None:
    own = settings.model_copy(
        update={
            "columns": settings.columns
            | {
                CdrField.STARTED: ("Beginn",), CdrField.RECORDING: ("Aufnahme",), CdrField.AGENT: ("Mitarbeiter",),
                CdrField.TEAM: ("Gruppe",), CdrField.CUSTOMER: ("Kunde",), CdrField.EXTENSION: ("Nebenstelle",),
                CdrField.DIRECTION: ("Richtung",), CdrField.RING: ("Klingeln",), CdrField.TALK: ("Gespräch",),
            },
            "time_formats": ("%d.%m.%Y %H:%M:%S",),
        }
    )  # fmt: skip
    table = (
        "Beginn;Richtung;Nebenstelle;Mitarbeiter;Gruppe;Kunde;Klingeln;Gespräch;Aufnahme\r\n"
        "02.03.2026 15:30:11;in;17;Öztürk, Ayşe;Empfang;Jörg Weiß;0:08;3:05;Archiv\\2026\\0001.wav\r\n"
        "03.03.2026 15:30:11;out;18;Max Lang;Empfang;;0:03;1:05;Archiv\\2027\\0001.wav\r\n"
    )
    records = read(table, with_settings=own)
    assert facts(records.match("2026/0001.wav").record) == CallRecord(
        direction=INBOUND, started=MARCH_2, agent="Ayşe Öztürk", team="Empfang", customer="Jörg Weiß", extension="17",
        ring_to_answer_s=8.0,
    )  # fmt: skip
    assert facts(records.match("ARCHIV/2027/0001.WAV").record) == replace(
        facts(records.match("2027/0001.wav").record), extension="18"
    )
    assert records.match("0001.wav").by is MatchedBy.SEVERAL
    assert records.match("2028/0001.wav").by is MatchedBy.NOTHING


@pytest.mark.parametrize(
    ("extra", "unique_id", "linked_id"),
    [
        ("", None, None),
        (',"1772465411.123"', "1772465411.123", None),
        (',"some user field"', None, None),
        (',"pbx1-1772465411.123",""', "pbx1-1772465411.123", None),
        (',"","1772465411.100","7"', None, "1772465411.100"),
        (',"1772465411.123","","","1772465411.100","7"', "1772465411.123", "1772465411.100"),
    ],
)
def test_master_csv_is_read_with_any_number_of_columns(
    extra: str, unique_id: str | None, linked_id: str | None, read: Read
) -> None:
    records = read(MASTER.splitlines()[0].removesuffix(',"1772465411.123",""') + extra + "\n")
    assert records.rows == 1
    for identifier in ("1772465411.123", "pbx1-1772465411.123", "1772465411.100"):
        known = records.match(f"in-1-2-20260302-153011_{identifier}.wav").record is not None
        assert known is any(told and identifier.endswith(told) for told in (unique_id, linked_id))


def test_facts_on_which_legs_disagree_are_unknown(read: Read) -> None:
    """Transferred from 201 to 202: both answered, so the agent is unknown; customer and direction are known."""
    both = FREEPBX.replace('12,0,"NO ANSWER"', '12,9,"ANSWERED"')
    record = facts(read(both).match("rg-601-+4790055123-20260302-091500-1772442900.42.wav").record)
    assert record == CallRecord(direction=INBOUND, started=datetime(2026, 3, 2, 9, 15), customer="Ida Ruud")


# Which record is a recording's


def test_time_and_number_together_find_a_record_and_neither_alone(read: Read) -> None:
    records = read(MASTER)
    at = CallRecord(started=MARCH_2 + timedelta(seconds=4))
    assert records.match("call from 5559876.wav", at).by is MatchedBy.TIME
    assert records.match("call from +1 5559876.wav", at).by is MatchedBy.TIME
    assert records.match("call to 101.wav", at).by is MatchedBy.TIME
    assert records.match("call.wav", at).by is MatchedBy.NOTHING
    assert records.match("call from 5559876.wav").by is MatchedBy.NOTHING
    assert records.match("call from 5559876.wav", CallRecord(started=MARCH_2 + timedelta(seconds=6))).record is None


def test_two_matching_calls_give_no_record(read: Read) -> None:
    twice = MASTER + MASTER.splitlines()[0].replace(".123", ".124").replace("15:30:11", "15:30:12") + "\n"
    match = read(twice).match("call to 101.wav", CallRecord(started=MARCH_2))
    assert (match.record, match.by) == (None, MatchedBy.SEVERAL)


def test_a_time_in_the_repeated_hour_gives_no_record(read: Read) -> None:
    """Two calls of one customer, an hour apart by the sun and at the same time by the clock (reliability case 25)."""
    first = MASTER.splitlines()[0].replace("2026-03-02 15:30", "2026-10-25 02:30")
    second = first.replace("1772465411.123", "1792895411.9")
    at = CallRecord(started=datetime(2026, 10, 25, 2, 30, 11))
    assert read(f"{first}\n{second}\n").match("5559876.wav", at).by is MatchedBy.SEVERAL
    assert read(f"{first}\n{second}\n").match("5559876-1792895411.9.wav", at).by is MatchedBy.IDENTIFIER


def test_digits_of_a_time_are_not_a_telephone_number(read: Read) -> None:
    """Extension 123 rings at that time; the name holds 123 in its identifier only."""
    other = MASTER.splitlines()[0].replace("101", "123").replace("1772465411.123", "1772465499.9")
    name = "out-5550000-109-20260302-153011-1772465411.123.wav"
    assert read(other + "\n").match(name, CallRecord(started=MARCH_2)).by is MatchedBy.NOTHING


def test_a_number_that_begins_like_a_year_is_a_number(read: Read) -> None:
    """Danish mobile numbers have eight digits, and many begin with 20."""
    records = read(MASTER.replace("5559876", "20123456"))
    name = "in-70101010-20123456-20260302-153011-1.wav"
    assert records.match(name, CallRecord(started=MARCH_2)).by is MatchedBy.TIME


def test_a_plain_number_is_not_an_identifier(read: Read) -> None:
    """Else call 153011 would be that of every recording made at 15:30:11."""
    table = "uniqueid,calldate,src,dst\n153011,2026-03-02 10:00:00,5559876,101\n"
    assert read(table).match("in-1-2-20260302-153011-1772465411.123.wav").by is MatchedBy.NOTHING


def test_rows_in_two_files_count_once(read: Read) -> None:
    record = facts(read(MASTER, MASTER).match("1772465411.123.wav").record)
    assert (record.extension, record.ring_to_answer_s) == ("101", 7.0)


# Names and numbers


@pytest.mark.parametrize(
    ("caller_id", "customer"),
    [
        ('"Bob Ray" <5559876>', "Bob Ray"),
        ('"RAY,BOB" <5559876>', "RAY,BOB"),
        ('"Ray, Bob" <5559876>', "Bob Ray"),
        ('"Support: Bob Ray" <5559876>', "Bob Ray"),
        ('"Anonymous" <5559876>', None),
        ('"WIRELESS CALLER" <5559876>', None),
        ('"5559876" <5559876>', None),
        ('"V41512302000112" <5559876>', None),
        ('"" <5559876>', None),
        ("5559876", None),
        ("\"=cmd|'/c calc'!A1\" <5559876>", "=cmd|'/c calc'!A1"),
        ('"Bob\x1b[31m\u202e Ray" <5559876>', "Bob[31m Ray"),
    ],
)
def test_a_caller_id_that_is_a_name_names_the_customer(
    caller_id: str, customer: str | None, read: Read, settings: CdrSettings
) -> None:
    row = next(csv.reader(MASTER.splitlines()))
    row[4] = caller_id
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
    assert facts(read(quoted).match("1772465411.123.wav").record).customer == customer
    silent = settings.model_copy(update={"caller_id_names": False})
    assert facts(read(quoted, with_settings=silent).match("1772465411.123.wav").record).customer is None


@pytest.mark.parametrize(
    ("context", "source", "destination", "channel", "other", "direction", "extension"),
    [
        ("from-trunk", "101", "102", "PJSIP/trunk-1", "PJSIP/102-2", INBOUND, "102"),
        ("default", "5559876", "102", "PJSIP/trunk-1", "PJSIP/102-2", INBOUND, "102"),
        ("default", "5559876", "5550100", "PJSIP/trunk-1", "Local/102@from-queue-01;1", INBOUND, "102"),
        ("default", "5559876", "5550100", "PJSIP/trunk-1", "Local/FMPR-102@from-internal-01;1", INBOUND, "102"),
        ("default", "5559876", "102", "DAHDI/13-1", "DAHDI/2-1", INBOUND, "102"),
        ("default", "5559876", "ivr-1", "SIP/3912902926-0000ce15", "", INBOUND, None),
        ("default", "102", "5559876", "DAHDI/2-1", "DAHDI/13-1", OUTBOUND, "102"),
        ("default", "102", "112", "PJSIP/102-2", "PJSIP/trunk-1", OUTBOUND, "102"),
        ("default", "102", "*97", "PJSIP/102-2", "", None, None),
        ("default", "102", "103", "PJSIP/102-2", "PJSIP/103-2", None, None),
        ("default", "5559876", "5554321", "PJSIP/trunk-1", "PJSIP/trunk-2", INBOUND, None),
    ],
)
def test_the_direction_follows_from_who_called_whom(
    context: str, source: str, destination: str, channel: str, other: str, direction: Direction | None,
    extension: str | None, read: Read,
) -> None:  # fmt: skip
    row = next(csv.reader(MASTER.splitlines()))
    row[1:7] = [source, destination, context, f"<{source}>", channel, other]
    record = facts(read(",".join(f'"{cell}"' for cell in row)).match("1772465411.123.wav").record)
    assert (record.direction, record.extension) == (direction, extension)


# Hostile and broken tables


def test_rows_that_cannot_be_read_are_counted_and_named(read: Read) -> None:
    rows = MASTER.splitlines()
    broken = [
        rows[0],
        "too,short",
        rows[1].replace("2026-03-02 15:40:00", "yesterday"),
        '"","102","101","from-internal",',
        rows[3],
        "",
    ]
    records = read("\n".join(broken))
    assert records.rows == 2
    assert records.warnings == (
        "records-0.csv: 3 rows could not be read (line 2: 2 cells do not fit; line 3: no time that can be read; "
        "line 4: 5 cells do not fit)",
    )
    assert records.match("1772467200.150.wav").record is not None


@pytest.mark.parametrize("cut", [slice(0, 40), slice(40, None)])
def test_a_first_row_that_was_cut_is_counted(cut: slice, read: Read) -> None:
    rows = MASTER.splitlines()
    records = read("\n".join([rows[0][cut].replace('"', ""), *rows[1:]]) + "\n")
    assert (records.rows, records.unreadable) == (len(rows) - 1, 1)
    assert "line 1" in records.warnings[0]


def test_the_names_in_the_log_of_3cx_are_read(read: Read) -> None:
    through_queue, made = THREE_CX_LOG.splitlines()
    names = ",,,,Roisin Byrne,,Sean Quinn,"
    records = read(f"{through_queue}{names}\n{made}\n")
    record = records.match("[x]_+353861112233-504_20260302133354(00000C21DE5C2470_6531).wav").record
    assert record is not None
    assert (record.agent, record.customer) == ("Sean Quinn", "Roisin Byrne")


def test_a_row_cut_within_quotes_loses_itself_and_the_next(read: Read) -> None:
    rows = MASTER.splitlines()
    records = read("\n".join([rows[0], rows[1][:60], rows[2], rows[3]]) + "\n")
    assert records.rows == 2
    assert records.match("1772467200.150.wav").record is not None


def test_an_unclosed_quote_loses_some_rows_and_not_the_file(read: Read) -> None:
    rows = MASTER.splitlines()
    endless = "\n".join(["555 without any other quote"] * 10_000)
    records = read("\n".join([rows[0], '"', endless, rows[2], rows[3]]) + "\n")
    assert records.match("1772465411.123.wav").record is not None
    assert records.match("1772467200.150.wav").record is not None
    assert "field larger than field limit" in records.warnings[0]


def test_line_breaks_nul_and_endless_lines_within_a_row_are_survived(read: Read) -> None:
    rows = MASTER.splitlines()
    odd = rows[0].replace("PJSIP/101,20,tr", "a\nb\r\nc\0d")
    records = read(odd + "\n" + "x" * 3_000_000 + "\n" + rows[1] + "\n")
    assert records.match("1772465411.123.wav").record is not None
    assert records.match("1772466000.130.wav").record is not None
    assert "could not be read" in records.warnings[0]


def test_records_are_read_in_usual_encodings(read: Read) -> None:
    text = FREEPBX.replace("Ida Ruud", "Idå Rüüd")
    name = "rg-601-+4790055123-20260302-091500-1772442900.42.wav"
    for encoding, warned in (("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)):
        records = read(text.encode(encoding))
        assert facts(records.match(name).record).customer == "Idå Rüüd"
        assert len(records.warnings) == warned


def test_a_name_that_is_not_utf8_has_no_record_and_breaks_nothing(read: Read) -> None:
    records = read(FREEPBX)
    assert records.match("\udcff\udcfe-20260302.wav", CallRecord(started=MARCH_2)).by is MatchedBy.NOTHING
    assert records.match("-" * 255, CallRecord(started=MARCH_2)).by is MatchedBy.NOTHING


@pytest.mark.parametrize(
    "text",
    ["just some text\n", "name,age\nBob,4\n", '{"calls": []}', "calldate,duration\n2026-03-02 10:00:00,3\n", "\0\0\n"],
)
def test_the_error_for_a_wrong_file_names_the_expected_columns(text: str, read: Read) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert caught.value.code == "bad_table"
    assert "calldate" in caught.value.what
    assert "recordingfile" in caught.value.what


def test_a_file_that_is_not_there_is_an_error_and_an_empty_one_is_not(
    settings: CdrSettings, tmp_path: Path, read: Read
) -> None:
    with pytest.raises(InputError) as caught:
        read_cdr([tmp_path / "Master.csv"], settings)
    assert caught.value.code == "missing"
    assert read("").warnings == ("records-0.csv is empty.",)
    assert read(FREEPBX_HEADER).rows == 0


def test_a_pipe_of_records_does_not_block(settings: CdrSettings, tmp_path: Path) -> None:

    os.mkfifo(tmp_path / "Master.csv")
    with pytest.raises(InputError) as caught:
        read_cdr([tmp_path / "Master.csv"], settings)
    assert caught.value.code == "not_a_file"


def test_examples_in_the_documentation_are_read(tmp_path: Path, read: Read) -> None:
    text = (Path(__file__).parents[4] / "docs" / "how-to" / "call-detail-records.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
    (columns, table), (_, agents), (_, in_settings) = ((blocks[0][1], blocks[1][1]), blocks[2], blocks[3])
    mine = tmp_path / "callgrade.yaml"
    mine.write_text(columns, encoding="utf-8")
    record = facts(read(table, with_settings=load_settings(mine).batch.cdr).match("2026/0001.wav").record)
    assert (record.direction, record.extension, record.ring_to_answer_s) == (INBOUND, "17", 8.0)
    (tmp_path / "agents.csv").write_text(agents, encoding="utf-8")
    mine.write_text(in_settings, encoding="utf-8")
    listed, set_down = read_agents(tmp_path / "agents.csv"), load_settings(mine).intake.agents
    assert listed["101"] == set_down["101"]
    assert set(set_down) < set(listed)
