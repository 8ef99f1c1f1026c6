"""A judgement in the form in which the store keeps it, so that workers can do the writing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from callgrade.model.scorecard import Judgement
from callgrade.store.columns import judged_columns
from callgrade.store.documents.stored_documents import write_judgement


@dataclass(frozen=True)
class WrittenJudgement:
    """``columns`` of the table ``calls``, and the ``document``; small, to be sent between processes."""

    columns: Mapping[str, Any]
    document: bytes

    @classmethod
    def of(cls, judgement: Judgement) -> "WrittenJudgement":
        """``judgement`` in this form."""
        return cls(judged_columns(judgement), write_judgement(judgement))
