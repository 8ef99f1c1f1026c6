"""``python -m callgrade``: the command line of the interpreter that runs it."""

from callgrade.cli import main

main(prog_name="callgrade")
