"""A line of progress on stderr; nothing if stderr is not a terminal."""

from rich.console import Console
from rich.progress import Progress, ProgressColumn


def progress_line(*columns: ProgressColumn) -> Progress:
    """A line that disappears when it stops, and leaves everything else that is printed alone."""
    console = Console(stderr=True)
    return Progress(
        *columns,
        console=console,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
        disable=not console.is_terminal,
    )
