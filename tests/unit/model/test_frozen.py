"""Mappings of the model cannot be changed."""

import pickle
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from callgrade.model.frozen import FrozenDict
from callgrade.model.record import CallRecord, Role

CHANGES: dict[str, Callable[[Any], object]] = {
    "set": lambda mapping: mapping.__setitem__("a", 2),
    "delete": lambda mapping: mapping.__delitem__("a"),
    "update": lambda mapping: mapping.update(a=2),
    "join": lambda mapping: mapping.__ior__({"a": 2}),
    "pop": lambda mapping: mapping.pop("a"),
    "popitem": lambda mapping: mapping.popitem(),
    "setdefault": lambda mapping: mapping.setdefault("b", 2),
    "clear": lambda mapping: mapping.clear(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_frozen_dictionary_refuses_every_change(change: Callable[[Any], object]) -> None:
    frozen = FrozenDict({"a": 1})
    with pytest.raises(TypeError, match="cannot be changed"):
        change(frozen)
    assert frozen == {"a": 1}


@pytest.mark.parametrize("copy", [deepcopy, lambda frozen: pickle.loads(pickle.dumps(frozen))], ids=["copy", "pickle"])
def test_a_copy_of_a_frozen_dictionary_is_frozen_too(copy: Callable[[Any], Any]) -> None:
    frozen = FrozenDict({"a": 1})
    assert (copy(frozen), type(copy(frozen)), hash(copy(frozen))) == (frozen, FrozenDict, hash(frozen))


def test_a_record_freezes_the_dictionaries_it_is_given() -> None:
    channels = {Role.AGENT: 0}
    record = CallRecord(channels=channels, sources={"channels": "option"})
    channels[Role.AGENT] = 1
    assert record.channels == {Role.AGENT: 0}
    assert {type(record.channels), type(record.sources)} == {FrozenDict}
    assert hash(record) == hash(CallRecord(channels={Role.AGENT: 0}, sources={"channels": "option"}))
