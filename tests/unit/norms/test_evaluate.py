"""Norms whose facts are unknown are not judged: direction, roles, language, words."""

from dataclasses import replace
from pathlib import Path

import pytest
from tests.support.norms import conversation
from tests.support.packs import shipped_pack

from callgrade.config.folder import configs_folder
from callgrade.model.conversation import Conversation
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span
from callgrade.norms.announcements import announcements
from callgrade.norms.evaluate import evaluate
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack
from callgrade.norms.preparation import prepare_call

GOOD = (
    "agent: Good morning, Meridian Motors, this is Carol. How can I help you?\n"
    "customer: Hello, my name is Jack Smith and my car broke down.\n"
    "agent: I am so sorry to hear that, Jack. One moment please.\n"
    "customer: Thanks.\n"
    "agent: Thank you for calling, Jack. Have a great day, goodbye!"
)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return shipped_pack("en")


def findings(pack: Pack, heard: Conversation, direction: Direction | None = Direction.INBOUND) -> dict[str, Finding]:
    return {f.norm: f for f in evaluate(pack, prepare_call(pack, heard, CallRecord(direction=direction)))}


def test_every_norm_has_its_finding_in_the_order_of_the_pack(pack: Pack) -> None:
    found = evaluate(pack, prepare_call(pack, conversation(GOOD), CallRecord()))
    assert [finding.norm for finding in found] == [norm.id for norm in pack.norms]
    sections = list(pack.sections)
    assert [sections.index(f.section) for f in found] == sorted(sections.index(f.section) for f in found)


def test_the_same_call_gives_the_same_findings(pack: Pack) -> None:
    again = shipped_pack("en")
    record = CallRecord(direction=Direction.INBOUND)
    first, second = (evaluate(p, prepare_call(p, conversation(GOOD), record)) for p in (pack, again))
    assert first == second
    assert pack.hash == again.hash


def test_a_good_call_passes(pack: Pack) -> None:
    found = findings(pack, conversation(GOOD))
    for norm in ("greeting.salutation", "greeting.company", "greeting.agent_name", "names.used", "closing.farewell"):
        assert found[norm].verdict is Verdict.PASS, norm
        assert found[norm].advice


def test_calls_of_the_other_direction_are_not_judged(pack: Pack) -> None:
    found = findings(pack, conversation(GOOD), Direction.OUTBOUND)
    assert found["greeting.offer_of_help"].reason is Reason.INBOUND_ONLY
    assert findings(pack, conversation(GOOD))["opening.purpose"].reason is Reason.OUTBOUND_ONLY


def test_without_a_direction_norms_of_a_direction_are_not_judged(pack: Pack) -> None:
    found = findings(pack, conversation(GOOD), None)
    assert found["greeting.offer_of_help"].reason is Reason.NO_DIRECTION
    assert found["greeting.salutation"].verdict is Verdict.PASS


def as_unknown(heard: Conversation) -> Conversation:
    return replace(heard, turns=tuple(replace(turn, role=Role.UNKNOWN) for turn in heard.turns), parties=())


def test_voices_that_were_not_separated_are_not_judged(pack: Pack) -> None:
    found = findings(pack, as_unknown(conversation(GOOD)))
    judged = {norm for norm, finding in found.items() if finding.verdict.judged}
    assert judged == set()
    assert found["greeting.salutation"].reason is Reason.NOT_SEPARATED


def test_a_party_that_was_not_recorded_is_not_judged(pack: Pack) -> None:
    customer_only = conversation("customer: Hello? Good bye then.")
    assert findings(pack, customer_only)["closing.farewell"].reason is Reason.NO_AGENT
    agent_only = conversation("agent: Good morning. Goodbye.")
    assert findings(pack, agent_only)["wording.apology"].reason is Reason.NO_CUSTOMER
    assert findings(pack, agent_only)["closing.farewell"].verdict is Verdict.PASS


def test_a_call_without_a_word_gives_reasons_only(pack: Pack) -> None:
    silent = Conversation("en", None, 12.0, 2, (), (), None, Reason.NO_RINGING)
    found = findings(pack, silent)
    assert all(finding.reason is not None for finding in found.values())
    assert found["closing.farewell"].reason is Reason.NO_SPEECH


@pytest.mark.parametrize(("code", "reason"), [("tlh", Reason.NO_WORDS), (None, Reason.NO_LANGUAGE)])
def test_a_language_without_words_is_not_judged(code: str | None, reason: Reason) -> None:
    pack = load_pack(configs_folder(), code, "service")
    found = findings(pack, replace(conversation(GOOD), language=code))
    assert found["closing.farewell"].reason is reason
    assert announcements(prepare_call(pack, conversation(GOOD), CallRecord())) == ()


def test_only_the_agent_can_announce_a_hold(pack: Pack) -> None:
    spans = announcements(prepare_call(pack, conversation(GOOD), CallRecord()))
    assert len(spans) == 1
    assert isinstance(spans[0], Span)
    assert (
        announcements(prepare_call(pack, conversation("agent: hello\ncustomer: one moment please"), CallRecord())) == ()
    )


@pytest.mark.slow
def test_a_pack_is_found_in_any_folder(tmp_path: Path, pack: Pack) -> None:
    import shutil

    copy = shutil.copytree(configs_folder(), tmp_path / "elsewhere")
    assert load_pack(copy, "en", "service").hash == pack.hash
