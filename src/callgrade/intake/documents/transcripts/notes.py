"""Notes of what was mended in a transcript: one warning for each kind, with the parts it concerns."""

_MOST_NAMED = 5


class Notes:
    """Collects notes; the kinds come out in the order in which they came up."""

    def __init__(self) -> None:
        """Begin with none."""
        self._parts: dict[str, list[int]] = {}

    def add(self, part: int, what: str) -> None:
        """Note ``what`` of the part with this number, which counts from 1."""
        parts = self._parts.setdefault(what, [])
        if part not in parts[-1:]:
            parts.append(part)

    def warnings(self) -> tuple[str, ...]:
        """A warning for each kind."""
        return tuple(f"transcript: {_named(parts)}: {what}" for what, parts in self._parts.items())


def _named(parts: list[int]) -> str:
    named = ", ".join(map(str, parts[:_MOST_NAMED]))
    more = f" and {len(parts) - _MOST_NAMED} more" if len(parts) > _MOST_NAMED else ""
    return f"part{'s' if len(parts) > 1 else ''} {named}{more}"
