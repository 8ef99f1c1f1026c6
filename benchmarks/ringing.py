"""How well ring-back is found, over the tones of many countries, levels, noises and moments of answering.

    python -m benchmarks.ringing TABLE.csv [--alternates]

TABLE.csv has one row a country with the columns country, freq_hz, modulated, on_off_cadence_s and alternates_seen.
Every country rings several times at each signal-to-noise ratio, through µ-law; the last burst is cut by the answer,
and speech begins 0.3 to 2 s after it.
"""

import argparse
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.support.national_tones import read_alternates, read_tones
from tests.support.tones import (
    RATE_HZ,
    NationalTone,
    join,
    mix,
    mu_law,
    noise,
    ring_back,
    shaped_noise,
    silence,
    speech_like,
)

from callgrade.config.hearing import RingingSettings
from callgrade.config.load import load_settings
from callgrade.hearing.ringing.detect import detect_ringing
from callgrade.model.recording import Samples

SNRS_DB = (25, 12)
CASES = 6


@dataclass(frozen=True)
class Case:
    """A call as it is played, and the truth."""

    samples: Samples
    answer_s: float
    rings: int


@dataclass(frozen=True)
class Outcome:
    """``error_s``: of the answer, ``None`` where only an interval was told; ``inside``: truth within that interval."""

    found: bool
    rings_right: bool
    error_s: float | None
    inside: bool


def make_case(tone: NationalTone, snr_db: float, seed: int) -> Case:
    """One to three cycles and a burst cut short, at −10 to −35 dBov, with noise, speech and µ-law."""
    generator = np.random.default_rng(seed)
    level_dbov = generator.uniform(-35, -10)
    cycles = int(generator.integers(1, 4))
    last_on_s = min(generator.uniform(0.15, 0.9) * tone.ons_s[0], tone.ons_s[0] - 0.12)
    ringing = ring_back(tone, cycles, last_on_s, level_dbov)
    lead_s = generator.uniform(0.2, 3)
    speech = speech_like(4, max(level_dbov, -25), seed)
    call = join(silence(lead_s), ringing, silence(generator.uniform(0.3, 2)), speech)
    floor = (noise, shaped_noise)[seed % 2](call.size / RATE_HZ, level_dbov - snr_db, seed)
    pauses = sum(off_s >= 0.9 for off_s in tone.cadence_s[1::2])
    return Case(mu_law(mix(call, floor[: call.size])), lead_s + ringing.size / RATE_HZ, 1 + cycles * pauses)


def hear(case: Case, settings: RingingSettings) -> Outcome:
    """What the detector makes of a case."""
    ringing = detect_ringing([case.samples], RATE_HZ, settings).ringing
    if ringing is None:
        return Outcome(False, False, None, False)
    error_s = None if ringing.answer_s is None else ringing.answer_s - case.answer_s
    interval = ringing.answer_interval_s
    inside = interval is not None and interval.start_s - 0.05 <= case.answer_s <= interval.end_s
    return Outcome(True, ringing.rings == case.rings, error_s, inside)


def row(tones: Sequence[NationalTone], snr_db: float, settings: RingingSettings) -> str:
    """One line of the table."""
    spent_s = heard_s = 0.0
    found, errors_ms, outcomes = 0, [], []
    for index, tone in enumerate(tones):
        cases = [make_case(tone, snr_db, 1000 * index + seed) for seed in range(CASES)]
        started = time.perf_counter()
        heard = [hear(case, settings) for case in cases]
        spent_s += time.perf_counter() - started
        heard_s += sum(case.samples.size for case in cases) / RATE_HZ
        found += all(outcome.found for outcome in heard)
        if not all(outcome.found and outcome.rings_right for outcome in heard):
            print(f"  {tone.country} {tone.lines_hz} {tone.cadence_s}: {heard}")
        outcomes += heard
        errors_ms += [abs(outcome.error_s) * 1000 for outcome in heard if outcome.error_s is not None]
    share = [
        sum(values) / len(outcomes) for values in ([o.rings_right for o in outcomes], [o.inside for o in outcomes])
    ]
    return (
        f"| {snr_db} dB | {found} of {len(tones)} | {share[0]:.1%} | {len(errors_ms) / len(outcomes):.1%} | "
        f"{np.median(errors_ms):.1f} / {max(errors_ms):.1f} ms | {share[1]:.1%} | "
        f"{heard_s / spent_s:.0f} × |"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("table", type=Path)
    parser.add_argument("--alternates", action="store_true", help="the other tones seen instead of the main ones")
    arguments = parser.parse_args()
    settings = load_settings().hearing.ringing
    tones = (read_alternates if arguments.alternates else read_tones)(arguments.table)
    print(
        "| SNR | found in all cases | rings right | answer exact | its error, median / max | in an interval | speed |"
    )
    print("|---|---|---|---|---|---|---|")
    for snr_db in SNRS_DB:
        print(row(tones, snr_db, settings))


if __name__ == "__main__":
    main()
