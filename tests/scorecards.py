"""Hand-made scorecards, for the tests of what comes after judging."""

from dataclasses import replace
from datetime import datetime

from callgrade.config.load import load_settings
from callgrade.model.conversation import Conversation, Party, Turn, Unheard, Word
from callgrade.model.finding import Evidence, Finding, Severity, Verdict
from callgrade.model.gap import Gap
from callgrade.model.heard import CallFile
from callgrade.model.line import LineGate, LineQuality
from callgrade.model.measurement import Basis, Measurement, Measurements
from callgrade.model.reason import Reason
from callgrade.model.record import CallRecord, Direction, Role
from callgrade.model.ringing import Ringing
from callgrade.model.scorecard import Scorecard, Versions
from callgrade.model.span import Span
from callgrade.scoring import score

HOLD = Span(61.0, 96.5)

SAID: tuple[tuple[Role, float, float, str], ...] = (
    (Role.AGENT, 9.4, 13.1, "Good afternoon, Meridian Motors, how can I help you?"),
    (Role.CUSTOMER, 13.6, 21.9, "Hello, my name is Jack Turner. My car makes a terrible noise."),
    (Role.AGENT, 22.3, 30.2, "I'm sorry to hear that, Mr Turner. Which model is it?"),
    (Role.CUSTOMER, 31.0, 43.7, "It's the blue estate I bought from you in May."),
    (Role.AGENT, 44.0, 60.2, "May I put you on hold for a minute while I look at the diary?"),
    (Role.AGENT, 96.9, 108.4, "Thank you for waiting. Tomorrow at nine would be free."),
    (Role.CUSTOMER, 108.9, 112.0, "Nine is fine."),
    (Role.AGENT, 112.4, 121.0, "Then we expect you tomorrow at nine. Is there anything else?"),
    (Role.CUSTOMER, 121.6, 124.3, "No, that is all. Thanks."),
    (Role.AGENT, 124.7, 128.8, "Thank you for calling, Mr Turner. Goodbye."),
)


def turn(role: Role, start_s: float, end_s: float, text: str) -> Turn:
    """A turn whose words share its time evenly."""
    texts = text.split()
    step_s = (end_s - start_s) / len(texts)
    words = tuple(Word(word, start_s + i * step_s, start_s + (i + 1) * step_s, 0.9) for i, word in enumerate(texts))
    return Turn(role, start_s, end_s, words, text)


TURNS = tuple(turn(*said) for said in SAID)


def line(channel: int, **changes: object) -> LineQuality:
    good = LineQuality(channel, -24.31, 31.62, 0.4, 0.0, 3412.5, LineGate.GOOD)
    return replace(good, **changes)  # type: ignore[arg-type]


def party(role: Role, channel: int) -> Party:
    speech = tuple(turn.span for turn in TURNS if turn.role is role)
    return Party(role, channel, speech, (HOLD,) if role is Role.AGENT else (), line(channel))


RINGING = Ringing(
    channel=1,
    rings=3,
    first_ring_s=0.4,
    answer_s=8.9,
    answer_interval_s=None,
    ring_to_answer_s=8.5,
    frequencies_hz=(400.0, 450.0),
    starts_mid_ring=False,
    bursts=(Span(0.4, 0.8), Span(1.0, 1.4), Span(3.4, 3.8), Span(4.0, 4.4), Span(6.4, 6.8), Span(7.0, 7.4)),
)

CONVERSATION = Conversation(
    language="en",
    language_probability=0.98,
    duration_s=131.2,
    channels=2,
    parties=(party(Role.AGENT, 0), party(Role.CUSTOMER, 1)),
    turns=TURNS,
    ringing=RINGING,
    ringing_reason=None,
)

RECORD = CallRecord(
    direction=Direction.INBOUND,
    started=datetime.fromisoformat("2026-03-02T15:30:00"),
    language="en",
    agent="Carol Jensen",
    customer="Jack Turner",
    company="Meridian Motors",
    channels={Role.AGENT: 0, Role.CUSTOMER: 1},
    sources={"direction": "option", "started": "file name", "customer": "conversation"},
)


def basis(*spans: Span, **amounts: float) -> Basis:
    return Basis(amounts, spans)


MEASUREMENTS = Measurements(
    (
        Measurement("ringing.rings", None, 3, "count"),
        Measurement("ringing.ring_to_answer", None, 8.5, "s"),
        Measurement("ringing.answer_to_first_word", Role.AGENT, 0.5, "s"),
        Measurement("rate.words_per_minute", Role.AGENT, 151.23456, "wpm", None, basis(speech_s=52.0)),
        Measurement(
            "rate.words_per_minute", Role.CUSTOMER, None, "wpm", Reason.TOO_LITTLE_SPEECH, basis(speech_s=27.5)
        ),
        Measurement("rate.articulation_rate", Role.AGENT, 4.6, "syl/s", None, basis(speech_s=52.0)),
        Measurement("pitch.spread", Role.AGENT, 2.31, "st", None, basis(voiced_s=28.1, interval_low_st=2.0)),
        Measurement("loudness.difference", Role.AGENT, -2.0, "dB"),
        Measurement("latency.median", Role.AGENT, 0.41, "s"),
        Measurement("interruption.count", Role.AGENT, 0, "count"),
        Measurement("talk.share", Role.AGENT, 0.655, "share"),
        Measurement("talk.longest_monologue", Role.AGENT, 16.2, "s", None, basis(Span(44.0, 60.2))),
        Measurement("hold.count", None, 1, "count", None, basis(HOLD)),
        Measurement("hold.total", None, 35.5, "s", None, basis(HOLD)),
        Measurement("hold.longest", None, 35.5, "s", None, basis(HOLD)),
        Measurement("dead_air.longest", Role.AGENT, 0.0, "s", None, basis(threshold_s=3.0)),
        Measurement("overlap.total", None, 0.0, "s"),
    )
)


def heard(index: int) -> tuple[Evidence, ...]:
    """Evidence that quotes a turn."""
    found = TURNS[index]
    return (Evidence(found.start_s, found.end_s, found.role, found.text),)


FINDINGS = (
    Finding(
        "answering.ring_count", "answering", "Answered on the second or third ring", Verdict.PASS, Severity.MAJOR,
        "2 to 3 rings", 3, "count", (Evidence(0.4, 8.9, None, ""),),
    ),
    Finding(
        "greeting.salutation", "greeting", "The agent greets", Verdict.PASS, Severity.MAJOR,
        "a greeting in the agent's opening", evidence=heard(0),
    ),
    Finding(
        "greeting.company", "greeting", "The agent names the company", Verdict.PASS, Severity.MAJOR,
        "the company's name in the agent's opening", evidence=heard(0),
    ),
    Finding(
        "greeting.agent_name", "greeting", "The agent gives their own name", Verdict.FAIL, Severity.MAJOR,
        "the agent's own name in the opening", evidence=(Evidence(8.9, 38.9, Role.AGENT, ""),),
        advice="Say who you are right after the company: “Meridian Motors, this is …”.",
    ),
    Finding(
        "opening.purpose", "greeting", "The agent says why they are calling", Verdict.NOT_APPLICABLE, Severity.MAJOR,
        "the reason for the call within 30 s", reason=Reason.OUTBOUND_ONLY,
    ),
    Finding(
        "names.used", "names", "The agent uses the customer's name", Verdict.PASS, Severity.MAJOR,
        "1 to 3 times in 5 minutes", 2, "count", (*heard(2), *heard(9)),
    ),
    Finding(
        "voice.rate", "voice", "Speech rate", Verdict.PASS, Severity.MAJOR, "110–180 wpm", 151.23456, "wpm",
    ),
    Finding(
        "voice.monotony", "voice", "Pitch varies", Verdict.PARTIAL, Severity.MAJOR, "2.6–4.1 st", 2.31, "st",
        advice="Let the voice rise on what matters to the customer.",
    ),
    Finding(
        "voice.same_key", "voice", "Same key at start and end", Verdict.CANNOT_TELL, Severity.INFO,
        "within 2 st", reason=Reason.TOO_LITTLE_VOICED,
    ),
    Finding(
        "hold.announced", "silence", "A hold is announced", Verdict.PASS, Severity.MAJOR,
        "a question or an explanation before a hold", evidence=heard(4),
    ),
    Finding(
        "wording.no_rudeness", "wording", "No insult, no profanity", Verdict.PASS, Severity.CRITICAL,
        "none of the listed words", 0, "count", (Evidence(8.9, 131.2, Role.AGENT, ""),),
    ),
    Finding(
        "closing.further_questions", "closing", "The agent asks whether there is anything else", Verdict.PASS,
        Severity.MAJOR, "a question for further matters in the closing", evidence=heard(7),
    ),
    Finding(
        "closing.good_wish", "closing", "The agent wishes a good day", Verdict.FAIL, Severity.MAJOR,
        "a good wish in the closing", evidence=(Evidence(111.2, 131.2, Role.AGENT, ""),),
        advice="End with a wish: “Have a good day”.",
    ),
    Finding(
        "closing.farewell", "closing", "The agent says goodbye", Verdict.PASS, Severity.MAJOR,
        "a farewell in the closing", evidence=heard(9),
    ),
)  # fmt: skip

CARD = Scorecard(
    file=CallFile("garage_40.wav", "ab" * 32, 131.2, 2, 8000),
    record=RECORD,
    conversation=CONVERSATION,
    measurements=MEASUREMENTS,
    findings=FINDINGS,
    score=score(FINDINGS, load_settings().scoring),
    versions=Versions("0.1.0", "base", "0f1e2d3c4b5a", "a1b2c3d4e5f6"),
)


def named(card: Scorecard, name: str) -> Scorecard:
    """The card, of a file of another name."""
    return replace(card, file=replace(card.file, name=name))


def unseparated() -> Scorecard:
    """One channel with unseparated voices: nothing about a person can be judged."""
    voices = Party(Role.UNKNOWN, 0, tuple(turn.span for turn in TURNS), (HOLD,), line(0, snr_db=None))
    turns = tuple(replace(turn, role=Role.UNKNOWN) for turn in TURNS)
    findings = tuple(
        replace(f, verdict=Verdict.CANNOT_TELL, value=None, evidence=(), reason=f.reason or Reason.NOT_SEPARATED)
        for f in FINDINGS
    )
    measurements = tuple(replace(m, value=None, reason=Reason.NOT_SEPARATED) for m in MEASUREMENTS.items)
    return replace(
        CARD,
        file=replace(CARD.file, name="mono.wav", channels=1, warnings=("truncated: 12.0 s of 131.2 s are missing",)),
        record=CallRecord(language="en", sources={"language": "recognised"}),
        conversation=replace(
            CONVERSATION,
            channels=1,
            parties=(voices,),
            turns=turns,
            ringing=None,
            ringing_reason=Reason.NO_RINGING,
        ),
        measurements=Measurements(measurements),
        findings=findings,
        score=score(findings, load_settings().scoring),
    )


def written() -> Scorecard:
    """A transcript without times and without audio."""
    parties = tuple(Party(role, None, (), (), None) for role in (Role.AGENT, Role.CUSTOMER))
    findings = tuple(
        replace(f, evidence=tuple(Evidence(None, None, e.role, e.quote) for e in f.evidence)) for f in FINDINGS
    )
    return replace(
        CARD,
        file=CallFile("talk.vcon.json", "cd" * 32, 0.0, 0, 0),
        conversation=replace(
            CONVERSATION,
            duration_s=0.0,
            channels=0,
            parties=parties,
            ringing=None,
            ringing_reason=Reason.NO_AUDIO,
            has_audio=False,
            timed=False,
        ),
        findings=findings,
        versions=replace(CARD.versions, model=None),
    )


def silent() -> Scorecard:
    """A recording without speech."""
    parties = tuple(Party(role, i, (), (), line(i, reason=Reason.NO_SPEECH)) for i, role in enumerate(list(Role)[:2]))
    findings = tuple(
        replace(f, verdict=Verdict.CANNOT_TELL, value=None, evidence=(), reason=Reason.NO_SPEECH) for f in FINDINGS
    )
    return replace(
        CARD,
        file=replace(CARD.file, name="silence.wav", duration_s=0.2),
        record=CallRecord(),
        conversation=Conversation(None, None, 0.2, 2, parties, (), None, Reason.NO_RINGING),
        measurements=Measurements(()),
        findings=findings,
        score=score(findings, load_settings().scoring),
    )


def unheard() -> Scorecard:
    """The call with a stretch of the agent's speech that has no words."""
    stretch = Unheard(Role.AGENT, 98.0, 101.5, Reason.NO_WORDS_HEARD)
    return replace(CARD, conversation=replace(CARD.conversation, unheard=(stretch,)))


def cut() -> Scorecard:
    """The call without its end, taken by somebody else than the agent who is listed."""
    gaps = (Gap(Span(131.2, 190.0), Reason.END_MISSING), Gap(Span(0.0, 131.2), Reason.BADLY_HEARD, Role.CUSTOMER))
    return replace(CARD, conversation=CARD.conversation.with_gaps(gaps), agent_said="Robert")


def without_times() -> Scorecard:
    """A transcript without times, a part of which could not be read."""
    conversation = replace(CARD.conversation, timed=False, has_audio=False)
    return replace(CARD, conversation=conversation.with_gaps([Gap(Span(1.0, 2.0), Reason.NOT_RECORDED)]))
