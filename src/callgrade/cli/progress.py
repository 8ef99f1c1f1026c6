"""Progress on stderr while calls are graded; nothing if stderr is not a terminal."""

from types import TracebackType

from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn

from callgrade.cli.progress_line import progress_line
from callgrade.grading.outcome import Progress as Step
from callgrade.text import plain


class Display:
    """One line that shows the current step. It is removed when the block ends and while other output is printed."""

    def __init__(self) -> None:
        """Show nothing until the first report."""
        self._progress = progress_line(
            SpinnerColumn(),
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=24),
            TimeElapsedColumn(),
        )
        self._task = self._progress.add_task("", total=None)

    def __enter__(self) -> "Display":
        """The display."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the line."""
        self.hide()

    def report(self, step: Step) -> None:
        """Show ``step``."""
        self._progress.update(self._task, description=_words(step), total=step.total, completed=step.done)
        self._progress.start()

    def hide(self) -> None:
        """Remove the line until the next report."""
        self._progress.stop()


def _words(step: Step) -> str:
    if step.path is None:
        return f"{step.stage}, {step.done} of {step.total} windows"
    return f"{step.stage}: {plain(step.path.name)}"
