"""A verdict is as sure as its words are those of the person whom it judges."""

from dataclasses import replace

import pytest
from tests.support.packs import shipped_pack
from tests.support.talk import call, spoken

from callgrade.model.conversation import Attribution, Conversation, Layout
from callgrade.model.finding import Finding, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.span import Span, Spans
from callgrade.norms.evaluate import evaluate
from callgrade.norms.preparation import prepare_call

PACK = shipped_pack("en")
GREETING = Span(0.0, 2.0)
TURNS = (
    spoken(Role.AGENT, 0.0, 4.0, "Good morning. Acme, Sam speaking. How can I help you?"),
    spoken(Role.CUSTOMER, 4.5, 7.0, "My phone is broken and I need help."),
    spoken(Role.AGENT, 7.5, 10.0, "Is there anything else I can do? Goodbye."),
)


def heard(doubtful: Spans = (), layout: Layout = Layout.TWO_VOICES, confidence: float | None = 0.96) -> Conversation:
    attribution = Attribution(layout, confidence, 0.5, None, doubtful)
    return replace(call([(0, 4), (7.5, 10)], [(4.5, 7)], turns=TURNS), attribution=attribution)


def finding(norm: str, conversation: Conversation) -> Finding:
    findings = evaluate(PACK, prepare_call(PACK, conversation, CallRecord(direction=Direction.INBOUND)))
    return next(found for found in findings if found.norm == norm)


def test_words_that_are_certainly_the_agents_are_as_sure_as_the_roles() -> None:
    offer = finding("greeting.offer_of_help", heard())
    assert (offer.verdict, offer.attribution) == (Verdict.PASS, 0.96)


def test_quoted_words_in_doubt_withhold_the_verdict() -> None:
    salutation = finding("greeting.salutation", heard((GREETING,)))
    assert (salutation.verdict, salutation.reason) == (Verdict.CANNOT_TELL, Reason.NOT_SEPARATED)
    assert salutation.attribution is not None
    assert salutation.attribution < 0.9


def test_words_in_doubt_withhold_only_their_own_verdict() -> None:
    farewell = finding("closing.farewell", heard((GREETING,)))
    assert (farewell.verdict, farewell.attribution) == (Verdict.PASS, 0.96)


def test_a_channel_for_each_withholds_nothing_but_says_how_sure_it_is() -> None:
    salutation = finding("greeting.salutation", heard(layout=Layout.TWO_CHANNELS, confidence=0.7))
    assert (salutation.verdict, salutation.attribution) == (Verdict.PASS, 0.7)


@pytest.mark.parametrize("attribution", [None, Attribution(Layout.TWO_CHANNELS)], ids=["transcript", "only assumed"])
def test_without_estimated_roles_there_is_no_attribution(attribution: Attribution | None) -> None:
    assert finding("greeting.salutation", replace(heard(), attribution=attribution)).attribution is None


def test_a_finding_without_a_verdict_has_no_attribution() -> None:
    assert finding("hold.announced", heard()).attribution is None
