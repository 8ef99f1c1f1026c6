"""The same call in every format comes out as it does in the documented form."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from tests.support.recordings import pcm16, wav_bytes
from tests.support.transcripts import (
    CALL,
    FORMATS,
    aws_channels,
    deepgram,
    deepgram_channels,
    documented,
    srt,
    text_of,
    webvtt,
    whisper_cpp,
    whisperx,
)

from callgrade.config.intake import IntakeSettings
from callgrade.errors import InputError
from callgrade.intake.documents.transcripts.registry import READERS, names_of_readers
from callgrade.intake.source import RecordedCall, WrittenCall, open_call
from callgrade.model.conversation import Layout
from callgrade.model.record import CallRecord, Role


def written(document: Any, tmp_path: Path, settings: IntakeSettings, record: CallRecord | None = None) -> WrittenCall:
    path = tmp_path / "call.json"
    path.write_text(text_of(document))
    call = open_call(path, settings, record or CallRecord())
    assert isinstance(call, WrittenCall)
    return call


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_comes_out_as_the_documented_form(name: str, tmp_path: Path, intake: IntakeSettings) -> None:
    expected = written(documented(), tmp_path, intake)
    call = written(FORMATS[name](), tmp_path, intake)
    assert [turn.text for turn in call.conversation.turns] == [turn.text for turn in expected.conversation.turns]
    for turn, wanted in zip(call.conversation.turns, expected.conversation.turns, strict=True):
        assert turn.role is wanted.role
        assert (turn.start_s, turn.end_s) == pytest.approx((wanted.start_s, wanted.end_s), abs=0.01)
        assert [word.text for word in turn.words] == [word.text for word in wanted.words]
    assert call.conversation.timed
    assert call.record.language == "en"
    assert call.file.warnings == ()


@pytest.mark.parametrize("name", ["whisperX", "AssemblyAI", "Deepgram", "AWS Transcribe", "Rev"])
def test_times_of_words_are_kept(name: str, tmp_path: Path, intake: IntakeSettings) -> None:
    turn = written(FORMATS[name](), tmp_path, intake).conversation.turns[1]
    step_s = 3.0 / 8
    assert [word.start_s for word in turn.words] == pytest.approx([5.0 + n * step_s for n in range(8)], abs=0.002)


def test_roles_of_neutral_speakers_are_decided_by_the_words(tmp_path: Path, intake: IntakeSettings) -> None:
    attribution = written(whisperx(), tmp_path, intake).conversation.attribution
    assert attribution is not None
    assert (attribution.layout, attribution.note) == (Layout.TRANSCRIPT, None)
    assert written(documented(), tmp_path, intake).conversation.attribution is None


def test_whisper_cpp_without_speakers_is_read_with_a_warning(tmp_path: Path, intake: IntakeSettings) -> None:
    document = whisper_cpp()
    for segment in document["transcription"]:
        del segment["speaker"]
    call = written(document, tmp_path, intake)
    assert {turn.role for turn in call.conversation.turns} == {Role.UNKNOWN}
    assert call.file.warnings == (
        "transcript: parts 1, 2, 3, 4, 5 and 1 more: no speaker; it is not known who says it",
    )


def test_tokens_of_whisper_cpp_become_words_with_times(tmp_path: Path, intake: IntakeSettings) -> None:
    document = whisper_cpp()
    hello = [("[_BEG_]", 5000, 5000), (" Hel", 5000, 5400), ("lo", 5400, 5800), (",", 5800, 5900)]
    pieces = [*hello, (" Ann.", 6000, 7000)]
    tokens = [{"text": text, "offsets": {"from": start, "to": end}} for text, start, end in pieces]
    document["transcription"][1] |= {"text": " Hello, Ann.", "tokens": tokens}
    turn = written(document, tmp_path, intake).conversation.turns[1]
    assert [(word.text, word.start_s, word.end_s) for word in turn.words] == [("Hello,", 5.0, 5.9), ("Ann.", 6.0, 7.0)]


def test_a_word_without_times_lies_between_its_neighbours(tmp_path: Path, intake: IntakeSettings) -> None:
    document = whisperx()
    del document["segments"][1]["words"][1]["start"], document["segments"][1]["words"][1]["end"]
    turn = written(document, tmp_path, intake).conversation.turns[1]
    assert (turn.words[1].start_s, turn.words[1].end_s) == pytest.approx((5.375, 5.75))


@pytest.mark.parametrize(
    "content",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Agent>Hello there.\n<v Customer>Hi &amp; bye.\n",
        "1\n00:00:01,000 --> 00:00:02,000\nAgent: Note: fine.\n\n2\n00:00:03,000 --> 00:00:04,000\n(speaker 1) Hi.\n",
    ],
)
def test_a_cue_may_name_its_voices_in_several_ways(content: str, tmp_path: Path, intake: IntakeSettings) -> None:
    turns = written(content, tmp_path, intake).conversation.turns
    assert [turn.role for turn in turns] == [Role.AGENT, Role.CUSTOMER]


def test_a_colon_in_a_sentence_is_not_a_speaker_label(tmp_path: Path, intake: IntakeSettings) -> None:
    content = srt() + "\n7\n00:00:23,000 --> 00:00:25,000\nOne more thing: thank you.\n"
    call = written(content, tmp_path, intake)
    assert (call.conversation.turns[-1].role, call.conversation.turns[-1].text) == (
        Role.UNKNOWN,
        "One more thing: thank you.",
    )
    assert "transcript: part 7: no speaker; it is not known who says it" in call.file.warnings


@pytest.mark.parametrize("form", [webvtt, srt])
@pytest.mark.parametrize("spoilt", [" -> ", " → ", " --&gt; ", ""])
def test_no_cue_is_lost_or_swallowed_by_a_spoilt_line_of_times(
    form: Callable[[], str], spoilt: str, tmp_path: Path, intake: IntakeSettings
) -> None:
    lines = form().splitlines()
    place = [at for at, line in enumerate(lines) if "-->" in line][2]
    lines[place : place + 1] = [lines[place].replace(" --> ", spoilt)] if spoilt else []
    turns = written("\n".join(lines), tmp_path, intake).conversation.turns
    assert [(turn.role.value, turn.text) for turn in turns] == [(role, text) for role, _, _, text in CALL]


@pytest.mark.parametrize("content", [webvtt().encode("utf-16"), webvtt().removeprefix("WEBVTT\n\n").encode()])
def test_subtitles_in_utf_16_or_without_their_header_are_read(
    content: bytes, tmp_path: Path, intake: IntakeSettings
) -> None:
    path = tmp_path / "call.vtt"
    path.write_bytes(content)
    call = open_call(path, intake, CallRecord())
    assert isinstance(call, WrittenCall)
    assert [turn.text for turn in call.conversation.turns] == [text for *_, text in CALL]


def test_a_cue_whose_time_cannot_be_read_keeps_its_words_and_a_warning_says_so(
    tmp_path: Path, intake: IntakeSettings
) -> None:
    call = written(webvtt().replace("00:00:08.500", "00:0x:08"), tmp_path, intake)
    assert [turn.text for turn in call.conversation.turns] == [text for *_, text in CALL]
    assert call.file.warnings[0] == "transcript: cues whose times cannot be read: 1; their words were kept"


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path, intake: IntakeSettings) -> None:
    with pytest.raises(InputError) as caught:
        written({"recognizedPhrases": [{"nBest": []}]}, tmp_path, intake)
    assert caught.value.code == "not_a_call"
    assert names_of_readers() in caught.value.what


def test_every_reader_is_named_in_the_documents() -> None:
    text = (Path(__file__).parents[5] / "docs" / "reference" / "transcripts.md").read_text(encoding="utf-8")
    for reader in READERS:
        assert all(name in text for name in reader.name.split(" and ")), reader.name


def test_subtitles_beside_a_recording_are_its_transcript(tmp_path: Path, intake: IntakeSettings) -> None:
    audio = tmp_path / "call.wav"
    audio.write_bytes(wav_bytes(pcm16(2.0)))
    (tmp_path / "call.vtt").write_text(webvtt())
    assert isinstance(open_call(audio, intake, CallRecord()), RecordedCall)
    call = open_call(audio, intake, CallRecord(), prefer_transcript=True)
    assert isinstance(call, WrittenCall)
    assert len(call.conversation.turns) == len(CALL)


@pytest.mark.parametrize("content", [b"WEBVTT\n\n\xff\xfe", b"WEBVTT\n\nNOTE nothing\n"])
def test_subtitles_without_words_are_refused(content: bytes, tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.vtt"
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        open_call(path, intake, CallRecord())
    assert caught.value.code == "bad_transcript"


@pytest.mark.parametrize("document", [aws_channels, deepgram_channels, whisper_cpp])
def test_given_channels_decide_who_speaks(document: Callable[[], Any], tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.json"
    path.write_text(text_of(document()))
    call = open_call(path, intake, CallRecord(channels={Role.CUSTOMER: 0, Role.AGENT: 1}))
    assert isinstance(call, WrittenCall)
    assert call.conversation.attribution is None
    assert call.conversation.turns[0].role is Role.CUSTOMER


def test_channels_that_the_transcript_does_not_have_are_refused(tmp_path: Path, intake: IntakeSettings) -> None:
    path = tmp_path / "call.json"
    path.write_text(text_of(documented()))
    with pytest.raises(InputError, match="does not say which channel") as caught:
        open_call(path, intake, CallRecord(channels={Role.AGENT: 0, Role.CUSTOMER: 1}))
    assert caught.value.code == "bad_record"


TWO_IN_A_CUE = [
    ("Agent: Harbour Bikes, Ann Lee.\nHow can I help?\nCustomer: My chain is broken.", "WebVTT"),
    ("<v Agent>Harbour Bikes, Ann Lee.\nHow can I help?</v>\n<v Customer>My chain is broken.</v>", "WebVTT"),
    ("客服：Harbour Bikes, Ann Lee.\nHow can I help?\n客户：My chain is broken.", "SRT"),
]


@pytest.mark.parametrize(("text", "form"), TWO_IN_A_CUE)
def test_two_voices_in_one_cue_are_two_turns_whose_border_is_an_estimate(
    text: str, form: str, tmp_path: Path, intake: IntakeSettings
) -> None:
    numbers = ("1\n", "2\n") if form == "SRT" else ("WEBVTT\n\n", "")
    cues = (f"00:00:0{start}.250 --> 00:00:0{start + 3}.500\n{text}\n" for start in (0, 4))
    call = written("\n".join(map("".join, zip(numbers, cues, strict=True))), tmp_path, intake)
    turns = call.conversation.turns
    assert [turn.role for turn in turns] == [Role.AGENT, Role.CUSTOMER] * 2
    assert {turn.text for turn in turns} == {"Harbour Bikes, Ann Lee. How can I help?", "My chain is broken."}
    assert [(turns[n].start_s, turns[n + 1].end_s) for n in (0, 2)] == [(0.25, 3.5), (4.25, 7.5)]
    assert all(one.end_s <= other.start_s for one, other in pairwise(turns) if one.end_s and other.start_s)
    assert "transcript: parts 1, 3: no end; it is an estimate" in call.file.warnings


def test_a_bad_utterance_of_deepgram_leaves_the_speakers_of_the_others(tmp_path: Path, intake: IntakeSettings) -> None:
    document = deepgram()
    document["results"]["utterances"][2] = "damaged"
    roles = [turn.role for turn in written(document, tmp_path, intake).conversation.turns]
    expected = [turn.role for turn in written(deepgram(), tmp_path, intake).conversation.turns]
    assert roles == [*expected[:2], Role.UNKNOWN, *expected[3:]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_json_with_a_byte_order_mark_is_read(encoding: str, tmp_path: Path, intake: IntakeSettings) -> None:
    (tmp_path / "call.json").write_bytes(text_of(documented()).encode(encoding))
    call = open_call(tmp_path / "call.json", intake, CallRecord())
    assert isinstance(call, WrittenCall)
    assert len(call.conversation.turns) == len(CALL)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "9" * 5000])
def test_a_number_that_is_none_does_not_lose_the_call(number: str, tmp_path: Path, intake: IntakeSettings) -> None:
    text = text_of(documented()).replace("8.5", number)
    call = written(text, tmp_path, intake)
    assert len(call.conversation.turns) == len(CALL)
    assert call.file.warnings == ("transcript: part 3: no start; placed after the part before it",)


@pytest.mark.parametrize("name", ["call.json", "call.srt"])
def test_text_in_another_encoding_is_refused_with_what_to_do(name: str, tmp_path: Path, intake: IntakeSettings) -> None:
    text = srt() if name.endswith("srt") else text_of(documented())
    (tmp_path / name).write_bytes(text.replace("Ray", "Weiß").encode("cp1252"))
    with pytest.raises(InputError, match="not UTF-8 text; save it as UTF-8"):
        open_call(tmp_path / name, intake, CallRecord())
