"""The store: what is known of files and calls, and every scorecard, in SQLite or PostgreSQL.

    with open_store(location) as store, store.run_lock():         # a file, or postgresql://USER@HOST/DATABASE
        ledger = store.ledger
        run = ledger.start_run()
        ledger.take_over(run, max_attempts)                       # calls of runs that died
        known = ledger.known(paths)                               # {path: KnownFile}; known[path].is_same(seen)
        ledger.note_unstable(run, growing)                        # SeenFile of files that are still being written
        call = ledger.enrol(run, seen, sha256)                    # Enrolled(call_id, state, is_new)
        if ledger.claim(call.call_id, run, lease_s):              # True for one run only
            ledger.renew(run, lease_s)                            # now and then: all calls that the run holds
            ledger.finish_scored(call.call_id, run, heard, judgement)            # False: another run holds it
            ledger.finish_unscored(call.call_id, run, CallState.REFUSED, code, text)
        ledger.end_run(run, counts)                               # calls that it still holds wait again
        ledger.retry({CallState.CRASHED}); ledger.counts()

    for stored in store.cards.read(CardFilter(begin, end, team, agent, call_ids)):     # StoredCard, by start
        stored.call, stored.heard, stored.judgement, stored.card
    store.cards.replace_judgements([(stored, WrittenJudgement.of(judgement)), …])      # one transaction
    store.cards.versions()
    store.calls.find("a1b2c3"); store.calls.listed(CallQuery(agent="Emily Carter", below=60)); store.calls.not_scored()
    store.runs.last(5)

    reviews = store.reviews
    reviews.mark([NewMark(call_id, norm, reader, Verdict.PASS)], who)                  # kept whatever judges again
    reviews.dispute(call_id, norm, words, who); reviews.answer(call_id, norm, words, Verdict.PASS, who)
    reviews.of([call_id]); reviews.changes(call_id)

    erasure = store.erasure
    erasure.erase(erasure.older_than(moment, site="oslo")); erasure.compact(); erasure.seals()
    erasure.remember_export(folder, options); erasure.exports(); erasure.forget_export(folder)

A call is identified by the SHA-256 of its recording's bytes, and a run by its id. Methods raise ``OutputError`` if the
database cannot be read or written and ``StoreError`` if it is damaged. Each writes one transaction, or says otherwise.
"""

from callgrade.store.calls import CallOrder, CallQuery
from callgrade.store.documents.written import WrittenJudgement
from callgrade.store.entries import (
    NOT_SCORED,
    CallState,
    Enrolled,
    KnownFile,
    RememberedExport,
    SeenFile,
    StoredRun,
    TakenOver,
)
from callgrade.store.retention_site import site_of
from callgrade.store.reviews.reviews import Marked, NewMark, ReviewChange
from callgrade.store.store import Store, open_store
from callgrade.store.stored_call import CardFilter, StoredCall, StoredCard

__all__ = [
    "NOT_SCORED",
    "CallOrder",
    "CallQuery",
    "CallState",
    "CardFilter",
    "Enrolled",
    "KnownFile",
    "Marked",
    "NewMark",
    "RememberedExport",
    "ReviewChange",
    "SeenFile",
    "Store",
    "StoredCall",
    "StoredCard",
    "StoredRun",
    "TakenOver",
    "WrittenJudgement",
    "open_store",
    "site_of",
]
