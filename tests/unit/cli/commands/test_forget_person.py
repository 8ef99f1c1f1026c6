"""``callgrade forget --customer`` and ``--number``: every call of a person is found, listed with why, and erased."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.scorecards import CARD, turn
from tests.support.stored import LEASE_S, digest, heard, judgement, seen
from tests.unit.cli.conftest import Run

from callgrade.errors import ExitCode, UsageError
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.retention.person import SearchRules, WantedName, WantedNumber
from callgrade.store import CallState, open_store


def card(customer: str | None = None, *said: str, language: str = "en", agent: str = "Carol Jensen") -> Scorecard:
    """A call in which the customer says these turns."""
    turns = tuple(turn(Role.CUSTOMER, 10.0 * i, 10.0 * i + 5, text) for i, text in enumerate(said, 1))
    conversation = replace(CARD.conversation, turns=turns, language=language)
    return replace(CARD, conversation=conversation, record=replace(CARD.record, customer=customer, agent=agent))


CALLS = {
    1: card("Emma Bakker", "Good morning."),
    2: card(None, "Hello, this is Emma Bakker.", "My number is two two five five zero one double zero."),
    3: card(None, "It's Emma.", "Yes, Mrs Bakker."),
    4: card("Emma Larsen", "This is Emma Larsen, please call 22 55 01 99."),
    5: card(None, "The bakery is closed."),
}


@pytest.fixture
def store(tmp_path: Path) -> Path:
    path = tmp_path / "callgrade.db"
    with open_store(path) as opened:
        run = opened.ledger.start_run()
        for number, one in CALLS.items():
            call = opened.ledger.enrol(run, seen(number), digest(number)).call_id
            assert opened.ledger.claim(call, run, LEASE_S)
            assert opened.ledger.finish_scored(call, run, heard(number, one), judgement(card=one))
        opened.ledger.enrol(run, seen(6, name="in-0201-4722550100-20260302-153000-1.wav"), digest(6))
        opened.ledger.enrol(run, seen(7, name="[Emma Bakker]_5550100-101_20260302153000(1).wav"), digest(7))
    return path


def erased(store: Path) -> int:
    with open_store(store) as opened:
        return opened.ledger.counts()[CallState.ERASED]


class TestForget:
    def test_a_name_is_found_in_the_record_in_the_words_and_in_the_name_of_the_file(
        self, run: Run, store: Path
    ) -> None:
        done = run("forget", "--store", store, "--customer", "Emma Bakker", "--dry-run").stdout
        assert "/calls/1.wav, 2026-03-02 15:30: customer in the call record." in done
        assert "/calls/2.wav, 2026-03-02 15:30: name said at 0:13." in done
        assert "/calls/3.wav, 2026-03-02 15:30: name said at 0:12, 0:23." in done
        assert "date unknown: name of the file." in done
        assert len(done.splitlines()) == 5
        assert "Larsen" not in done

    def test_a_number_is_found_as_digits_and_as_words_with_and_without_its_country(self, run: Run, store: Path) -> None:
        done = run("forget", "--store", store, "--number", "+47 22 55 01 00", "--dry-run").stdout
        assert [line.split(",")[0] for line in done.splitlines()[:-1]] == [
            "/calls/2.wav",
            "/calls/in-0201-4722550100-20260302-153000-1.wav",
        ]

    def test_a_dry_run_erases_nothing(self, run: Run, store: Path) -> None:
        run("forget", "--store", store, "--customer", "Emma Bakker", "--dry-run")
        assert erased(store) == 0

    def test_it_asks_before_it_erases(self, run: Run, store: Path) -> None:
        assert run("forget", "--store", store, "--customer", "Emma Bakker").exit_code == ExitCode.INTERRUPTED
        assert erased(store) == 0

    def test_what_was_listed_is_erased(self, run: Run, store: Path) -> None:
        done = run("forget", "--store", store, "--customer", "Emma Bakker", "--number", "004722550100", "--yes")
        assert done.exit_code == ExitCode.OK, done.stderr
        assert "Calls erased: 5." in done.stdout
        assert b"Bakker" not in store.read_bytes()

    def test_nobody_of_that_name_is_no_error(self, run: Run, store: Path) -> None:
        done = run("forget", "--store", store, "--customer", "Olga Nilsen", "--yes")
        assert (done.exit_code, erased(store)) == (ExitCode.OK, 0)
        assert "Calls erased: 0." in done.stdout

    @pytest.mark.parametrize("wanted", [[], ["--number", "112"], ["--customer", "?"]])
    def test_what_names_nobody_is_refused(self, wanted: list[str], run: Run, store: Path) -> None:
        assert run("forget", "--store", store, *wanted).exit_code == ExitCode.USAGE

    def test_a_damaged_call_is_named(self, run: Run, store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(_document: bytes) -> None:
            from callgrade.errors import StoreError

            raise StoreError("Damaged.", "")

        monkeypatch.setattr("callgrade.store.stored_call.read_heard", fail)
        done = run("forget", "--store", store, "--customer", "Emma Bakker", "--dry-run")
        assert "Damaged calls" in done.stderr
        assert digest(1)[:12] in done.stderr
        assert "[Emma Bakker]" in done.stdout


class TestLog:
    """Erasures are logged without what was erased."""

    def test_it_says_when_why_and_how_many_and_never_who(self, run: Run, store: Path) -> None:
        run("forget", "--store", store, "--customer", "Emma Bakker", "--yes")
        run("forget", "--store", store, "5.wav")
        run("purge", "--store", store, "--older-than", "90y")
        log = run("purge", "--store", store, "--log").stdout.splitlines()
        assert [line[17:] for line in log] == [
            "older than an age that was given: 0 erased, 0 not complete",
            "calls that were named: 1 erased, 0 not complete",
            "a person's calls: 4 erased, 0 not complete",
        ]
        assert b"Bakker" not in store.read_bytes()

    def test_it_may_not_be_kept_for_less_than_six_months(self, run: Run, store: Path, tmp_path: Path) -> None:
        (tmp_path / "short.yaml").write_text("store: {retention: {log_days: 183}}\n", encoding="utf-8")
        done = run("purge", "--store", store, "--config", tmp_path / "short.yaml", "--older-than", "90y")
        assert done.exit_code == ExitCode.CONFIG
        assert "log_days" in done.stderr


class TestNames:
    """Names match as the norms match them."""

    RULES = SearchRules()

    @pytest.mark.parametrize(
        ("name", "language", "said"),
        [
            ("Annelise Bruun", "nb", "Hei, det er Annelise Bruun."),
            ("Annelise Bruun", "nb", "Hei, det er Annelise Brun."),  # misheard
            ("Femke van der Berg", "nl", "U spreekt met Femke van der Berg."),
            ("Femke van der Berg", "nl", "U spreekt met mevrouw Van der Berg, Femke."),
            ("Jürgen Groß", "de", "Guten Tag, Jürgen Groß am Apparat."),
            ("王小明", "zh", "你好，我是王小明。"),
        ],
    )
    def test_a_name_is_found(self, name: str, language: str, said: str) -> None:
        assert WantedName(name).said_in(card(None, said, language=language).conversation, self.RULES.names(language))

    @pytest.mark.parametrize(("name", "said"), [("Emma Bakker", "It's Emma."), ("Emma Bakker", "Mr Bakker is away.")])
    def test_a_part_of_a_name_alone_is_another_person(self, name: str, said: str) -> None:
        assert not WantedName(name).said_in(card(None, said).conversation, self.RULES.names("en"))

    def test_a_language_without_words_is_searched_as_well(self) -> None:
        french = card(None, "Bonjour, Emma Bakker à l'appareil.", language="fr").conversation
        assert WantedName("Emma Bakker").said_in(french, self.RULES.names("fr"))


class TestNumbers:
    @pytest.mark.parametrize("text", ["22550100", "0047 22550100", "4722550100", "022550100", "call 22550100 now"])
    def test_the_country_and_zeros_before_it_make_no_difference(self, text: str) -> None:
        assert WantedNumber.read("+47 22 55 01 00").is_in(text.replace("0047 ", "0047"))

    @pytest.mark.parametrize("text", ["22550101", "550100", "4622550100", ""])
    def test_another_number_does_not_match(self, text: str) -> None:
        assert not WantedNumber.read("+47 22 55 01 00").is_in(text)

    def test_a_short_number_is_refused(self) -> None:
        with pytest.raises(UsageError, match="fewer than 7 digits"):
            WantedNumber.read("0010 11 22")
