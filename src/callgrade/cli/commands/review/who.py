"""Who reviews."""

import getpass
import os

import click


def login() -> str:
    """The name of the user of this machine, or the number if the system has no name."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return f"user {os.getuid()}"


by_option = click.option(
    "--by", "who", default=login, metavar="NAME", help="Your name, for the trail of changes. Default: your login."
)
