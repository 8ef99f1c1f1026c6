"""Single scorecards on the command line: what is read from standard input, and the forms in which they are shown."""
