"""The rules of dependency, read from the imports of every file."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "callgrade"

# A part imports only from itself and the parts before it.
FLOW = (
    "__init__", "text", "database_address", "errors", "files", "model", "globs", "config", "intake", "hearing",
    "redaction", "measures", "norms", "scoring", "workers", "grading", "store", "export",
    "retention", "rescoring", "batch", "api", "cli", "__main__",
)  # fmt: skip

# Library → the only places that may import it: a file, a folder (ending in /), or the beginning of file names (*).
OWNERS = {
    "faster_whisper": ("hearing/recognition*", "hearing/voice_activity.py"),
    "ctranslate2": ("hearing/recognition*",),
    "onnxruntime": ("hearing/voice_activity.py", "measures/", "hearing/diarization/ge2e_encoder.py"),
    "torch": ("hearing/diarization/resemblyzer_encoder.py",),
    "av": ("intake/audio/*",),
    "librosa": ("hearing/diarization/", "measures/tracking.py"),
    "swift_f0": ("measures/",),
    "syllapy": ("measures/",),
    "rapidfuzz": ("norms/", "hearing/", "redaction/"),
    "phonenumbers": ("redaction/telephones.py", "config/redaction.py"),
    "webvtt": ("intake/documents/transcripts/captions.py",),
    "yaml": ("config/yaml_source.py",),
    "sqlalchemy": ("store/",),
    "alembic": ("store/",),
    "pg8000": ("store/",),
    "filelock": ("store/connection/lock.py",),
    "pandas": ("export/",),
    "dask": ("workers/dask/",),
    "distributed": ("workers/dask/",),
    "pyarrow": ("export/parquet.py",),
    "xlsxwriter": ("export/excel.py",),
    "rich": ("export/terminal/", "cli/"),
    "click": ("cli/",),
}

# hearing, measures, norms and scoring take values: no paths, clocks, environment, randomness or network.
PURE = ("hearing/", "redaction/", "measures/", "norms/", "scoring.py", "grading/judge.py")
IMPURE_MODULES = {
    "os", "pathlib", "tempfile", "shutil", "time", "random", "secrets", "uuid", "socket", "urllib", "http",
    "subprocess", "platformdirs",
}  # fmt: skip
IMPURE_CALLS = {"now", "today", "utcnow", "getenv", "open"}
# Weights are files, and so are norm packs; what is made of them is values.
READS_FILES = {
    "hearing/recognition/weights.py", "hearing/recognition/bundle.py", "hearing/recognition/recogniser.py",
    "hearing/recognition/whisper.py",
    "hearing/recognition/hub.py",
    "hearing/diarization/resemblyzer_encoder.py",
    "redaction/load.py", "norms/pack/load.py", "norms/pack/words.py", "norms/pack/check.py",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One file: its path below the package, and its syntax."""

    path: str
    tree: ast.Module

    @property
    def part(self) -> str:
        return self.path.partition("/")[0].removesuffix(".py")

    def imports(self) -> Iterator[str]:
        """Every module that is imported, wherever in the file."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}: relative import"
                yield node.module or ""


@cache
def sources() -> tuple[Source, ...]:
    return tuple(
        Source(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def each_source() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("source", sources(), ids=lambda source: source.path)


@each_source()
def test_a_part_imports_only_from_parts_before_it(source: Source) -> None:
    allowed = FLOW[: FLOW.index(source.part) + 1]
    for module in source.imports():
        if module.partition(".")[0] == "callgrade":
            part = module.split(".")[1] if "." in module else "__init__"
            assert part in allowed, f"{source.path} imports {module}"


@each_source()
def test_a_library_is_imported_only_by_its_owners(source: Source) -> None:
    for module in source.imports():
        owners = OWNERS.get(module.partition(".")[0])
        assert owners is None or owned(source.path, owners), f"{source.path} imports {module}"


@each_source()
def test_listening_and_judging_take_values_only(source: Source) -> None:
    if not source.path.startswith(PURE) or source.path in READS_FILES:
        return
    impure = {module for module in source.imports() if module.partition(".")[0] in IMPURE_MODULES}
    assert not impure, f"{source.path} imports {impure}"
    called = {name_of_call(node) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
    assert not called & IMPURE_CALLS, f"{source.path} calls {called & IMPURE_CALLS}"


def test_scoring_never_sees_audio() -> None:
    (scoring,) = (source for source in sources() if source.path == "scoring.py")
    assert not {module for module in scoring.imports() if "recording" in module or "numpy" in module}


def test_the_nouns_need_no_library_but_numpy() -> None:
    known = {"callgrade", "numpy", *sys.stdlib_module_names}
    for source in sources():
        if source.part in ("model", "errors"):
            assert {module.partition(".")[0] for module in source.imports()} <= known, source.path


def test_the_rules_name_parts_that_exist() -> None:
    assert {source.part for source in sources()} == set(FLOW)
    assert {source.path for source in sources()} >= READS_FILES


def owned(path: str, owners: tuple[str, ...]) -> bool:
    return any(
        path == owner or (owner.endswith(("/", "*")) and path.startswith(owner.removesuffix("*"))) for owner in owners
    )


def name_of_call(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
