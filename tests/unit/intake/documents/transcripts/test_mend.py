"""One bad part of a transcript does not lose the call: it is mended or unknown, and a warning names it."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.support.transcripts import CALL, MARKERS, documented, whisperx

from callgrade.errors import InputError
from callgrade.intake.documents.transcripts.markers import readable
from callgrade.intake.documents.transcripts.mend import _UNREAD, Mended, mended
from callgrade.intake.documents.transcripts.reader import FoundTranscript, TranscriptPart
from callgrade.intake.documents.transcripts.registry import find_transcript
from callgrade.model.redaction import UNREAD

GONE = object()


def read(document: Any) -> Mended:
    found = find_transcript(document)
    assert found is not None
    return mended(found, "call.json", MARKERS)


def with_fault(part: int, **changes: Any) -> Any:
    document = documented()
    segment = document["segments"][part - 1]
    segment |= {key: value for key, value in changes.items() if value is not GONE}
    for key, value in changes.items():
        if value is GONE:
            del segment[key]
    return document


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"speaker": GONE}, "part 3: no speaker; it is not known who says it"),
        ({"speaker": None}, "part 3: no speaker; it is not known who says it"),
        ({"speaker": ["agent"]}, "part 3: no speaker; it is not known who says it"),
        ({"end": 8.48}, "part 3: it ends before it begins; the end is an estimate"),
        ({"end": 8.5}, "part 3: its words cannot take so much or so little time; the end is an estimate"),
        ({"end": 9.0}, "part 3: its words cannot take so much or so little time; the end is an estimate"),
        ({"end": 9000.0}, "part 3: its words cannot take so much or so little time; the end is an estimate"),
        ({"end": GONE}, "part 3: no end; it is an estimate"),
        ({"end": "soon"}, "part 3: a time that is impossible or cannot be read; left out"),
        ({"start": -1, "end": GONE}, "part 3: a time that is impossible or cannot be read; left out"),
        ({"start": GONE}, "part 3: no start; placed after the part before it"),
        ({"start": 1e12}, "part 3: a time that is impossible or cannot be read; left out"),
    ],
)
def test_a_fault_loses_only_its_part(changes: dict[str, Any], warning: str) -> None:
    transcript = read(with_fault(3, **changes))
    whole = read(documented())
    assert f"transcript: {warning}" in transcript.warnings
    assert [turn.text for turn in transcript.turns] == [line[3] for line in CALL]
    assert all(turn.start_s is not None for turn in transcript.turns)
    kept = [index for index in range(len(CALL)) if index != 2]
    assert [transcript.turns[index] for index in kept] == [whole.turns[index] for index in kept]


@pytest.mark.parametrize("text", [None, 7, GONE, ["words"], "", "[inaudible]", "(unverständlich)", "[听不清]", "???"])
def test_a_part_that_cannot_be_read_stays_as_an_unread_one(text: Any) -> None:
    transcript = read(with_fault(3, text=text))
    assert transcript.warnings == (f"transcript: part 3: {_UNREAD}",)
    assert (transcript.turns[2].text, transcript.turns[2].speaker) == (UNREAD, "agent")


def test_a_part_that_is_not_an_object_is_unread_too() -> None:
    document = documented()
    document["segments"].append("and then")
    assert f"transcript: part 7: {_UNREAD}" in read(document).warnings


@pytest.mark.parametrize(
    "text", ["[BLANK_AUDIO]", " [ Silence ]", "[MUSIC PLAYING]", "(typing)", "♪ la la ♪", "（音乐）", "...", "[Muziek]"]
)
def test_a_mark_of_a_sound_is_no_speech(text: str) -> None:
    transcript = read(with_fault(3, text=text))
    assert transcript.warnings == ("transcript: part 3: only a mark of a sound, no speech; left out",)
    assert len(transcript.turns) == len(CALL) - 1


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("This is [PII], hello.", "This is [removed], hello."),
        ("This is [NAME_GIVEN_1] [NAME_FAMILY_1].", "This is [removed] [removed]."),
        ("This is ####.", "This is [removed]."),
        ("This is **** speaking.", "This is [removed] speaking."),
        ("This is <redacted>.", "This is [removed]."),
        ("我叫【姓名】。", "我叫[removed]。"),
        ("Yes, (inaudible) it.", "Yes, [unread] it."),
        ("Well [laughs] fine.", "Well fine."),
        ("The blue one (the big one).", "The blue one (the big one)."),
        ("It is [card-number].", "It is [card-number]."),
    ],
)
def test_marks_inside_a_text_become_placeholders(text: str, read_as: str) -> None:
    assert readable(text, MARKERS) == read_as


def test_parts_out_of_order_are_put_in_the_order_of_their_times() -> None:
    document = documented()
    document["segments"].reverse()
    transcript = read(document)
    assert [turn.start_s for turn in transcript.turns] == [line[1] for line in CALL]
    begins = "it begins before the part in front of it; the parts were put in the order of their times"
    assert transcript.warnings == (f"transcript: parts 2, 3, 4, 5, 6: {begins}",)


def test_simultaneous_speech_is_not_a_fault() -> None:
    assert read(with_fault(4, start=12.0)).warnings == ()


def test_words_have_the_speaker_of_their_part() -> None:
    words = [{"word": "Hello", "start": 5.0, "end": 5.5, "speaker": "customer"}] * 2
    transcript = read(with_fault(2, speaker=GONE, words=words))
    assert transcript.turns[1].speaker == "customer"
    assert "transcript: part 2: no speaker; taken from its words" in transcript.warnings


@pytest.mark.parametrize("speaker", ["agent", None])
def test_the_speakers_of_words_count_more_than_that_of_their_part(speaker: str | None) -> None:
    said = [("Please", "agent"), ("hold.", "agent"), ("That", "customer"), ("is", "customer"), ("fine.", "customer")]
    words = [{"word": word, "start": n, "end": n + 0.5, "speaker": who} for n, (word, who) in enumerate(said)]
    turns = read(
        [{"speaker": speaker, "start": 0, "end": 5, "text": "Please hold. That is fine.", "words": words}]
    ).turns
    assert [(turn.speaker, turn.text) for turn in turns] == [("agent", "Please hold."), ("customer", "That is fine.")]


def test_a_sentence_of_one_word_is_its_speakers() -> None:
    said = [("Please", "agent"), ("hold.", "agent"), ("Yes.", "customer")]
    words = [{"word": word, "start": n, "end": n + 0.5, "speaker": who} for n, (word, who) in enumerate(said)]
    turns = read([{"speaker": "agent", "start": 0, "end": 3, "text": "Please hold. Yes.", "words": words}]).turns
    assert [(turn.speaker, turn.text) for turn in turns] == [("agent", "Please hold."), ("customer", "Yes.")]


def test_a_lone_word_of_another_speaker_stays_in_its_part() -> None:
    said = [("Please", "agent"), ("hold", "customer"), ("the", "agent"), ("line.", "agent")]
    words = [{"word": word, "start": n, "end": n + 0.5, "speaker": who} for n, (word, who) in enumerate(said)]
    turns = read([{"speaker": "agent", "start": 0, "end": 5, "text": "Please hold the line.", "words": words}]).turns
    assert [(turn.speaker, turn.text) for turn in turns] == [("agent", "Please hold the line.")]


@pytest.mark.parametrize("per_unit", [1, 1000])
def test_milliseconds_are_detected_from_the_words(per_unit: int) -> None:
    document = documented()
    for segment in document["segments"]:
        segment |= {"start": segment["start"] * per_unit, "end": segment["end"] * per_unit}
    transcript = read(document)
    assert [turn.start_s for turn in transcript.turns] == pytest.approx([line[1] for line in CALL])
    assert len(transcript.warnings) == (per_unit > 1)


def test_milliseconds_are_detected_without_end_times() -> None:
    document = [{"speaker": role, "start": start * 1000, "text": text} for role, start, _, text in CALL]
    assert read(document).turns[-1].start_s == 20.5


def test_seconds_in_a_format_of_milliseconds_are_detected() -> None:
    parts = [TranscriptPart(role, text, start, end) for role, start, end, text in CALL]
    transcript = mended(FoundTranscript(parts, unit_s=0.001), "call.json", MARKERS)
    assert transcript.turns[-1].start_s == 20.5
    assert transcript.warnings == ("transcript: its times were read as seconds: in milliseconds nobody speaks so",)


def test_times_that_no_unit_explains_are_left_out() -> None:
    parts = [TranscriptPart(role, text, start / 100, end / 100) for role, start, end, text in CALL]
    transcript = mended(FoundTranscript(parts), "call.json", MARKERS)
    assert all(turn.start_s is None for turn in transcript.turns)
    assert "nobody says" in transcript.warnings[0]


@pytest.mark.parametrize(
    "written",
    [
        lambda time: 1776154800 + time,
        lambda time: 1776154800000 + 1000 * time,
        lambda time: 10**7 * time,
        lambda time: 0 * time,
    ],
    ids=["seconds since 1970", "milliseconds since 1970", "ticks", "zero"],
)
def test_times_that_are_not_those_of_a_call_are_left_out(written: Callable[[float], float]) -> None:
    parts = [TranscriptPart(role, text, written(start), written(end)) for role, start, end, text in CALL]
    transcript = mended(FoundTranscript(parts), "call.json", MARKERS)
    assert all(turn.start_s is None for turn in transcript.turns)
    assert "its times were left out" in transcript.warnings[0]


def test_a_long_wait_in_a_call_of_few_words_stays_in_seconds() -> None:
    hold = {"speaker": "agent", "start": 0, "text": "Please hold on."}
    waited = [hold, {"speaker": "agent", "start": 900, "text": "I am back, thank you for waiting."}]
    assert read(waited).turns[-1].start_s == 900.0


@pytest.mark.parametrize(
    ("time", "expected_s"), [("0.5", 0.5), ("00:00:00,500", 0.5), ("1:02.5", 62.5), ("01:00:00.250", 3600.25)]
)
def test_a_time_may_be_text(time: str, expected_s: float) -> None:
    assert read([{"speaker": "agent", "start": time, "text": "Hello."}]).turns[0].start_s == expected_s


def test_if_most_parts_have_no_start_the_transcript_has_no_times() -> None:
    parts = [TranscriptPart(role, text, start if start < 6 else None) for role, start, _, text in CALL]
    assert all(turn.start_s is None for turn in mended(FoundTranscript(parts), "call.json", MARKERS).turns)


@pytest.mark.parametrize("parts", [[], [TranscriptPart("agent", "  ")], [TranscriptPart("agent", None)]])
def test_a_transcript_without_a_word_is_refused(parts: list[TranscriptPart]) -> None:
    with pytest.raises(InputError, match="holds no words") as caught:
        mended(FoundTranscript(parts), "call.json", MARKERS)
    assert caught.value.code == "bad_transcript"


@pytest.mark.parametrize("form", ["{:.1f}s", "{:.1f} s", "PT{:.1f}S", "PT0H0M{:.1f}S", "00:00:{:04.1f}"])
def test_a_time_with_its_unit_is_read(form: str) -> None:
    document = documented()
    for segment in document["segments"]:
        segment |= {key: form.format(segment[key]) for key in ("start", "end")}
    assert read(document) == read(documented())


def test_milliseconds_and_a_decimal_comma_are_read_in_text() -> None:
    document = documented()
    for segment in document["segments"]:
        segment |= {"start": f"{round(segment['start'] * 1000)}ms", "end": str(segment["end"]).replace(".", ",")}
    assert read(document) == read(documented())


def test_times_are_not_left_out_without_a_word() -> None:
    document = documented()
    for segment in document["segments"][::2]:
        del segment["start"], segment["end"]
    transcript = read(document)
    assert all(turn.start_s is None for turn in transcript.turns)
    assert transcript.warnings == ("transcript: its times were left out: half of its parts or more have no start",)


@pytest.mark.parametrize("kept", [1, 3])
def test_what_is_judged_is_the_text_and_not_words_that_lack_some_of_it(kept: int) -> None:
    document = whisperx()
    document["segments"][2]["words"] = document["segments"][2]["words"][:kept]
    transcript, whole = read(document), read(whisperx())
    assert transcript.turns[2].text == whole.turns[2].text
    counts = [len(turn.words) for turn in whole.turns]
    assert [len(turn.words) for turn in transcript.turns] == [*counts[:2], 0, *counts[3:]]
    assert transcript.warnings == (
        "transcript: part 3: its words are not those of its text; "
        "the text was read, and the times of its words left out",
    )
