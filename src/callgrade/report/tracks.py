"""Level, pitch and pace over the call, as strips of an SVG and as a table. They describe the sound and nothing else."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from markupsafe import Markup

from callgrade.export.for_people.terms import party_term, reason_term, role_term
from callgrade.export.wording import amount, stretch
from callgrade.model.record import Role
from callgrade.model.scorecard import Scorecard
from callgrade.model.sound_picture import FLOOR_DB, PIECES, ChannelLevel, SoundPicture, VoiceCurves
from callgrade.model.span import Span
from callgrade.report.fragments import escaped
from callgrade.translation.current import noted, tr

HEIGHT = 100  # units of a strip; a part of the recording is one unit wide
REACH_ST = 12  # semitones above and below the median that a strip shows
FASTEST = 10.0  # syllables per second at the top of a strip
ROWS = 12  # of the table
_NOT_KEPT = noted("Level, pitch and pace were not kept for this call: it was heard by another version of callgrade.")
_NOTHING = "–"

Values = Sequence[float | None]


@dataclass(frozen=True)
class Strip:
    """One curve. ``note``: how to read it; ``path``: the curve; ``cells``: its value in each stretch of the table."""

    label: str
    note: str
    colour: str
    kind: str
    path: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Tracks:
    """All curves of a call. ``stretches``: heads of the table's rows; ``missing``: what is not drawn, and why."""

    strips: tuple[Strip, ...]
    stretches: tuple[str, ...]
    missing: tuple[str, ...]
    width: int = PIECES
    height: int = HEIGHT

    @property
    def rows(self) -> Iterator[Markup]:
        """The rows of the table."""
        for when, *cells in zip(self.stretches, *(strip.cells for strip in self.strips), strict=True):
            row = "".join(f"<td>{escaped(cell)}</td>" for cell in cells)
            yield Markup(f'<tr><th scope="row">{escaped(when)}</th>{row}</tr>')


def tracks(card: Scorecard) -> Tracks | None:
    """The curves of ``card``; ``None`` for a transcript, which has no sound."""
    if not card.conversation.has_audio:
        return None
    picture = card.picture
    if picture is None or not picture.known:
        return Tracks((), (), (tr(_NOT_KEPT),))
    edges = [PIECES * row // ROWS for row in range(ROWS + 1)]
    cuts = [slice(start, stop) for start, stop in pairwise(edges)]
    piece_s = card.conversation.duration_s / PIECES
    stretches = (stretch(Span(cut.start * piece_s, cut.stop * piece_s)) for cut in cuts)
    return Tracks(tuple(_strips(card, picture, cuts)), tuple(stretches), tuple(_missing(card)))


def _strips(card: Scorecard, picture: SoundPicture, cuts: Sequence[slice]) -> Iterator[Strip]:
    for level in picture.levels:
        yield _level(card, level, cuts)
    for voice in picture.voices:
        if voice.pitch and _measured(card, "pitch.median", voice):
            yield _pitch(voice, cuts)
    for voice in picture.voices:
        if voice.pace and _measured(card, "rate.articulation_rate", voice):
            yield _pace(voice, cuts)


def _level(card: Scorecard, level: ChannelLevel, cuts: Sequence[slice]) -> Strip:
    values = level.db()
    roles = dict.fromkeys(party.role for party in card.conversation.parties if party.channel == level.channel)
    tops = {value: round(HEIGHT * value / FLOOR_DB) if value is not None else HEIGHT for value in set(values)}
    steps = "".join(f"V{tops[value]}h1" for value in values)
    name = ", ".join(map(party_term, roles))
    colour = next((role for role in roles if role in (Role.AGENT, Role.CUSTOMER)), "voices")
    cells = _cells(values, cuts, max, _decibels)
    return Strip(
        tr("{who} level", who=name), tr("peaks in dB"), colour, "level", f"M0 {HEIGHT}{steps}V{HEIGHT}z", cells
    )


def _decibels(level_db: float) -> str:
    return amount(level_db, "dB") if level_db > FLOOR_DB else tr("under {level}", level=amount(round(FLOOR_DB), "dB"))


def _pitch(voice: VoiceCurves, cuts: Sequence[slice]) -> Strip:
    values = voice.pitch_hz()
    middle = median(value for value in values if value)
    path = _runs(values, lambda value: 0.5 - 6 * math.log2(value / middle) / REACH_ST)
    cells = _cells(values, cuts, median, lambda value: amount(value, "Hz"))
    label, note = tr("{who} pitch", who=party_term(voice.role)), tr("{number} Hz ± octave", number=round(middle))
    return Strip(label, note, voice.role, "line", path, cells)


def _pace(voice: VoiceCurves, cuts: Sequence[slice]) -> Strip:
    values = voice.pace_syllables_per_s()
    path = _runs(values, lambda value: 1 - value / FASTEST)
    cells = _cells(values, cuts, median, lambda value: amount(value, "syl/s"))
    label, note = tr("{who} pace", who=party_term(voice.role)), tr("0 to {most}", most=amount(FASTEST, "syl/s"))
    return Strip(label, note, voice.role, "line", path, cells)


def _runs(values: Values, depth: Callable[[float], float]) -> str:
    """The path of a line that breaks where there is no value. ``depth``: of a value below the top, 0…1."""
    tops = {value: min(HEIGHT, max(0, round(HEIGHT * depth(value)))) for value in set(values) if value is not None}
    path = []
    for number, (before, value) in enumerate(pairwise((None, *values))):
        if value is not None:
            path.append(f"V{tops[value]}h1" if before is not None else f"M{number} {tops[value]}h1")
    return "".join(path)


def _cells(
    values: Values, cuts: Sequence[slice], middle: Callable[[list[float]], float], shown: Callable[[float], str]
) -> tuple[str, ...]:
    known = ([value for value in values[cut] if value is not None] for cut in cuts)
    return tuple(shown(middle(part)) if part else _NOTHING for part in known)


def _missing(card: Scorecard) -> Iterator[str]:
    """The curves of agent and customer that are not drawn, by the reason why."""
    lacking: dict[str, list[str]] = defaultdict(list)
    titles = {"pitch.median": noted("pitch of the {who}"), "rate.articulation_rate": noted("pace of the {who}")}
    for name, title in titles.items():
        for role in (Role.AGENT, Role.CUSTOMER):
            measured = card.measurements.get(name, role)
            if measured and measured.reason:
                lacking[reason_term(measured.reason)].append(tr(title, who=role_term(role)))
    for reason, curves in lacking.items():
        yield tr("Not drawn, because: {reason}: {curves}.", reason=reason, curves=", ".join(curves))


def _measured(card: Scorecard, name: str, voice: VoiceCurves) -> bool:
    """Whether the card has the measure; what is not measured is not drawn."""
    measured = card.measurements.get(name, voice.role)
    return measured is not None and measured.value is not None
