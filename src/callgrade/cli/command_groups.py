"""The help of ``callgrade``: its commands in groups, by what they are for."""

import click

from callgrade.cli.edge import Edge

COMMAND_GROUPS = {
    "Score calls": ("analyze", "batch", "schedule"),
    "Look at scored calls": ("status", "calls", "show", "report", "export"),
    "Compare with people": ("review",),
    "Change what is stored": ("rescore", "retry", "forget", "purge"),
    "Set up": ("init", "config", "norms", "doctor", "completion"),
}


class GroupedHelp(Edge):
    """An ``Edge`` that lists its commands in ``COMMAND_GROUPS``."""

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write a list of commands for each section."""
        for group, names in COMMAND_GROUPS.items():
            width = formatter.width - 6 - max(map(len, self.commands))
            rows = [(name, self.commands[name].get_short_help_str(width)) for name in names]
            with formatter.section(group):
                formatter.write_dl(rows)
