"""Where the configuration lives: inside the installed package, or beside ``src`` in a checkout."""

from pathlib import Path


def configs_folder() -> Path:
    """The folder that holds ``callgrade.yaml``, ``norms/``, ``words/`` and ``profiles/``."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "configs"
    return installed if installed.is_dir() else package.parents[1] / "configs"
