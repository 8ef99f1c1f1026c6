"""The measurements: name, unit and role. The list is constant: every call has all of them.

docs/explanation/measures.md explains each.
"""

from dataclasses import dataclass

from callgrade.model.frozen import FrozenDict
from callgrade.model.record import Role

PERSONS = (Role.AGENT, Role.CUSTOMER)


@dataclass(frozen=True)
class Entry:
    """One measurement. ``roles``: the roles that have it; ``None``: the call.

    ``average``: a mean or a share, so that a part of a call does not show what it is in the whole; counts, sums and
    the longest of something can only be greater in the whole.
    """

    unit: str
    roles: tuple[Role | None, ...]
    average: bool = False


def _entries() -> dict[str, Entry]:
    both, agent, call = PERSONS, (Role.AGENT,), (None,)
    return {
        "rate.words_per_minute": Entry("wpm", both, average=True),
        "rate.speaking_rate": Entry("syl/s", both, average=True),
        "rate.articulation_rate": Entry("syl/s", both, average=True),
        "rate.articulation_p10": Entry("syl/s", both, average=True),
        "rate.articulation_p90": Entry("syl/s", both, average=True),
        "pitch.spread": Entry("st", both, average=True),
        "pitch.span_80_20": Entry("st", both, average=True),
        "pitch.variation_quotient": Entry("ratio", both, average=True),
        "pitch.median": Entry("Hz", both, average=True),
        "same_key.pitch_delta": Entry("st", both, average=True),
        "same_key.rate_delta": Entry("syl/s", both, average=True),
        "same_key.level_delta": Entry("dB", both, average=True),
        "loudness.active_level": Entry("dBov", both, average=True),
        "loudness.difference": Entry("dB", agent, average=True),
        "loudness.clipping": Entry("per 10,000", both, average=True),
        "pause.count": Entry("count", both),
        "pause.median": Entry("s", both, average=True),
        "pause.longest": Entry("s", both),
        "latency.median": Entry("s", both, average=True),
        "latency.longest": Entry("s", both),
        "overlap.total": Entry("s", call),
        "interruption.count": Entry("count", both),
        "backchannel.count": Entry("count", both),
        "talk.share": Entry("share", both, average=True),
        "talk.longest_monologue": Entry("s", both),
        "dead_air.longest": Entry("s", both),
        "dead_air.owed": Entry("s", agent),
        "dead_air.announced_longest": Entry("s", agent),
        "dead_air.total": Entry("s", call),
        "hold.count": Entry("count", call),
        "hold.longest": Entry("s", call),
        "hold.total": Entry("s", call),
        "hold.open_microphone": Entry("s", call),
        "ringing.rings": Entry("count", call),
        "ringing.ring_to_answer": Entry("s", call),
        "ringing.answer_to_first_word": Entry("s", agent),
    }


CATALOGUE = FrozenDict(_entries())
