"""One short made-up call, written in every format that is read, with the speakers as that format names them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from callgrade.config.folder import configs_folder
from callgrade.config.intake import MarkerWords
from callgrade.config.yaml_source import read_yaml

MARKERS = MarkerWords.model_validate(read_yaml(configs_folder() / "callgrade.yaml").data["intake"]["markers"])

Line = tuple[str, float, float, str]

CALL: tuple[Line, ...] = (
    ("agent", 0.5, 4.5, "Good morning, Harbour Bikes, this is Ann Lee. How can I help you?"),
    ("customer", 5.0, 8.0, "Hello, the chain of my bicycle is broken."),
    ("agent", 8.5, 13.0, "I am sorry to hear that. May I have your name, please?"),
    ("customer", 13.5, 15.0, "Yes, it is Bob Ray."),
    ("agent", 15.5, 20.0, "Thank you, Mister Ray. Is there anything else I can help you with?"),
    ("customer", 20.5, 22.0, "No, thank you. Goodbye."),
)
"""Role, start and end in seconds, and what is said."""


def documented() -> Any:
    """The form that callgrade documents."""
    return {"segments": [_segment(line, line[0]) for line in CALL]}


def words(line: Line) -> Iterator[tuple[str, float, float]]:
    """The words of a line, spread evenly over its time."""
    _, start, end, text = line
    texts = text.split()
    step = (end - start) / len(texts)
    for index, word in enumerate(texts):
        yield word, round(start + index * step, 3), round(start + (index + 1) * step, 3)


def whisperx() -> Any:
    names = {"agent": "SPEAKER_00", "customer": "SPEAKER_01"}
    return {
        "segments": [
            _segment(line, names[line[0]])
            | {
                "text": f" {line[3]}",
                "words": [
                    {"word": w, "start": s, "end": e, "score": 0.8, "speaker": names[line[0]]}
                    for w, s, e in words(line)
                ],
            }
            for line in CALL
        ],
        "language": "en",
    }


def openai() -> Any:
    names = {"agent": "A", "customer": "B"}
    segments = [_segment(line, names[line[0]]) | {"type": "transcript.text.segment"} for line in CALL]
    return {"task": "transcribe", "duration": 22.0, "text": "", "segments": segments}


def assemblyai() -> Any:
    names = {"agent": "A", "customer": "B"}
    return {
        "status": "completed",
        "language_code": "en_us",
        "audio_duration": 22,
        "utterances": [
            {
                "speaker": names[line[0]],
                "start": round(line[1] * 1000),
                "end": round(line[2] * 1000),
                "text": line[3],
                "words": [
                    {"text": w, "start": round(s * 1000), "end": round(e * 1000), "confidence": 0.9, "speaker": "A"}
                    for w, s, e in words(line)
                ],
            }
            for line in CALL
        ],
    }


def aws(label: str = "speaker_label", names: tuple[str, str] = ("spk_0", "spk_1")) -> Any:
    """Words with the punctuation apart; ``label``: how the word says its speaker or channel."""
    spoken: list[dict[str, Any]] = []
    for line in CALL:
        speaker = {label: names[0 if line[0] == "agent" else 1]}
        for word, start, end in words(line):
            bare = word.rstrip(".,?")
            said: dict[str, Any] = {"type": "pronunciation", "start_time": str(start), "end_time": str(end)}
            spoken.append(said | speaker | {"alternatives": [{"confidence": "0.99", "content": bare}]})
            if bare != word:
                content = [{"confidence": "0.0", "content": word[len(bare) :]}]
                spoken.append({"type": "punctuation", "alternatives": content, **speaker})
    return {"jobName": "call", "results": {"language_code": "en-US", "transcripts": [], "items": spoken}}


def aws_channels() -> Any:
    """One channel after the other, as channel identification may write them."""
    document = aws("channel_label", ("ch_0", "ch_1"))
    document["results"]["items"].sort(key=lambda item: item["channel_label"])
    return document


def aws_lists_of_channels() -> Any:
    """Only the lists of the channels name them."""
    document = aws("channel_label", ("ch_0", "ch_1"))
    labels = [item.pop("channel_label") for item in document["results"]["items"]]
    channels = [
        {
            "channel_label": label,
            "items": [i for i, own in zip(document["results"]["items"], labels, strict=True) if own == label],
        }
        for label in ("ch_0", "ch_1")
    ]
    document["results"]["channel_labels"] = {"number_of_channels": 2, "channels": channels}
    return document


def aws_segments() -> Any:
    """Only the list of segments names the speakers."""
    document = aws()
    for item in document["results"]["items"]:
        del item["speaker_label"]
    segments = [
        {"start_time": str(s), "end_time": str(e), "speaker_label": f"spk_{int(role != 'agent')}", "items": []}
        for role, s, e, _ in CALL
    ]
    document["results"]["speaker_labels"] = {"speakers": 2, "segments": segments}
    return document


def aws_analytics() -> Any:
    turns = [
        {"ParticipantRole": role.upper(), "BeginOffsetMillis": s * 1000, "EndOffsetMillis": e * 1000, "Content": text}
        for role, s, e, text in CALL
    ]
    return {"JobStatus": "COMPLETED", "LanguageCode": "en-US", "Transcript": turns}


def deepgram() -> Any:
    utterances = [
        {
            "start": line[1],
            "end": line[2],
            "channel": 0,
            "transcript": line[3],
            "speaker": int(line[0] != "agent"),
            "words": _deepgram_words(line),
        }
        for line in CALL
    ]
    channels = [{"detected_language": "en", "alternatives": [{"transcript": "", "words": []}]}]
    return {"metadata": {"channels": 1}, "results": {"channels": channels, "utterances": utterances}}


def deepgram_channels() -> Any:
    """A channel a person, no utterances."""
    channels = [
        {"alternatives": [{"transcript": "", "words": [w for line in CALL if line[0] == role for w in _bare(line)]}]}
        for role in ("agent", "customer")
    ]
    return {"metadata": {"channels": 2}, "results": {"channels": channels}}


def whisper_cpp() -> Any:
    return {
        "result": {"language": "en"},
        "transcription": [
            {
                "offsets": {"from": round(start * 1000), "to": round(end * 1000)},
                "text": f" {text}",
                "speaker": str(int(role != "agent")),
            }
            for role, start, end, text in CALL
        ],
    }


def rev() -> Any:
    monologues = []
    for line in CALL:
        elements: list[dict[str, Any]] = []
        for word, start, end in words(line):
            bare = word.rstrip(".,?")
            elements.append({"type": "text", "value": bare, "ts": start, "end_ts": end, "confidence": 0.9})
            elements.append({"type": "punct", "value": f"{word[len(bare) :]} "})
        monologues.append({"speaker": int(line[0] != "agent"), "elements": elements})
    return {"monologues": monologues}


def elevenlabs_channels() -> Any:
    """A list of words a channel."""
    spoken = elevenlabs()["words"]
    return {
        "transcripts": [
            {
                "language_code": "eng",
                "channel_index": channel,
                "words": [word for word in spoken if word["speaker_id"] == f"speaker_{channel}"],
            }
            for channel in (0, 1)
        ]
    }


def elevenlabs() -> Any:
    spoken: list[dict[str, Any]] = []
    for line in CALL:
        speaker = {"speaker_id": f"speaker_{int(line[0] != 'agent')}"}
        for word, start, end in words(line):
            spoken.append({"text": word, "start": start, "end": end, "type": "word"} | speaker)
            spoken.append({"text": " ", "start": end, "end": end, "type": "spacing"} | speaker)
    return {"language_code": "eng", "text": "", "words": spoken}


def wtf() -> Any:
    return {
        "transcript": {"text": "", "language": "en-US", "duration": 22.0, "confidence": 0.9},
        "segments": [_segment(line, int(line[0] != "agent")) for line in CALL],
        "speakers": {"0": {"id": 0, "label": "Agent"}, "1": {"id": 1, "label": "Customer"}},
        "metadata": {},
    }


def webvtt() -> str:
    cues = [f"{_clock(s)} --> {_clock(e)}\n<v {role.title()}>{text}</v>\n" for role, s, e, text in CALL]
    return "\n".join(["WEBVTT\n", *cues])


def webvtt_with_names() -> str:
    cues = [f"{_clock(s)} --> {_clock(e)}\n{role.title()}: {text}\n" for role, s, e, text in CALL]
    return "\n".join(["WEBVTT\n", *cues])


def srt() -> str:
    return "\n".join(
        f"{n}\n{_clock(s)} --> {_clock(e)}\n{role.title()}: {text}\n".replace(".5", ",5").replace(".0", ",0")
        for n, (role, s, e, text) in enumerate(CALL, start=1)
    )


def srt_of_whisperx() -> str:
    names = {"agent": "SPEAKER_00", "customer": "SPEAKER_01"}
    return "\n".join(
        f"{n}\n{_clock(s)} --> {_clock(e)}\n[{names[role]}]: {text}\n" for n, (role, s, e, text) in enumerate(CALL, 1)
    )


FORMATS: dict[str, Callable[[], Any]] = {
    "AWS Transcribe": aws,
    "AWS Transcribe, channels": aws_channels,
    "AWS Transcribe, lists of channels": aws_lists_of_channels,
    "AWS Transcribe, segments": aws_segments,
    "AWS Call Analytics": aws_analytics,
    "Deepgram": deepgram,
    "Deepgram, channels": deepgram_channels,
    "whisper.cpp": whisper_cpp,
    "whisperX": whisperx,
    "OpenAI": openai,
    "AssemblyAI": assemblyai,
    "Rev": rev,
    "ElevenLabs": elevenlabs,
    "ElevenLabs, channels": elevenlabs_channels,
    "WTF": wtf,
    "WebVTT": webvtt,
    "WebVTT, names": webvtt_with_names,
    "SRT": srt,
    "SRT of whisperX": srt_of_whisperx,
}


def text_of(document: Any) -> str:
    """The file's content."""
    return document if isinstance(document, str) else json.dumps(document)


def _segment(line: Line, speaker: str | int) -> dict[str, Any]:
    return {"speaker": speaker, "start": line[1], "end": line[2], "text": line[3]}


def _deepgram_words(line: Line) -> list[dict[str, Any]]:
    speaker = {"speaker": int(line[0] != "agent")}
    return [word | speaker for word in _bare(line)]


def _bare(line: Line) -> list[dict[str, Any]]:
    return [
        {"word": w.lower().rstrip(".,?"), "punctuated_word": w, "start": s, "end": e, "confidence": 0.9}
        for w, s, e in words(line)
    ]


def _clock(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"
