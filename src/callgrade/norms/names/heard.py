"""The names given in a call, as written; the card shows them if the call record has none."""

from collections.abc import Iterator

from callgrade.model.conversation import Conversation, Word
from callgrade.model.provenance import Provenance
from callgrade.model.record import CallRecord, Role
from callgrade.norms.call import Call
from callgrade.norms.names.known import Name
from callgrade.norms.pack.language import Language
from callgrade.norms.phrases.tokens import tokenise

_EDGES = ".,;:!?…，。！？；：、\"'“”"


def heard_names(call: Call) -> CallRecord:
    """A record of the first name each party gives in the conversation; empty without words of the language."""
    language = call.language
    if language is None:
        return CallRecord()
    given = {
        "agent": (Role.AGENT, call.names.given_agent),
        "customer": (Role.CUSTOMER, call.names.given_customer),
    }
    written = {
        field: as_written(call.conversation, role, names[0], language)
        for field, (role, names) in given.items()
        if names
    }
    known = {field: name for field, name in written.items() if name}
    sources = dict.fromkeys(known, Provenance.CONVERSATION)
    return CallRecord(agent=known.get("agent"), customer=known.get("customer"), sources=sources)


def as_written(conversation: Conversation, first: Role, name: Name, language: Language) -> str | None:
    """``name`` as the transcript writes it, first in the words of ``first``, then in the rest; ``None`` if nowhere."""
    turns = sorted(conversation.turns, key=lambda turn: turn.role is not first)
    written = (form for turn in turns for form in _written(turn.words, name, language))
    return next(written, None)


def is_doubtful(call: Call, name: Name) -> bool:
    """Whether ``name`` was said, and never with words that are all certain: it may be another name."""
    if call.language is None:
        return False
    turns = call.conversation.turns
    said = [words for turn in turns for words in _said(turn.words, name, call.language)]
    return bool(said) and all(any(_is_low(word, call) for word in words) for words in said)


def _is_low(word: Word, call: Call) -> bool:
    return word.probability is not None and word.probability < call.settings.certainty.word_probability


def _written(words: tuple[Word, ...], name: Name, language: Language) -> Iterator[str]:
    for chosen in _said(words, name, language):
        blank = "" if all(len(word.text.strip(_EDGES)) == 1 for word in chosen) else " "
        yield blank.join(word.text for word in chosen).strip(_EDGES)


def _said(words: tuple[Word, ...], name: Name, language: Language) -> Iterator[tuple[Word, ...]]:
    """The words of each place where ``name`` is said."""
    tokens = tokenise(words, language.spelling)
    for start in range(len(tokens) - len(name) + 1):
        found = tokens[start : start + len(name)]
        if tuple(token.text for token in found) == name:
            yield words[found[0].word : found[-1].word + 1]
