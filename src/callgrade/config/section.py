"""What all sections of the configuration share.

Validators are built when a section is first read: a worker gets its settings ready from the parent, and needs none.
"""

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A frozen section without defaults: a missing or unknown key, or a number that is not finite, is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)
