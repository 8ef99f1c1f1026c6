"""Stored calls are judged by the current norms, each once, even if the run is interrupted."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from tests.support.kept import SETTINGS, InlineExecutor, english, judge_by, keep, shipped

from callgrade.grading.judge import Judge
from callgrade.model.finding import Verdict
from callgrade.model.heard import HeardCall
from callgrade.model.reason import Reason
from callgrade.rescoring.changes import CardChange, Flip, change
from callgrade.rescoring.rescoring import Rescoring, Tally
from callgrade.store import CardFilter, Store, StoredCall, open_store

CALLS = 12
EVERYTHING = CardFilter()
STRICT = (
    "norms: {closing.farewell: {severity: critical}}\nwords: {en: {norms: {closing.farewell: {phrases: [toodle pip]}}}}"
)


@pytest.fixture(scope="module")
def calls() -> list[HeardCall]:
    return english(CALLS)


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """Norms by which no call has a goodbye."""
    path = tmp_path_factory.mktemp("site") / "site.yaml"
    path.write_text(f"site: A\n{STRICT}\n", encoding="utf-8")
    return judge_by(site=path)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, calls: list[HeardCall]) -> Path:
    """A store of calls that the shipped norms judged."""
    path = tmp_path_factory.mktemp("store") / "callgrade.db"
    with open_store(path) as store:
        keep(store, calls)
    return path


@pytest.fixture
def path(filled: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copy(filled, tmp_path))


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with open_store(path) as opened:
        yield opened


def rescore(
    store: Store,
    by: Judge,
    wanted: CardFilter = EVERYTHING,
    *,
    keep: bool = True,
    interrupt_after: int | None = None,
    told: list[tuple[StoredCall, CardChange]] | None = None,
) -> Tally:
    def watch(call: StoredCall, changed: CardChange) -> None:
        if told is not None:
            told.append((call, changed))

    return Rescoring(store, by.versions, InlineExecutor(by, interrupt_after), watch, keep=keep).run(wanted)


def test_calls_get_the_judgement_of_the_new_norms(store: Store, strict: Judge) -> None:
    tally = rescore(store, strict)
    assert (tally.judged, tally.current, tally.failed, tally.elsewhere) == (CALLS, 0, [], 0)
    for stored in store.cards.read():
        assert stored.judgement == strict.judge(stored.heard)
        assert (stored.call.norms, stored.call.overall) == (stored.card.versions.norms, stored.card.score.overall)


def test_current_judgements_are_skipped(store: Store, strict: Judge) -> None:
    assert rescore(store, shipped()).current == CALLS
    rescore(store, strict)
    again = rescore(store, strict)
    assert (again.judged, again.current) == (0, CALLS)


def test_every_change_is_reported_and_counted(store: Store, strict: Judge) -> None:
    told: list[tuple[StoredCall, CardChange]] = []
    before = {stored.call.id: stored.judgement for stored in store.cards.read()}
    tally = rescore(store, strict, told=told)
    assert len(told) == CALLS
    for call, changed in told:
        (stored,) = store.cards.read(CardFilter(call_ids=[call.id]))
        assert changed == change(before[call.id], stored.judgement)
    assert tally.changed == sum(bool(changed) for _, changed in told)
    farewell = Flip("closing.farewell", Verdict.PASS, Verdict.FAIL)
    assert tally.flips[farewell] == sum(farewell in changed.flips for _, changed in told) > 0


def test_a_dry_run_reports_the_same_and_writes_nothing(path: Path, strict: Judge) -> None:
    with open_store(path) as store:
        before = path.read_bytes()
        told: list[tuple[StoredCall, CardChange]] = []
        dry = rescore(store, strict, keep=False, told=told)
        assert [stored.call.norms for stored in store.cards.read()] == [shipped().pack("en").hash] * CALLS
        really: list[tuple[StoredCall, CardChange]] = []
        assert path.read_bytes() == before
        assert rescore(store, strict, told=really) == dry
        assert told == really


def test_what_was_judged_before_an_interruption_is_kept(store: Store, strict: Judge) -> None:
    with pytest.raises(KeyboardInterrupt):
        rescore(store, strict, interrupt_after=5)
    assert sum(stored.call.norms == strict.pack("en").hash for stored in store.cards.read()) == 5
    rest = rescore(store, strict)
    assert (rest.judged, rest.current) == (CALLS - 5, 5)


def test_only_requested_calls_are_rescored(store: Store, strict: Judge) -> None:
    wanted = CardFilter(begin=datetime(2026, 1, 5, 8, 30), team="north")
    tally = rescore(store, strict, wanted)
    done = [stored.call for stored in store.cards.read() if stored.call.norms == strict.pack("en").hash]
    assert [call.id for call in done] == [stored.call.id for stored in store.cards.read(wanted)]
    assert 0 < tally.judged == len(done) < CALLS


def test_a_weight_changes_scores_and_no_verdict(store: Store) -> None:
    weights = SETTINGS.scoring.weights.model_copy(update={"minor": 9})
    scoring = SETTINGS.scoring.model_copy(update={"weights": weights})
    tally = rescore(store, judge_by(SETTINGS.model_copy(update={"scoring": scoring})))
    assert tally.changed > 0
    assert not tally.flips


def test_a_damaged_call_is_skipped_and_the_others_are_rescored(path: Path, strict: Judge) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE heard SET document = x'00' WHERE call_id = 3")
        connection.commit()
    with open_store(path) as store:
        damaged = store.calls.find(next(stored.call.sha256 for stored in store.cards.read() if stored.call.id == 3))
        tally = rescore(store, strict)
        assert (tally.judged, tally.failed) == (CALLS - 1, [damaged.sha256])


def test_a_call_that_was_erased_meanwhile_stays_erased(path: Path, strict: Judge) -> None:
    with open_store(path) as store, open_store(path) as other:
        erased: list[int] = []

        def erase_one(call: StoredCall, _changed: CardChange) -> None:
            if not erased:
                erased.append(call.id)
                other.erasure.erase(erased)

        tally = Rescoring(store, strict.versions, InlineExecutor(strict), erase_one, keep=True).run(EVERYTHING)
        assert tally.elsewhere == 1
        assert len(list(store.cards.read())) == CALLS - 1


def test_facts_that_were_not_heard_stay_unknown_with_a_reason(store: Store, tmp_path: Path) -> None:
    """The ring of these calls is in no recording: a stricter limit fails none of them."""
    site = tmp_path / "site.yaml"
    site.write_text(
        "site: A\nnorms: {answering.ring_time: {with: {checks: {ringing.ring_to_answer: {upper: 1}}}}}\n",
        encoding="utf-8",
    )
    rescore(store, judge_by(site=site))
    for stored in store.cards.read():
        finding = next(one for one in stored.judgement.findings if one.norm == "answering.ring_time")
        assert finding.verdict in (Verdict.CANNOT_TELL, Verdict.NOT_APPLICABLE)
        assert isinstance(finding.reason, Reason)


class TestChange:
    def test_added_and_removed_norms_are_changes(self, store: Store) -> None:
        (stored, *_) = store.cards.read()
        before = stored.judgement
        after = replace(before, findings=before.findings[1:])
        first = before.findings[0]
        assert change(before, after).flips == (Flip(first.norm, first.verdict, None),)
        assert change(after, before).flips == (Flip(first.norm, None, first.verdict),)
        assert not change(before, before)

    @pytest.mark.parametrize(
        ("overall", "size"), [((80.0, 50.0), 30.0), ((None, None), 0.0), ((None, 80.0), 100.0), ((80.0, None), 100.0)]
    )
    def test_a_change_has_a_size(self, overall: tuple[float | None, float | None], size: float) -> None:
        assert CardChange(overall, (None, None), ()).size == size
