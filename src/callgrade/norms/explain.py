"""Why a norm has its verdict: where it looked, which phrases were found, and which words are close to the others."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from callgrade.model.finding import Evidence, Finding
from callgrade.model.record import Role
from callgrade.norms.call import OTHER, Call
from callgrade.norms.evaluate import finding_of
from callgrade.norms.pack.language import Line, NormWords
from callgrade.norms.pack.norm import Norm, Pack
from callgrade.norms.pack.pack_file import NearestSettings
from callgrade.norms.phrases.groups import Choice
from callgrade.norms.phrases.groups import Sequence as Parts
from callgrade.norms.phrases.matcher import Hit
from callgrade.norms.phrases.nodes import AnyWords, Node
from callgrade.norms.window import WindowSpan

SAID_BY_OTHER = ("triggers", "triggers_not_in")
"""Groups of words that are searched in what the other party says."""

EXCEPTIONS = {"phrases": "not_in", "triggers": "triggers_not_in", "insists": "not_in"}
"""Group → the group whose phrases keep its hits from counting."""


@dataclass(frozen=True)
class HeardPhrase:
    """A phrase of the pack that was heard: ``line`` is the phrase as written, ``turn`` is counted from 1.

    ``counts``: whether it is in the window and not part of an exception. ``why_not``: why it does not count.
    """

    group: str
    line: Line
    evidence: Evidence
    turn: int
    counts: bool
    why_not: str = ""


@dataclass(frozen=True)
class Nearest:
    """The closest words to a phrase of a group without a hit. ``share``: of the phrase's words, 0…1."""

    group: str
    line: Line
    evidence: Evidence
    turn: int
    share: float


@dataclass(frozen=True)
class Looked:
    """Where a norm looked: the name of the window, and the speaker's words in it."""

    window: str
    role: Role
    evidence: Evidence


@dataclass(frozen=True)
class Explanation:
    """A finding and how it came about.

    ``looked``: ``None`` for a norm without a window. ``searched``: group → number of phrases.
    """

    finding: Finding
    looked: Looked | None
    searched: dict[str, int]
    heard: tuple[HeardPhrase, ...]
    nearest: tuple[Nearest, ...]


def explain(norm: Norm, pack: Pack, call: Call) -> Explanation:
    """The finding of ``norm`` on ``call``, and how it came about."""
    words = pack.words_of(norm)
    role = getattr(norm.parameters, "speaker", Role.AGENT)
    window = getattr(norm.parameters, "window", None)
    where = call.window(window, role) if window else None
    groups = {group: lines for group, lines in words.lines.items() if lines and group not in EXCEPTIONS.values()}
    heard = tuple(hit for group in groups for hit in _heard(group, words, call, _role(group, role), where))
    missing = [group for group in groups if not any(one.group == group and one.counts for one in heard)]
    near = (_nearest(group, groups[group], call, _role(group, role), where) for group in missing)
    return Explanation(
        finding=finding_of(norm, pack, call),
        looked=Looked(window, role, call.searched(role, where)) if window and where else None,
        searched={group: len(lines) for group, lines in groups.items()},
        heard=heard,
        nearest=tuple(filter(None, near)),
    )


def _role(group: str, role: Role) -> Role:
    return OTHER[role] if group in SAID_BY_OTHER else role


def _heard(group: str, words: NormWords, call: Call, role: Role, where: WindowSpan | None) -> Iterator[HeardPhrase]:
    """All hits of a group; if one does not count, why."""
    exceptions = EXCEPTIONS.get(group, "")
    free = set(call.hits(role, getattr(words, group), getattr(words, exceptions, ())))
    for line, hit in _found(words.lines[group], call, role):
        if group in SAID_BY_OTHER or where is None or call.inside([hit], role, where):
            why_not = "" if any(hit.start == one.start for one in free) else exceptions
        else:
            why_not = "outside the window"
        evidence = call.quote(role, call.words_of(role, hit))
        yield HeardPhrase(group, line, evidence, call.turn_of(role, hit) + 1, not why_not, why_not)


def _found(lines: Sequence[Line], call: Call, role: Role) -> list[tuple[Line, Hit]]:
    """The longest hits with their phrases, in order; of overlapping ones the first."""
    best: dict[int, tuple[Line, Hit]] = {}
    for line in lines:
        for hit in call.text(role).find([_node(line, call)]):
            if hit.start not in best or best[hit.start][1].end < hit.end:
                best[hit.start] = line, hit
    kept: list[tuple[Line, Hit]] = []
    for start in sorted(best):
        if not kept or start >= kept[-1][1].end:
            kept.append(best[start])
    return kept


def _nearest(group: str, lines: Sequence[Line], call: Call, role: Role, where: WindowSpan | None) -> Nearest | None:
    """The largest part of a phrase that was heard: its beginning or its end."""
    best: Nearest | None = None
    for line in lines:
        for part, share in _parts(_node(line, call), call.settings.nearest):
            if best and share <= best.share:
                continue
            hits = call.text(role).find([part])
            if where and group not in SAID_BY_OTHER:
                hits = call.inside(hits, role, where)
            if hits:
                quote = call.quote(role, call.words_of(role, hits[0]))
                best = Nearest(group, line, quote, call.turn_of(role, hits[0]) + 1, share)
    return best


def _parts(phrase: Node, limits: NearestSettings) -> Iterator[tuple[Node, float]]:
    """Beginnings and ends of ``phrase`` with their share of its words, in each of its outermost alternatives."""
    for whole in _alternatives(phrase):
        all_words = sum(node.least for node in whole)
        for cut in range(1, len(whole)):
            for part in (_trimmed(whole[:cut]), _trimmed(whole[cut:])):
                words = sum(node.least for node in part)
                if words >= limits.words and limits.share <= words / all_words < 1:
                    yield Parts(part), words / all_words


def _alternatives(phrase: Node) -> Iterator[tuple[Node, ...]]:
    if isinstance(phrase, Parts):
        if len(phrase.parts) == 1 and isinstance(phrase.parts[0], Choice):
            yield from _alternatives(phrase.parts[0])
        else:
            yield phrase.parts
    elif isinstance(phrase, Choice):
        for option in phrase.options:
            yield from _alternatives(option)


def _trimmed(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """``nodes`` without gaps and optional parts at both ends."""
    while nodes and (isinstance(nodes[0], AnyWords) or nodes[0].least == 0):
        nodes = nodes[1:]
    while nodes and (isinstance(nodes[-1], AnyWords) or nodes[-1].least == 0):
        nodes = nodes[:-1]
    return nodes


def _node(line: Line, call: Call) -> Node:
    if call.language is None:
        raise ValueError("a call without words of its language has no phrases")
    return call.language.reader.read(line)
