"""A dictionary that cannot be changed."""

from typing import Any, NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class FrozenDict(dict[K, V]):
    """A dictionary that cannot be changed: it equals a ``dict`` of the same items, and can be hashed and pickled."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError(f"{type(self).__name__} cannot be changed")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        """Hash of the items, in any order."""
        return hash(frozenset(self.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the items at once: by default they are set one by one."""
        return type(self), (dict(self),)


def freeze(instance: object, *names: str) -> None:
    """Freeze the mappings in these fields of a frozen dataclass, for its ``__post_init__``; ``None`` stays."""
    for name in names:
        value = getattr(instance, name)
        if value is not None and not isinstance(value, FrozenDict):
            object.__setattr__(instance, name, FrozenDict(value))
