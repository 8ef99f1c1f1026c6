"""The card on a terminal, for any call."""

import io
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from tests import scorecards

from callgrade.export.terminal import print_card, to_text
from callgrade.export.terminal.marks import glyphs_for
from callgrade.export.terminal.timeline import strip, ticks
from callgrade.export.wording import amount
from callgrade.model.conversation import Attribution, Layout
from callgrade.model.finding import Effect, Evidence, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.redaction import Redaction, RedactionKind
from callgrade.model.scorecard import Scorecard
from callgrade.model.span import Span

CARDS = [scorecards.CARD, scorecards.unseparated(), scorecards.written(), scorecards.silent()]
GLYPHS = glyphs_for(ascii_only=False)


def hostile(text: str) -> Scorecard:
    """A card whose every text from outside is ``text``."""
    quoted = (Evidence(1.0, 2.0, None, text),)
    findings = tuple(
        replace(f, title=text, expected=text, advice=text, evidence=quoted if f.evidence else ())
        for f in scorecards.FINDINGS
    )
    record = replace(scorecards.RECORD, agent=text, customer=text, company=text)
    file = replace(scorecards.CARD.file, name=text, warnings=(text,))
    return replace(scorecards.CARD, file=file, record=record, findings=findings)


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.file.name)
@pytest.mark.parametrize("columns", [60, 80, 100, 120, 200])
def test_no_line_is_wider_than_the_terminal(card: Scorecard, columns: int) -> None:
    assert max(cell_len(line) for line in to_text(card, columns).splitlines()) <= columns


@pytest.mark.parametrize("text", ["\x1b[31m", "[bold]x[/bold]", "[/]", ":smile:", "a\nb", "\u202e", "\x9b2J", "\r"])
def test_text_of_the_call_is_shown_without_control_characters_or_markup(text: str) -> None:
    shown = to_text(hostile(text))
    assert all(not unicodedata.category(char).startswith("C") for char in shown if char != "\n")
    if text.startswith(("[", ":")):
        assert text in shown


@pytest.mark.slow
@given(st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_text_can_be_shown(text: str) -> None:
    shown = to_text(hostile(text), 80)
    assert max(cell_len(line) for line in shown.splitlines()) <= 80


def test_every_norm_is_on_the_card_with_its_sign() -> None:
    shown = to_text(scorecards.CARD)
    for finding in scorecards.FINDINGS:
        assert finding.title in shown
    for sign in GLYPHS.verdicts.values():
        assert sign in shown


def test_a_fail_shows_what_was_expected_and_advice() -> None:
    shown = to_text(scorecards.CARD)
    assert "expected the agent's own name in the opening" in shown
    assert "Say who you are right after the company" in shown


def test_a_fail_quotes_the_words_with_their_second() -> None:
    evidence = scorecards.heard(5)
    rude = replace(scorecards.FINDINGS[1], verdict=Verdict.FAIL, effect=Effect.DEDUCTION, evidence=evidence)
    shown = to_text(replace(scorecards.CARD, findings=(rude,)))
    assert "heard    1:36 agent “Thank you for waiting. Tomorrow at nine would be free.”" in shown


def test_what_is_missing_is_said_to_be_searched_and_not_found_not_heard() -> None:
    name = scorecards.FINDINGS[3]
    for start_s, end_s, where in ((8.9, 38.9, "0:08 to 0:38"), (None, None, "the whole transcript")):
        evidence = (Evidence(start_s, end_s, Role.AGENT, "Hello."),)
        shown = to_text(replace(scorecards.CARD, findings=(replace(name, evidence=evidence),)))
        assert f"searched {where}, not found; agent “Hello.”" in shown


def test_a_failed_critical_norm_is_in_the_header() -> None:
    rude = replace(scorecards.FINDINGS[10], verdict=Verdict.FAIL, severity=Severity.CRITICAL)
    score = replace(scorecards.CARD.score, critical=(rude.norm,))
    shown = to_text(replace(scorecards.CARD, findings=(rude,), score=score))
    assert "CRITICAL: No insult, no profanity" in shown


def test_the_card_says_what_was_redacted() -> None:
    number = Redaction(RedactionKind.CARD_NUMBER, Role.CUSTOMER, 31.0, 36.0)
    code = Redaction(RedactionKind.CARD_CODE, Role.CUSTOMER, 40.0, 41.0)
    shown = to_text(replace(scorecards.CARD, redactions=(number, number, code)))
    assert "redacted: card number (2 times), card code" in shown
    assert "redacted" not in to_text(scorecards.CARD)


def timed(hidden: Reason | None) -> Scorecard:
    """A transcript with times."""
    conversation = replace(scorecards.written().conversation, timed=True, duration_s=60.0, gaps_hidden=hidden)
    return replace(scorecards.written(), conversation=conversation)


def test_what_was_measured_in_turn_times_says_so() -> None:
    assert "Measures from turn times" in to_text(timed(None))
    assert "from turn times" not in to_text(scorecards.CARD)


def test_a_silence_is_drawn_only_where_the_turn_times_show_it() -> None:
    assert "\n silence" in to_text(timed(None))
    assert "\n silence" not in to_text(timed(Reason.WHOLE_SECONDS))


def test_a_pipe_gets_no_colour_and_a_terminal_does() -> None:
    def printed(**how: object) -> str:
        console = Console(file=io.StringIO(), width=80, legacy_windows=False, **how)  # type: ignore[arg-type]
        print_card(scorecards.CARD, console, full=True)
        return str(console.file.getvalue())  # type: ignore[attr-defined]

    assert "\x1b" not in printed()
    assert "\x1b[" in printed(force_terminal=True, color_system="standard", no_color=False)
    assert "\x1b[3" not in printed(force_terminal=True, color_system="standard", no_color=True)


def test_an_output_without_unicode_gets_ascii_signs() -> None:
    class Ascii(io.StringIO):
        encoding = "ascii"

    console = Console(file=Ascii(), width=80, legacy_windows=False)
    card = replace(hostile("plain"), record=replace(scorecards.RECORD, started=None))
    print_card(card, console, full=True)
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "X plain" in shown
    assert not set("█░▂✓✗╭") & set(shown)


def test_the_strip_shows_even_the_shortest_stretch() -> None:
    shown = strip((Span(100.0, 100.1),), 3600.0, 60, GLYPHS)
    assert len(shown) == 60
    assert shown.strip() == "▂"


def test_the_strip_is_full_where_all_of_a_moment_is_covered() -> None:
    assert strip((Span(0, 5),), 10.0, 10, GLYPHS) == "█████     "


def test_the_times_above_the_strip_are_round_and_in_place() -> None:
    assert ticks(60.0, 60) == "0:00      0:10      0:20      0:30      0:40      0:50      "
    assert "1:00:00" in ticks(2 * 3600.0, 70)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (3, "count", "3"),
        (0.655, "share", "66 %"),
        (151.2, "wpm", "151 wpm"),
        (-2.04, "dB", "−2 dB"),
        (8, "s", "8 s"),
        (-0.01, "st", "0 st"),
        (9.97, "s", "10 s"),
    ],
)
def test_amounts_are_rounded_to_what_can_be_heard(value: float, unit: str, shown: str) -> None:
    assert amount(value, unit) == shown


def test_a_direction_assumed_by_the_profile_is_marked_as_assumed() -> None:
    assumed = replace(scorecards.RECORD, sources={"direction": "profile service"})
    assert "inbound (assumed by profile service)" in to_text(replace(scorecards.CARD, record=assumed), 120)
    assert "assumed" not in to_text(scorecards.CARD, 120)


@pytest.mark.parametrize("layout", Layout)
def test_the_card_says_how_the_speakers_were_known(layout: Layout) -> None:
    card = scorecards.unseparated()
    attribution = Attribution(layout, note=Reason.ROLES_UNSURE)
    text = to_text(replace(card, conversation=replace(card.conversation, attribution=attribution)))
    assert "voices" in text


def test_speech_without_words_is_a_lane_and_a_fact_of_the_line() -> None:
    text = to_text(scorecards.unheard(), columns=140)
    assert "3.5 s: somebody speaks, but no words were recognised" in text
    assert any(line.startswith(" unheard") for line in text.splitlines())
    assert "unheard" not in to_text(scorecards.CARD)
