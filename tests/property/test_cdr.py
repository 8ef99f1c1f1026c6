"""Any call detail records and any file name give a record, no record, or an error with its reason."""

import csv
import tempfile
from datetime import datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.cdr import read_cdr

from callgrade.config.load import load_settings
from callgrade.errors import InputError
from callgrade.intake.cdr.no_record import NoRecord
from callgrade.intake.cdr.party import party, same_number
from callgrade.model.record import CallRecord

CDR = load_settings().batch.cdr
HEADER = (
    "calldate,clid,src,dst,dcontext,channel,dstchannel,lastapp,duration,billsec,disposition,uniqueid,recordingfile\n"
)
AT = CallRecord(started=datetime(2026, 3, 2, 15, 30, 11))

cells = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["2026-03-02 15:30:11", "2026-03-02T15:30:11+01:00", "101", "5559876", '"Bob" <5559876>', "PJSIP/101-01",
         "0001-01-01T00:00:00+05:00", "9999-12-31 23:59:59-05:00", "99999",
         "Local/@", "ANSWERED", "1772465411.123", "a/b.wav", "-1", "nan", "1e9", "=1+1"]
    ),
)  # fmt: skip
rows = st.lists(cells, min_size=13, max_size=13).map(
    lambda row: ",".join('"' + c.replace('"', '""') + '"' for c in row)
)
names = st.one_of(st.text(max_size=60), st.sampled_from(["b.wav", "x-1772465411.123.wav", "5559876 to 101.wav"]))


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, max_size=5), names)
def test_any_cells_give_a_record_or_no_record(table: list[str], name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        path.write_text(HEADER + "\n".join(table), encoding="utf-8", errors="replace")
        with read_cdr([path], CDR, "Europe/Oslo") as records:
            record = records.match(name, AT).record
            assert record is None or (record.ring_to_answer_s or 0) >= 0
            assert record is None or set(record.sources.values()) == {"cdr"}


headers = st.sampled_from(
    [
        "calldate,src,dst,direction,duration,billsec,uniqueid",
        "Call Sid,Recording Sid,Date Created,From,To,Direction,Duration,Status",
        "globalCallID_callId,dateTimeOrigination,callingPartyNumber,originalCalledPartyNumber,dateTimeConnect,duration",
        "Call Time,Caller ID,Destination,Status,Ringing,Talking",
    ]
)
more_cells = st.one_of(
    cells,
    st.sampled_from(
        ["1772525512", "0", "99999999999", "1e308", "INTEGER", "VARCHAR(50)", "07/03/2026 9:41:49 AM",
         "31/12/2026 24:00:00", "outbound-dial", "sideways", "IN", "\u200b", "sofia/internal/101@10.0.0.2", "sofia/",
         "NORMAL_CLEARING",
         "a5c9f6c0-e752-11e3-8bfb-65b6c3cdac7d", "2026-03-29 02:30:00", "00:00:08"]
    ),
)  # fmt: skip
forms = st.lists(st.sampled_from(["%s", "%m/%d/%Y %I:%M:%S %p", "%a, %d %b %Y %H:%M:%S %z"]), max_size=2).map(tuple)


@settings(max_examples=150, deadline=None)
@given(headers, st.lists(st.lists(more_cells, min_size=1, max_size=18), max_size=6), forms, st.booleans(), names)
def test_every_row_is_a_record_or_is_counted(
    header: str, table: list[list[str]], forms: tuple[str, ...], utc: bool, name: str
) -> None:
    told = CDR.model_copy(update={"time_formats": forms, "utc": utc})
    written = ['"' + '","'.join(cell.replace('"', "").replace("\r", " ").replace("\n", " ") for cell in row) + '"'
               for row in table]  # fmt: skip
    kept = [row for row in csv.reader(written) if any(cell.strip() for cell in row)]
    types = [row for row in kept if is_row_of_types(row)][:1] if kept and is_row_of_types(kept[0]) else []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        path.write_text("\n".join([header, *written]), encoding="utf-8", errors="replace")
        with read_cdr([path], told, "Europe/Oslo") as records:
            assert records.rows + records.unreadable in (len(kept), len(kept) - len(types))
            assert bool(records.unreadable) == bool(records.warnings)
            match = records.match(name, AT)
            assert match.record or records.why_none(name, AT) in NoRecord


def is_row_of_types(row: list[str]) -> bool:
    return all(cell.strip() in ("", "INTEGER", "VARCHAR(50)") for cell in row)


@settings(max_examples=150, deadline=None)
@given(st.binary(min_size=1, max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "records.csv"
        path.write_bytes(content)
        try:
            read_cdr([path], CDR).close()
            outcome = "read"
        except InputError as error:
            outcome = error.code
        assert outcome in ("read", "bad_table")


@given(st.text(max_size=80))
def test_any_text_can_name_a_party(text: str) -> None:
    found = party(text)
    assert found.number.removeprefix("+").isdigit() or not found.number
    assert same_number(found.number, found.number, CDR.external_digits)
