"""Short dialogues, each with the verdict of one norm: what breaks it, and what only looks like it."""

import pytest
from tests.support.dialogues import judged, short_dialogues

SHORT = list(short_dialogues())


@pytest.mark.parametrize("language", sorted({short.language for short in SHORT}))
def test_a_short_dialogue_gets_the_verdict_that_a_person_gave(language: str) -> None:
    given = {short: str(judged(short).verdict) for short in SHORT if short.language == language}

    wrong = [
        (short.norm, verdict, short.verdict, short.dialogue)
        for short, verdict in given.items()
        if verdict != short.verdict
    ]
    assert not wrong


def test_every_norm_of_the_dialogues_has_them_in_every_language() -> None:
    norms = {language: {s.norm for s in SHORT if s.language == language} for language in {s.language for s in SHORT}}

    assert len(norms) == 5
    assert len({frozenset(of) for of in norms.values()}) == 1
