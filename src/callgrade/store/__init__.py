"""The store: what is known of files and calls, and every scorecard, in SQLite or PostgreSQL.

    with open_store(location) as store, store.run_lock():         # a file, or postgresql://USER@HOST/DATABASE
        run = store.start_run()
        store.take_over(run, max_attempts)                        # calls of runs that died
        known = store.known(paths)                                # {path: KnownFile}; known[path].is_same(seen)
        store.sight(run, growing)                                 # SeenFile of files that are still being written
        call = store.enrol(run, seen, sha256)                     # Enrolled(call_id, state, is_new)
        if store.claim(call.call_id, run, lease_s):               # True for one run only
            store.renew(run, lease_s)                             # now and then, all that the run holds
            store.finish_scored(call.call_id, run, heard, judgement)             # False: no longer its
            store.finish_other(call.call_id, run, CallState.REFUSED, code, text)
        store.end_run(run, counts)                                # what it still holds waits again (so does release)

    for stored in store.cards(CardFilter(begin, end, team, agent, call_ids)):   # StoredCard, by start
        stored.call, stored.heard, stored.judgement, stored.card
    page = store.cards_after(call_id, limit)                      # by id, to be judged anew
    store.rejudge([(stored, WrittenJudgement.of(judgement)), …])  # one transaction
    store.find("a1b2c3"); store.calls({CallState.FAILED}); store.counts(); store.versions()
    store.retry({CallState.CRASHED})
    store.erase(store.older_than(moment, site="oslo")); store.compact(); store.seals()
    store.remember_export(folder, options); store.exports(); store.forget_export(folder)

The identity of a call is the SHA-256 of its recording's bytes. The holder of a claim is a run, by its id. Methods raise
``OutputError`` where the database cannot be read or written and ``StoreError`` where it is damaged; each writes one
transaction, or says otherwise.
"""

from callgrade.store.entries import (
    NOT_SCORED,
    CallState,
    CardFilter,
    Enrolled,
    KnownFile,
    RememberedExport,
    SeenFile,
    StoredCall,
    StoredCard,
    TakenOver,
)
from callgrade.store.site import site_of
from callgrade.store.store import Store, open_store
from callgrade.store.written import WrittenJudgement

__all__ = [
    "NOT_SCORED",
    "CallState",
    "CardFilter",
    "Enrolled",
    "KnownFile",
    "RememberedExport",
    "SeenFile",
    "Store",
    "StoredCall",
    "StoredCard",
    "TakenOver",
    "WrittenJudgement",
    "open_store",
    "site_of",
]
