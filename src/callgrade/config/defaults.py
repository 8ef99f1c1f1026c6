"""Defaults of options; what a site's file says once and no command line need repeat."""

from pathlib import Path
from typing import Any

from callgrade.config.section import Section
from callgrade.database_address import is_database_address


class DefaultSettings(Section):
    """The section ``defaults``. ``None`` or empty: no default. Relative paths count from the file that says them."""

    recordings: Path | None
    store: str | None
    cdr: tuple[Path, ...]
    agents: Path | None
    norms: Path | None
    profile: str | None
    company: str | None
    language: str | None
    tables: Path | None
    pages: Path | None

    def within(self, folder: Path) -> "DefaultSettings":
        """The same with every relative path below ``folder``."""
        paths = {name: value for name, value in self if isinstance(value, Path)}
        moved: dict[str, Any] = {name: folder / value.expanduser() for name, value in paths.items()}
        moved["cdr"] = tuple(folder / value.expanduser() for value in self.cdr)
        if self.store and not is_database_address(self.store):
            moved["store"] = str(folder / Path(self.store).expanduser())
        return self.model_copy(update=moved)
