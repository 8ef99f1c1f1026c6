"""The option ``--format`` of commands that show single scorecards."""

from collections.abc import Sequence
from typing import Any

import click

from callgrade.plugins import EXPORTERS, plugin_names

TRANSCRIPTS = ("srt", "vtt", "txt")


class CardFormat(click.Choice[str]):
    """One of the shipped formats, or one that a plug-in adds."""

    def __init__(self, shipped: Sequence[str]) -> None:
        """``shipped``: the formats that need no plug-in."""
        super().__init__(shipped)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The format."""
        if value not in self.choices and value in plugin_names(EXPORTERS):
            return str(value)
        return super().convert(value, param, ctx)
