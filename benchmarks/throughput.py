"""How much processor time a call takes here and in other programs, on the same files, with the same weights.

    python -m benchmarks.throughput FILES --other ENVIRONMENT/bin/whisper-ctranslate2 [--rounds 3] [--threads 1]
        [--whisperx ENVIRONMENT/bin/whisperx]

The programs take turns, so that other work on the machine slows all of them. Each run is a process of its own for all
files, with what it loads: whisper-ctranslate2 with its defaults; faster-whisper with its defaults; its batched pipeline
with words (8 windows at once); callgrade whole, from the file to the scorecard. Of that run the parts are shown, too:
those with ``-`` are inside the part before them; true with one thread only.
``ratio``: processor time of whisper-ctranslate2 in the same round over that of the program, the median of the rounds.
Word errors: over files with a reference, after the same normalisation for all (``benchmarks.hearing.tokens``).
whisper-ctranslate2 and WhisperX are no part of callgrade: install each in an environment of its own. WhisperX runs in
8 bits and without its times of words, whose weights are at a model hub; it calls the program ffmpeg.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.hearing import errors_of, reference_of, tokens

from callgrade.config.load import load_settings
from callgrade.hearing.recognition.weights import find_weights

OTHER, WHISPERX = "whisper-ctranslate2", "whisperx"
BATCH = 8


@dataclass(frozen=True)
class Run:
    """Seconds of processors and by the clock, MiB at most, and the text of each file."""

    cpu_s: float
    wall_s: float
    peak_mib: float
    texts: Mapping[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--other", help="the program whisper-ctranslate2")
    parser.add_argument("--whisperx", help="the program whisperx")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=CHILDREN, default=list(CHILDREN), help="programs beside --other")
    parser.add_argument("--child", choices=CHILDREN, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        options.out.write_text(json.dumps(CHILDREN[options.child](options.files, options.threads)), encoding="utf-8")
        return
    runs: dict[str, list[Run]] = defaultdict(list)
    for number in range(options.rounds):
        if options.other:
            how: tuple[str, ...] = ("--model_directory", str(find_weights("base")), "--verbose", "False")
            runs[OTHER].append(run_other(options.other, how, options.files, options.threads))
        if options.whisperx:
            how = ("--model", str(find_weights("base")), "--compute_type", "int8", "--no_align")
            runs[WHISPERX].append(run_other(options.whisperx, how, options.files, options.threads))
        for name in options.only:
            for part, run in run_child(name, options.files, options.threads).items():
                runs[part].append(run)
        print(f"round {number + 1}, load of the machine {os.getloadavg()[0]:.1f}", flush=True)
        show(runs, options.files)


def show(runs: Mapping[str, Sequence[Run]], files: Sequence[Path]) -> None:
    """Medians of the rounds so far."""
    settings = load_settings()
    references = {path.stem: [one.token for one in reference_of(path, settings)] for path in files}
    known = {stem: words for stem, words in references.items() if words}
    print(f"{'':22} {'CPU s':>7} {'wall s':>7} {'ratio':>6} {'MiB':>6} {'word errors':>12}")
    for name, several in runs.items():
        cpu_s, wall_s = (statistics.median(getattr(run, of) for run in several) for of in ("cpu_s", "wall_s"))
        ratios = [other.cpu_s / run.cpu_s for other, run in zip(runs.get(OTHER, several), several, strict=True)]
        errors = sum(errors_of(words, tokens(several[-1].texts.get(stem, ""))) for stem, words in known.items())
        share = f"{errors / max(1, sum(map(len, known.values()))):.2%}" if several[-1].texts else ""
        peak_mib = max(run.peak_mib for run in several)
        print(f"{name:22} {cpu_s:7.1f} {wall_s:7.1f} {statistics.median(ratios):6.2f} {peak_mib:6.0f} {share:>12}")
    print(flush=True)


def measured(command: Sequence[str | Path], texts: Callable[[], Mapping[str, str]]) -> Run:
    """A process run to its end."""
    began_s = time.monotonic()
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    quiet = (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)
    pid = os.posix_spawnp(str(command[0]), list(map(str, command)), environment, file_actions=[quiet])
    _, status, used = os.wait4(pid, 0)
    if status:
        sys.exit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return Run(used.ru_utime + used.ru_stime, time.monotonic() - began_s, used.ru_maxrss / 1024, texts())


def run_other(program: str, how: Sequence[str], files: Sequence[Path], threads: int) -> Run:
    """A program with the options of Whisper's own, and others (``how``)."""
    with tempfile.TemporaryDirectory() as folder:

        def texts() -> dict[str, str]:
            written = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in Path(folder).glob("*.json")}
            return {stem: " ".join(one["text"] for one in said["segments"]) for stem, said in written.items()}

        written = ["--output_format", "json", "--output_dir", folder]
        options = [*written, "--device", "cpu", "--threads", str(threads)]
        return measured([program, *files, *options, *how], texts)


def run_child(name: str, files: Sequence[Path], threads: int) -> dict[str, Run]:
    """The run of one of ``CHILDREN``, and its parts."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.json"
        command: list[str | Path] = [sys.executable, "-m", "benchmarks.throughput", *files, "--child", name]
        run = measured([*command, "--out", out, "--threads", str(threads)], dict)
        found = json.loads(out.read_text(encoding="utf-8"))
    parts = {part: Run(cpu_s, cpu_s, run.peak_mib, {}) for part, cpu_s in found.get("parts", {}).items()}
    return {**parts, name: replace(run, texts=found["texts"])}


def faster_whisper(files: Sequence[Path], threads: int) -> dict[str, Any]:
    model = whisper_model(threads)
    return {"texts": {path.stem: joined(model.transcribe(str(path))[0]) for path in files}}


def batched_with_words(files: Sequence[Path], threads: int) -> dict[str, Any]:
    from faster_whisper import BatchedInferencePipeline

    pipeline = BatchedInferencePipeline(whisper_model(threads))
    how = {"batch_size": BATCH, "word_timestamps": True}
    return {"texts": {path.stem: joined(pipeline.transcribe(str(path), **how)[0]) for path in files}}


def whisper_model(threads: int) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(str(find_weights("base")), device="cpu", compute_type="int8", cpu_threads=threads)


def joined(segments: Any) -> str:
    return " ".join(segment.text for segment in segments)


def callgrade(files: Sequence[Path], threads: int) -> dict[str, Any]:
    """As a worker does it, all files in groups."""
    from callgrade.grading import grader
    from callgrade.grading.outcome import CallInput, Scored
    from callgrade.grading.spec import GraderSpec
    from callgrade.hearing.recognition.recogniser import Recogniser
    from callgrade.hearing.recognition.whisper import Whisper
    from callgrade.model.record import CallRecord

    spent_s: dict[str, float] = defaultdict(float)
    clock(spent_s, Recogniser, "recognise", "recognition")
    clock(spent_s, Whisper, "encode", "- mel and encoder")
    clock(spent_s, Whisper, "_features", "  - mel")
    clock(spent_s, Whisper, "language_votes", "- language")
    clock(spent_s, Whisper, "generate", "- search")
    clock(spent_s, Whisper, "align", "- word times")
    clock(spent_s, grader, "prepare", "before recognition")
    clock(spent_s, grader, "conclude", "voices, line, turns")
    texts = {}
    grading = GraderSpec(load_settings(), None, "service", None).grader(threads)
    for one in grading.grade(map(CallInput, files), CallRecord(), lambda _: None):
        if isinstance(one, Scored):
            words = [word for turn in one.heard.conversation.turns for word in turn.words]
            texts[one.path.stem] = " ".join(word.text for word in sorted(words, key=lambda word: word.start_s))
    return {"texts": texts, "parts": spent_s}


def clock(spent_s: dict[str, float], owner: Any, name: str, part: str) -> None:
    """Count the processor time of a function; that of threads at the same time counts for each of them."""
    plain = getattr(owner, name)
    spent_s[part] = 0.0

    def timed(*arguments: Any, **more: Any) -> Any:
        began_s = time.process_time()
        try:
            return plain(*arguments, **more)
        finally:
            spent_s[part] += time.process_time() - began_s

    setattr(owner, name, timed)


CHILDREN: dict[str, Callable[[Sequence[Path], int], dict[str, Any]]] = {
    "faster-whisper": faster_whisper,
    "batched, with words": batched_with_words,
    "callgrade": callgrade,
}


if __name__ == "__main__":
    main()
