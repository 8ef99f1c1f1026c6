"""The help of ``callgrade``: its commands in groups, by what they are for."""

import click

from callgrade.cli.edge import Edge

SECTIONS = {
    "Score calls": ("analyze", "batch", "schedule"),
    "Look at scored calls": ("status", "calls", "show", "report", "export"),
    "Change what is stored": ("rescore", "retry", "forget", "purge"),
    "Set up": ("norms", "doctor"),
}


class SectionedHelp(Edge):
    """An ``Edge`` that lists its commands in ``SECTIONS``."""

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a list of commands for each section."""
        for section, names in SECTIONS.items():
            width = formatter.width - 6 - max(map(len, self.commands))
            rows = [(name, self.commands[name].get_short_help_str(width)) for name in names]
            with formatter.section(section):
                formatter.write_dl(rows)
