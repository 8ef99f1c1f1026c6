"""The manual page ``callgrade.1``, made of the commands' own help: man(7) in a section for each command."""

import click

HEAD = """\
.\\" Made by python docs/generate.py from the commands' own help.
.TH CALLGRADE 1 "" "callgrade" "User Commands"
.SH NAME
callgrade \\- scores recorded telephone calls
.SH SYNOPSIS
.B callgrade
.I COMMAND
[OPTIONS] [ARGUMENTS]
.SH DESCRIPTION
{text}
"""
TAIL = """\
.SH EXIT STATUS
0: everything was done. 2: wrong command line. 3: some calls were not scored. 4: wrong configuration.
5: no call could be used. Others are in docs/reference/exit\\-codes.md.
.SH ENVIRONMENT
.B CALLGRADE_CONFIG
the site's file.
.B CALLGRADE_STORE
the store.
.B CALLGRADE_DEBUG=1
shows where an error comes from.
"""


def man_page(command: click.Group) -> str:
    """The page of ``command`` and all commands below it."""
    with click.Context(command, info_name="callgrade", **command.context_settings) as context:
        head = HEAD.format(text=escaped(command.help or ""))
        return head + "".join(_sections(command, context)) + TAIL


def _sections(group: click.Group, parent: click.Context) -> list[str]:
    found = []
    for name in group.list_commands(parent):
        command = group.commands[name]
        with click.Context(command, info_name=name, parent=parent, terminal_width=78) as context:
            found.append(
                f".SH {escaped(context.command_path.upper())}\n.nf\n{escaped(command.get_help(context))}\n.fi\n"
            )
            if isinstance(command, click.Group):
                found += _sections(command, context)
    return found


def escaped(text: str) -> str:
    """``text`` as roff: backslashes and hyphens as themselves, and no line that begins with a control character."""
    lines = text.replace("\\", "\\e").replace("-", "\\-").splitlines()
    return "\n".join(f"\\&{line}" if line[:1] in (".", "'") else line for line in lines)
