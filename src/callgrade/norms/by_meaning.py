"""Judges a norm by its phrases, by what the agent's words mean where the phrases find nothing, and by signs of doubt.

What words mean is never certain, so it has less power than a phrase. Words that a norm asks for may be found by their
meaning, and the norm passes; words that only may be them make somebody listen, and nobody fails. Words that a norm
forbids only make somebody listen, or nobody if the customer takes them well. Nothing ever fails by meaning.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from callgrade.meaning.classifier import Classifier, Power
from callgrade.model.finding import Evidence, Severity, Verdict
from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.kinds.hold import HoldParameters
from callgrade.norms.kinds.phrase import PhraseParameters
from callgrade.norms.outcome import Outcome, cannot_tell
from callgrade.norms.pack.language import ANOTHER_THING, NormWords
from callgrade.norms.pack.norm import Norm, Pack
from callgrade.norms.phrases.matcher import Found, Hit, apart
from callgrade.norms.questions import TAG, may_ask
from callgrade.norms.quotation import unquoted
from callgrade.norms.signs.affront import affront
from callgrade.norms.signs.agreed import agreed
from callgrade.norms.signs.asking import first_question, matter_told, nothing_more
from callgrade.norms.signs.greetings.greeted import greeted, may_greet
from callgrade.norms.signs.moment import moment_asked, waits
from callgrade.norms.signs.open_asked import open_asked
from callgrade.norms.signs.parting import after_thanks
from callgrade.norms.signs.place import announces_only, asks_for_more, comes_back, is_at_parting, lets_go
from callgrade.norms.signs.sign import Look, Sign, seen
from callgrade.norms.signs.taken_well import relieves, taken_well
from callgrade.norms.signs.thanked import beside_goodbye
from callgrade.norms.signs.wish import beside_parting
from callgrade.norms.unknown.last_words import HANGS_UP

_GRAVE = (Severity.MAJOR, Severity.CRITICAL)
"""Severities of which a doubtful fail is worth that somebody listens."""


_LOOKS: Mapping[Sign, Look] = {
    "first_question": first_question,
    "first_words": greeted,
    "nothing_more": nothing_more,
    "after_thanks": after_thanks,
    "affront": affront,
    "moment_asked": moment_asked,
    "open_asked": open_asked,
    "beside_parting": beside_parting,
    "beside_goodbye": beside_goodbye,
}

_PLACES: Mapping[Sign, Callable[[Call, Hit], bool]] = {
    "first_words": may_greet,
    "nothing_more": asks_for_more,
    "after_thanks": lets_go,
    "moment_asked": waits,
    "beside_parting": is_at_parting,
}
"""Where words must stand, and how they are answered, before their meaning may keep a norm with this doubt."""


def judged(norm: Norm, pack: Pack, call: Call) -> Outcome:
    """The outcome of ``norm`` on ``call``, whose needs are known."""
    outcome = _by_words(norm, pack, call)
    parameters = norm.parameters
    if not isinstance(parameters, PhraseParameters) or parameters.doubt is None:
        return outcome
    not_found = Verdict.FAIL if parameters.expect == "present" else Verdict.PASS
    doubted = outcome.verdict is Verdict.CANNOT_TELL and outcome.reason is Reason.LISTEN
    found = seen(parameters.doubt, call, _LOOKS) if doubted or outcome.verdict is not_found else None
    if found is None or (found.strength == 0 if doubted else not found.alone):
        return outcome
    evidence = call.evidence(Role.AGENT, [found.hit])
    sure = found.sure or doubted
    return Outcome(Verdict.PASS, evidence, found=True, by_meaning=not found.sure) if sure else _listen(evidence)


def _listen(evidence: tuple[Evidence, ...], *, by_meaning: bool = False) -> Outcome:
    return Outcome(Verdict.CANNOT_TELL, evidence, reason=Reason.LISTEN, by_meaning=by_meaning)


def _by_words(norm: Norm, pack: Pack, call: Call) -> Outcome:
    """The outcome by phrases and by meaning."""
    words = pack.words_of(norm)
    outcome = norm.kind.judge(norm.parameters, words, call)
    classifier = pack.classifiers.get(norm.id) if norm.meaning else None
    if norm.meaning and not words.phrases and (classifier is None or call.meanings is None):
        return cannot_tell(Reason.NO_ENCODER)
    if classifier is None or outcome.verdict not in (Verdict.PASS, Verdict.FAIL):
        return outcome
    for in_band in (False, True) if norm.severity in _GRAVE else (False,):
        meant = _fitting(norm, call, _meant(classifier, call, in_band=in_band))
        if meant:
            also = replace(words, phrases=(*words.phrases, Found(meant)))
            with_meaning = norm.kind.judge(norm.parameters, also, call)
            if weighed := _weighed(outcome, with_meaning, norm.meaning, in_band=in_band):
                return _answered(norm, also, call, weighed)
    return outcome


def _answered(norm: Norm, words: NormWords, call: Call, weighed: Outcome) -> Outcome:
    """``weighed``, or a pass where the customer's answer shows what the words were.

    They take well all that by its meaning may break the norm, or agree to what may keep it.
    """
    parameters = norm.parameters
    if not isinstance(parameters, PhraseParameters) or not (parameters.taken_well or parameters.agreed):
        return weighed
    where = call.window(parameters.window, Role.AGENT)
    said = call.inside(call.hits(Role.AGENT, words.phrases, words.not_in), Role.AGENT, where)
    hits = unquoted(call, Role.AGENT, said)
    if not (taken_well(call, hits) if parameters.taken_well else agreed(call, hits)):
        return weighed
    return Outcome(Verdict.PASS, call.evidence(Role.AGENT, hits[:1]), found=False, by_meaning=True)


def _fitting(norm: Norm, call: Call, meant: Iterable[Hit]) -> tuple[Hit, ...]:
    """Of ``meant`` what may keep ``norm``: questions where it wants one, in time, and no other words."""
    if isinstance(norm.parameters, PhraseParameters) and norm.parameters.asked:
        meant = (hit for hit in meant if may_ask(call, Role.AGENT, hit))
    if isinstance(norm.parameters, PhraseParameters) and norm.parameters.before_matter:
        meant = (hit for hit in meant if not matter_told(call, call.turn_of(Role.AGENT, hit)))
    found = sorted(hit for hit in meant if _in_place(norm, call, hit))
    if not found or norm.meaning is Power.LOOK or call.language is None:
        return tuple(found)
    others = (call.language.norms[other] for other in ANOTHER_THING if other in call.language.norms)
    taken = [hit for words in others for hit in call.hits(Role.AGENT, words.phrases, words.not_in)]
    taken += call.hits(Role.AGENT, call.language.list(HANGS_UP))
    if isinstance(norm.parameters, HoldParameters):  # "are you still there?" announces nothing and thanks nobody
        taken += call.hits(Role.AGENT, call.language.list(TAG))
    return tuple(apart(found, sorted(taken)))


def _in_place(norm: Norm, call: Call, hit: Hit) -> bool:
    """Whether ``hit`` stands where words that keep ``norm`` stand, and is answered as they are."""
    parameters = norm.parameters
    if isinstance(parameters, HoldParameters):
        back, announced = parameters.part == "return", parameters.part == "announced"
        return comes_back(call, hit) if back else announced or not announces_only(call, hit)
    if not isinstance(parameters, PhraseParameters):
        return True
    if parameters.expect == "absent":
        return not (parameters.taken_well and relieves(call, hit))
    in_place = _PLACES.get(parameters.doubt) if parameters.doubt else None
    return in_place is None or in_place(call, hit)


def _weighed(outcome: Outcome, with_meaning: Outcome, power: Power | None, *, in_band: bool) -> Outcome | None:
    """What remains of ``with_meaning``, given the ``outcome`` of the phrases; ``None`` if it is not changed."""
    verdicts = outcome.verdict, with_meaning.verdict
    listen = _listen(with_meaning.evidence, by_meaning=True)
    if power is Power.LOOK:
        return listen if verdicts == (Verdict.PASS, Verdict.FAIL) and not in_band else None
    if verdicts != (Verdict.FAIL, Verdict.PASS):
        return None
    sure = power in (Power.PASS, Power.WIDE) and not in_band
    return replace(with_meaning, by_meaning=True) if sure else listen


def _meant(classifier: Classifier, call: Call, *, in_band: bool) -> Iterator[Hit]:
    """What the agent says that does, or ``in_band``: may do, what the examples do."""
    seen = call.seen_by(classifier.layer)
    if call.meanings is None or seen is None:
        return
    fires = classifier.fires(seen, call.conversation.language, doubtful=in_band)
    wanted = [place for place, fired in zip(call.meanings.places, fires.tolist(), strict=True) if fired]
    text = call.text(Role.AGENT)
    for turn, start, end in wanted:
        tokens = [
            number
            for number, (token, of) in enumerate(zip(text.tokens, text.turns, strict=True))
            if token is not None and of == turn and start <= token.word < end
        ]
        if tokens:
            yield Hit(tokens[0], tokens[-1] + 1, tokens[-1] + 1)
