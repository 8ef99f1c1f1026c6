"""The shipped norm packs, loaded once in a process: each takes half a second."""

from functools import cache

from callgrade.config.folder import configs_folder
from callgrade.norms.pack.load import load_pack
from callgrade.norms.pack.norm import Pack


@cache
def shipped_pack(language: str | None) -> Pack:
    """The shipped pack with the words of ``language``."""
    return load_pack(configs_folder(), language, "service")
