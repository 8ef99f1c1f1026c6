"""People's verdicts lie beside the machine's, count in the score, and outlive everything but an erasure."""

from dataclasses import replace

import pytest
from tests.scorecards import CARD
from tests.support.stored import LEASE_S, digest, heard, judgement, score, seen

from callgrade.errors import UsageError
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.scorecard import Scorecard
from callgrade.store import CardFilter, NewMark, Store, StoredCard, WrittenJudgement

WISH = "closing.good_wish"  # the machine says fail, at 13 points
NAMED = "greeting.agent_name"
BRAND_NEW = replace(judgement(), versions=replace(CARD.versions, norms="another"))


def stored(store: Store, call_id: int) -> StoredCard:
    (card,) = store.cards.read(CardFilter(call_ids=[call_id]))
    return card


def found(card: Scorecard, norm: str = WISH) -> Finding:
    return next(one for one in card.findings if one.norm == norm)


def mark(store: Store, call_id: int, verdict: Verdict, reader: str = "Ann Reed", norm: str = WISH) -> None:
    store.reviews.mark([NewMark(call_id, norm, reader, verdict)], "office")


class TestAVerdictOfAPerson:
    def test_it_counts_in_the_score_and_the_machines_stays_beside_it(self, store: Store) -> None:
        call_id = score(store, 1)
        before = stored(store, call_id).card
        mark(store, call_id, Verdict.PASS)
        after = stored(store, call_id)
        finding = found(after.card)
        assert (finding.verdict, finding.machine) == (Verdict.PASS, Verdict.FAIL)
        assert found(after.card).review is not None
        assert (before.score.overall or 0) < (after.card.score.overall or 0)
        assert WISH not in after.card.score.lost
        assert after.judgement == judgement()

    def test_lists_show_what_counts(self, store: Store) -> None:
        call_id = score(store, 1)
        mark(store, call_id, Verdict.PASS)
        card = stored(store, call_id)
        assert (card.call.overall, card.call.band) == (card.card.score.overall, card.card.score.band)

    def test_one_of_a_critical_fail_puts_the_call_below_all_others(self, store: Store) -> None:
        call_id = score(store, 1)
        mark(store, call_id, Verdict.FAIL, norm="wording.no_rudeness")
        assert stored(store, call_id).card.score.critical == ("wording.no_rudeness",)

    def test_what_a_person_cannot_tell_does_not_count(self, store: Store) -> None:
        call_id = score(store, 1)
        before = stored(store, call_id).card
        mark(store, call_id, Verdict.CANNOT_TELL)
        after = stored(store, call_id).card
        assert found(after).reason is Reason.REVIEWED
        assert after.score.coverage < before.score.coverage

    def test_a_person_may_judge_what_the_machine_could_not(self, store: Store) -> None:
        call_id = score(store, 1)
        mark(store, call_id, Verdict.FAIL, norm="opening.purpose")
        assert found(stored(store, call_id).card, "opening.purpose").verdict is Verdict.FAIL

    def test_it_survives_a_rescore(self, store: Store) -> None:
        call_id = score(store, 1)
        mark(store, call_id, Verdict.PASS)
        assert store.cards.replace_judgements([(stored(store, call_id), WrittenJudgement.of(BRAND_NEW))]) == 1
        card = stored(store, call_id)
        assert (card.call.norms, found(card.card).verdict) == ("another", Verdict.PASS)
        assert card.call.overall == card.card.score.overall != BRAND_NEW.score.overall

    def test_it_survives_that_the_call_is_heard_again(self, store: Store) -> None:
        call_id = score(store, 1)
        mark(store, call_id, Verdict.PASS)
        run = store.ledger.start_run()
        store.ledger.retry({stored(store, call_id).call.state}, [call_id])
        assert store.ledger.claim(call_id, run, LEASE_S)
        assert store.ledger.finish_scored(call_id, run, heard(1), judgement())
        card = stored(store, call_id)
        assert found(card.card).verdict is Verdict.PASS
        assert card.call.overall == card.card.score.overall

    def test_that_of_most_people_counts_and_the_latest_where_they_are_even(self, store: Store) -> None:
        call_id = score(store, 1)
        verdicts = (("Ann Reed", Verdict.FAIL), ("Ben Hill", Verdict.PASS), ("Eva Lund", Verdict.PASS))
        for reader, verdict in verdicts:
            mark(store, call_id, verdict, reader)
        assert found(stored(store, call_id).card).verdict is Verdict.PASS
        mark(store, call_id, Verdict.PARTIAL, "Eva Lund")
        mark(store, call_id, Verdict.FAIL, "Dan Moe")
        finding = found(stored(store, call_id).card)
        assert finding.verdict is Verdict.FAIL
        assert finding.review is not None
        assert finding.review.judges == ("Ann Reed", "Dan Moe")

    def test_the_same_twice_changes_nothing(self, store: Store) -> None:
        call_id = score(store, 1)
        once = [NewMark(call_id, WISH, "Ann Reed", Verdict.PASS, "heard it")]
        assert store.reviews.mark(once, "office") == (1, 0, 0)
        assert store.reviews.mark(once, "office") == (0, 0, 1)
        assert len(store.reviews.changes()) == 1

    def test_a_card_number_in_a_remark_is_never_written(self, store: Store) -> None:
        call_id = score(store, 1)
        remark = "she reads 4111 1111 1111 1111 aloud"
        store.reviews.mark([NewMark(call_id, WISH, "Ann Reed", Verdict.PASS, remark)], "office")
        assert "1111" not in repr((store.reviews.of([call_id]), store.reviews.changes()))

    def test_one_for_an_unknown_norm_refuses_them_all(self, store: Store) -> None:
        call_id = score(store, 1)
        marks = [NewMark(call_id, norm, "Ann Reed", Verdict.PASS) for norm in (WISH, "closing.song")]
        with pytest.raises(UsageError, match=r"closing\.song"):
            store.reviews.mark(marks, "office")
        assert store.reviews.of([call_id]) == {}

    def test_a_call_without_a_scorecard_is_refused(self, store: Store) -> None:
        run = store.ledger.start_run()
        with pytest.raises(UsageError, match="waiting"):
            mark(store, store.ledger.enrol(run, seen(1), digest(1)).call_id, Verdict.PASS)

    def test_a_call_whose_weights_are_not_known_must_be_rescored_first(self, store: Store) -> None:
        call_id = score(store, 1, replace(judgement(), scoring=""))
        with pytest.raises(UsageError, match="rescore"):
            mark(store, call_id, Verdict.PASS)


class TestADispute:
    def test_it_is_shown_and_the_verdict_counts_until_the_answer(self, store: Store) -> None:
        call_id = score(store, 1)
        store.reviews.dispute(call_id, WISH, "I wished her a good trip.", "Carol Jensen")
        finding = found(stored(store, call_id).card)
        assert finding.verdict is Verdict.FAIL
        assert finding.review is not None
        assert finding.review.dispute is not None
        assert finding.review.dispute.text == "I wished her a good trip."

    def test_the_verdict_of_the_answer_counts_before_all_others(self, store: Store) -> None:
        call_id = score(store, 1)
        store.reviews.dispute(call_id, WISH, "I wished her a good trip.", "Carol Jensen")
        store.reviews.answer(call_id, WISH, "That is one.", Verdict.PASS, "Ann Reed")
        mark(store, call_id, Verdict.FAIL, "Ben Hill")
        card = stored(store, call_id)
        assert found(card.card).verdict is Verdict.PASS
        assert card.call.overall == card.card.score.overall

    def test_only_a_dispute_can_be_answered(self, store: Store) -> None:
        with pytest.raises(UsageError, match="Nobody disputes"):
            store.reviews.answer(score(store, 1), WISH, "Yes.", None, "Ann Reed")


class TestTheTrail:
    def test_it_says_who_changed_what_and_what_was_before(self, store: Store) -> None:
        call_id = score(store, 1)
        mark(store, call_id, Verdict.PASS)
        mark(store, call_id, Verdict.FAIL)
        store.reviews.dispute(call_id, NAMED, "I said it.", "Carol Jensen")
        store.reviews.answer(call_id, NAMED, "Not heard.", None, "Ann Reed")
        first, second, disputed, answered = store.reviews.changes(call_id)
        assert (first.who, first.what, first.before) == ("office", "mark", None)
        assert second.before is not None
        assert (second.before["verdict"], second.after["verdict"]) == ("pass", "fail")
        assert (disputed.who, disputed.what, disputed.norm) == ("Carol Jensen", "dispute", NAMED)
        assert (answered.what, answered.after["answer"]) == ("answer", "Not heard.")
        assert first.at <= second.at <= disputed.at <= answered.at

    def test_an_erasure_erases_all_that_people_said(self, store: Store) -> None:
        call_id, other = score(store, 1), score(store, 2)
        for one in (call_id, other):
            mark(store, one, Verdict.PASS)
            store.reviews.dispute(one, NAMED, "I said it.", "Carol Jensen")
        store.erasure.erase([call_id])
        assert set(store.reviews.of([call_id, other])) == {other}
        assert {change.sha256 for change in store.reviews.changes()} == {digest(2)}
