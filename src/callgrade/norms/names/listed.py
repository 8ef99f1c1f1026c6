"""The agent's name as said in the call against the name on the list: another person may have taken the call."""

from rapidfuzz.distance import Levenshtein

from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.norms.call import Call
from callgrade.norms.names.forms import letters, person_forms
from callgrade.norms.names.heard import as_written, is_doubtful
from callgrade.norms.names.known import Name
from callgrade.norms.pack.pack_file import NameSettings
from callgrade.text import is_han


def another_name(call: Call) -> str | None:
    """The agent's name as said, if it is certainly not the one in the record; ``None`` if it is, or may be.

    It may be where the recogniser is not sure of it, or of too much of what the agent says.
    """
    given, language = call.names.given_agent, call.language
    if language is None or not given or any(not is_another(name, call) or is_unsure(name, call) for name in given):
        return None
    return as_written(call.conversation, Role.AGENT, given[0], language)


def is_another(name: Name, call: Call) -> bool:
    """Whether ``name`` is certainly not the agent's in the record: no part of it is like a part of the other.

    Parts are compared as they sound. One with the same first letter may be misheard.
    """
    sounds = call.finder.words.sounds
    listed = [sounds.key(form.letters) for form in person_forms(call.names.agent, call.finder.words)]
    said = [sounds.key(letters(part)) for part in ("".join(name), *name)]
    return bool(listed) and not any(_alike(one, other, call.settings.names) for one in said for other in listed)


def is_unsure(name: Name, call: Call) -> bool:
    """Whether ``name``, as the agent says it, may be misheard."""
    badly_heard = any(gap.reason is Reason.BADLY_HEARD and gap.role is Role.AGENT for gap in call.gaps)
    return badly_heard or is_doubtful(call, name)


def _alike(said: str, listed: str, settings: NameSettings) -> bool:
    if is_han(said[:1]) or is_han(listed[:1]):
        return not set(said).isdisjoint(listed) or is_han(said[:1]) != is_han(listed[:1])
    return said[:1] == listed[:1] or Levenshtein.normalized_similarity(said, listed) >= settings.another
