"""A call record is put together from several sources; the first to know a fact is kept."""

from callgrade.model.record import CallRecord, Direction


def test_the_first_source_of_a_fact_wins_and_is_named() -> None:
    option = CallRecord(agent="Carol", sources={"agent": "option"})
    file_name = CallRecord(
        agent="ext 12", direction=Direction.OUTBOUND, sources={"agent": "file name", "direction": "file name"}
    )
    record = option.filled_from(file_name)
    assert (record.agent, record.direction) == ("Carol", Direction.OUTBOUND)
    assert record.sources == {"agent": "option", "direction": "file name"}


def test_filling_from_nothing_changes_nothing() -> None:
    record = CallRecord(company="Meridian", sources={"company": "sidecar"})
    assert record.filled_from(CallRecord()) == record
