"""Read-only mappings, which records and measurements hold, travel between processes once this is imported."""

import copyreg
from types import MappingProxyType
from typing import Any


def _pickled(mapping: "MappingProxyType[Any, Any]") -> tuple[Any, ...]:
    return _frozen, (dict(mapping),)


def _frozen(mapping: dict[Any, Any]) -> "MappingProxyType[Any, Any]":
    return MappingProxyType(mapping)  # the class itself cannot be found by its name


copyreg.pickle(MappingProxyType, _pickled)
