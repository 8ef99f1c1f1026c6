"""Gaps in what is known of a call: what nobody heard, or read, well enough to say what was not said."""

from dataclasses import dataclass

from callgrade.model.reason import Reason
from callgrade.model.record import Role
from callgrade.model.span import Span


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch of the call of which not all is known, so that nobody may be blamed for what is missing in it.

    ``span``: seconds of the recording. A missing beginning is a span without length at 0. A missing end begins where
    the recording ends; it has a length only where the file declares one. ``role``: whose words are missing,
    ``None``: anybody's.
    """

    span: Span
    reason: Reason
    role: Role | None = None

    def concerns(self, role: Role) -> bool:
        """Whether words of ``role`` may be missing."""
        return self.role in (None, role, Role.UNKNOWN)

    def touches(self, span: Span) -> bool:
        """Whether ``span`` reaches into the gap or up to it."""
        return self.span.start_s <= span.end_s and span.start_s <= self.span.end_s
