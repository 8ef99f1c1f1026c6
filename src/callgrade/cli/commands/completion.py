"""``callgrade completion``: prints the script by which a shell completes commands and options."""

import click
from click.shell_completion import get_completion_class

from callgrade.errors import ExitCode

SHELLS = ("bash", "zsh", "fish")
_VARIABLE = "_CALLGRADE_COMPLETE"  # click reads it when the shell asks


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> ExitCode:
    """Print the script that completes commands, options and paths in SHELL.

    \b
    bash: callgrade completion bash > ~/.local/share/bash-completion/completions/callgrade
    zsh:  callgrade completion zsh > a file _callgrade in a folder of $fpath
    fish: callgrade completion fish > ~/.config/fish/completions/callgrade.fish
    """
    made = get_completion_class(shell)
    assert made
    root = ctx.find_root()
    source = made(root.command, {}, "callgrade", _VARIABLE)
    click.echo(source.source_template % source.source_vars())
    return ExitCode.OK
