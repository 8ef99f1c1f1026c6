"""The kinds of norms, one file each: the parameters, what a kind needs to know, and how it judges."""

from collections.abc import Mapping
from typing import Any

from callgrade.model.frozen import FrozenDict
from callgrade.norms.kinds import (
    asked_again,
    counter_question,
    hesitation,
    hold,
    introduction,
    jargon,
    measure,
    name_asked,
    name_right,
    name_used,
    phrase,
    phrase_rate,
    pressure,
    prompted,
    purpose,
    question_pile,
    response,
    stages,
    time_of_day,
)
from callgrade.norms.kinds.kind import Need as Need
from callgrade.norms.kinds.kind import NormKind

KINDS: Mapping[str, NormKind[Any]] = FrozenDict(
    {
        "asked_again": asked_again.KIND,
        "counter_question": counter_question.KIND,
        "hesitation": hesitation.KIND,
        "hold": hold.KIND,
        "introduction": introduction.KIND,
        "jargon": jargon.KIND,
        "measure": measure.KIND,
        "name_asked": name_asked.KIND,
        "name_right": name_right.KIND,
        "name_used": name_used.KIND,
        "phrase": phrase.KIND,
        "phrase_rate": phrase_rate.KIND,
        "pressure": pressure.KIND,
        "prompted": prompted.KIND,
        "purpose": purpose.KIND,
        "question_pile": question_pile.KIND,
        "response": response.KIND,
        "stages": stages.KIND,
        "time_of_day": time_of_day.KIND,
    }
)
