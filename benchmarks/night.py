"""A night of many short calls: are all accounted for, does memory stay flat, what do two workers bring over one?

    python -m benchmarks.night [--calls 200]

The calls are stretches of this project's sample calls, each changed a little (another stretch, level and noise), with
their real words to recognise. Both runs use one thread a worker. Memory is that of all processes of a run, as the
kernel counts what is theirs alone and their share of what they have in common (Pss), looked at twice a second; `early`
is its greatest value while the second fifth of the calls is done, `late` that of the last fifth.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
import wave
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from callgrade.store import open_store

SAMPLES = Path(__file__).parents[1] / "sample_audio"
SOURCES = ("01_insurance_good.wav", "02_telecom_bad.wav", "05_travel_hold.ogg", "10_wrong_number.ogg")
RATE_HZ = 8000
LENGTHS_S = (4, 12)


@dataclass(frozen=True)
class Night:
    """One run: how long it took, seconds; memory in MiB; what its summary says."""

    wall_s: float
    early_mib: float
    late_mib: float
    summary: dict[str, object]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--calls", type=int, default=200)
    calls = parser.parse_args().calls
    with tempfile.TemporaryDirectory() as folder:
        recordings = Path(folder) / "recordings"
        audio_s = make_calls(recordings, calls)
        print(f"{calls} calls, {audio_s / 60:.1f} minutes of audio")
        nights = {workers: spend(recordings, Path(folder) / f"{workers}.db", workers, calls) for workers in (1, 2)}
        for workers, night in nights.items():
            show(workers, night, calls, audio_s)
        print(f"two workers against one: {nights[1].wall_s / nights[2].wall_s:.2f} × as fast")
        print(f"the same night again: {spend(recordings, Path(folder) / '2.db', 2, calls).wall_s:.1f} s")
        same = cards(Path(folder) / "1.db") == cards(Path(folder) / "2.db")
        print(f"scorecards of both runs are {'the same' if same else 'DIFFERENT'}")


def make_calls(folder: Path, count: int) -> float:
    """Write the calls; seconds of audio in all."""
    folder.mkdir()
    sources = [decoded(SAMPLES / name) for name in SOURCES]
    random = np.random.default_rng(7)
    total_s = 0.0
    for number in range(count):
        source = sources[number % len(sources)]
        length = int(random.uniform(*LENGTHS_S) * RATE_HZ)
        start = int(random.integers(0, max(1, source.shape[1] - length)))
        piece = source[:, start : start + length] * random.uniform(0.6, 1.0)
        write(folder / f"{number:04}.wav", piece + random.normal(0, 1e-3, piece.shape))
        total_s += piece.shape[1] / RATE_HZ
    return total_s


def decoded(path: Path) -> npt.NDArray[np.float64]:
    """Samples of shape (channels, n) at 8 kHz."""
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", rate=RATE_HZ)
        frames = [out.to_ndarray() for frame in container.decode(audio=0) for out in resampler.resample(frame)]
    return np.concatenate(frames, axis=1).astype(np.float64)


def write(path: Path, samples: npt.NDArray[np.float64]) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(samples.shape[0])
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes((np.clip(samples.T, -1, 1) * 32767).astype("<i2").tobytes())


def spend(recordings: Path, store: Path, workers: int, calls: int) -> Night:
    """Run the batch and watch it."""
    summary = store.with_suffix(".json")
    time.sleep(1)
    began_s = time.monotonic()
    command: list[str | Path] = [sys.executable, "-m", "callgrade", "batch", recordings, "--store", store]
    command += ["--workers", str(workers), "--threads", "1", "--summary", summary, "--config", settled(store)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    seen: list[tuple[int, float]] = []
    while process.poll() is None:
        seen.append((done(store), memory_mib(process.pid)))
        time.sleep(0.5)
    wall_s = time.monotonic() - began_s
    early = [mib for count, mib in seen if 0.2 * calls <= count < 0.4 * calls]
    late = [mib for count, mib in seen if count >= 0.8 * calls]
    return Night(wall_s, max(early, default=0), max(late, default=0), json.loads(summary.read_text()))


def settled(store: Path) -> Path:
    """Settings under which files that were just made count as complete."""
    path = store.with_suffix(".yaml")
    path.write_text("batch:\n  scan:\n    stable_s: 0\n", encoding="utf-8")
    return path


def done(store: Path) -> int:
    """Calls that were scored so far."""
    log = store.with_name(store.name + ".log")
    return log.read_text(encoding="utf-8").count(" scored ") if log.exists() else 0


def memory_mib(pid: int) -> float:
    """Memory of a process and its descendants."""
    total_kib = 0
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        total_kib += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    children = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += (task / "children").read_text(encoding="ascii").split()
    return total_kib / 1024 + sum(memory_mib(int(child)) for child in children)


def cards(store: Path) -> list[tuple[str, object]]:
    with open_store(store) as opened:
        return [(stored.call.sha256, stored.card) for stored in opened.cards.read()]


def show(workers: int, night: Night, calls: int, audio_s: float) -> None:
    outcomes = night.summary["outcomes"]
    print(
        f"{workers} worker(s): {night.wall_s:.1f} s, {calls / night.wall_s * 3600:,.0f} calls/h, "
        f"{audio_s / night.wall_s:.1f} × real time, memory early {night.early_mib:,.0f} MiB, "
        f"late {night.late_mib:,.0f} MiB; {outcomes}"
    )


if __name__ == "__main__":
    main()
