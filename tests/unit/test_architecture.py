"""The rules of the house, read from every file: which module imports which, how many files a folder has, and names."""

import ast
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path, PurePosixPath

import pytest

PACKAGE = Path(__file__).parents[2] / "src" / "callgrade"

# A part imports only from itself and the parts before it.
FLOW = (
    "__init__", "text", "database_address", "errors", "files", "memory", "plugins", "model", "globs", "config",
    "translation", "intake", "hearing", "meaning", "redaction", "measures", "norms", "scoring", "reviewing",
    "workers", "grading", "store", "export", "agreement", "review", "report", "retention", "rescoring", "batch",
    "api", "cli", "__main__",
)  # fmt: skip

# Library → the only places that may import it: a file, a folder (ending in /), or the beginning of file names (*).
OWNERS = {
    "faster_whisper": ("hearing/recognition*",),
    "ctranslate2": ("hearing/recognition*",),
    "onnxruntime": ("hearing/activity/silero.py", "measures/", "hearing/diarization/campplus.py"),
    "av": ("intake/audio/*", "report/opus.py"),
    "babel": ("translation/",),
    "jinja2": ("report/frame.py",),
    "markupsafe": ("report/",),
    "librosa": ("measures/tracking.py",),
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
    "pyarrow": ("export/formats/parquet.py",),
    "xlsxwriter": ("export/formats/excel.py",),
    "openpyxl": ("review/excel_sheet.py",),
    "rich": ("export/terminal/", "cli/"),
    "click": ("cli/",),
}

# The package itself offers the Python API, which it loads when it is first used.
FACADE = "__init__.py"

MOST_FILES = 16
LARGE_FOLDERS = {
    "norms/kinds": "one file a kind of norm",
    "model": "one file a noun",
    "config": "one file a section of the configuration",
    "cli/commands": "one file a command",
    "intake/documents/transcripts": "one file a format of transcripts",
}

# Names that several files have, and what they mean there.
SHARED_NAMES = {
    "agents": "people who answer for the company: their list, and their table",
    "calls": "calls of the store: the part that finds them, and the command that lists them",
    "conversation": "a conversation: its values, and how it is made of what was heard",
    "explain": "why a norm has its verdict: the reasons, and the command that shows them",
    "fingerprint": "hashes that show whether something has changed",
    "heard": "what was heard in the call",
    "line": "the quality of the telephone line",
    "load": "reads files of configuration",
    "measure": "measured values: how they are made, and the norm that judges them",
    "measures": "the settings of the measures, and their part of the card",
    "outcome": "how something ended, for one norm and for one call",
    "prompts": "recorded prompts, found by sound and by words",
    "questions": "questions in what is said",
    "timeline": "the picture of a call over time: on the terminal, and on its page",
    "turns": "turns of a conversation, from words and from a transcript",
    "vcon": "the document format vCon: read, and written",
    "words": "words of one language that a configuration lists",
    # A section of the configuration has the name of the part, and a command that of the act, that it configures.
    "batch": "the nightly run: its settings, and its command",
    "export": "tables for other programs: their settings, and the command",
    "options": "what a user may choose",
    "redaction": "redaction: its settings, and what was redacted",
    "ringing": "ringing: what was heard, and its measures",
    "scoring": "scores: their settings, and how they are made",
    "store": "the store: its settings, and the class",
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
    "hearing/recognition/whisper.py", "hearing/recognition/hub.py", "hearing/recognition/eight_bits.py",
    "redaction/words/load.py", "redaction/learned/weights_file.py",
    "norms/pack/load.py", "norms/pack/words.py", "norms/pack/check.py", "norms/pack/sentences.py",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """One file: its path below the package, and its syntax."""

    path: str
    tree: ast.Module

    @property
    def part(self) -> str:
        return self.path.partition("/")[0].removesuffix(".py")

    @property
    def folder(self) -> str:
        return str(PurePosixPath(self.path).parent)

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def module(self) -> str:
        return ".".join(("callgrade", *PurePosixPath(self.path).with_suffix("").parts)).removesuffix(".__init__")

    def imports(self, *, for_types: bool = True) -> Iterator[str]:
        """Every module that is imported, anywhere in the file. ``for_types``: also those for type checkers."""
        for node in walk(self.tree, for_types=for_types):
            if isinstance(node, ast.Import):
                yield from (name.name for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.path}: relative import"
                for name in node.names:
                    module = f"{node.module}.{name.name}"
                    yield module if module in modules_of_the_package() else node.module or ""

    def public_classes(self) -> Iterator[str]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name


def walk(node: ast.AST, *, for_types: bool) -> Iterator[ast.AST]:
    """The nodes below ``node``, with or without the bodies of ``if TYPE_CHECKING``."""
    for child in ast.iter_child_nodes(node):
        if not for_types and isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from walk(child, for_types=for_types)


@cache
def modules_of_the_package() -> frozenset[str]:
    return frozenset(
        ".".join(("callgrade", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__")
        for path in PACKAGE.rglob("*.py")
    )


@cache
def sources() -> tuple[Source, ...]:
    return tuple(
        Source(path.relative_to(PACKAGE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def test_a_part_imports_only_from_parts_before_it() -> None:
    wrong: list[str] = []
    for source in sources():
        allowed = FLOW[: FLOW.index(source.part) + 1]
        for module in source.imports() if source.path != FACADE else ():
            library, _, rest = module.partition(".")
            if library == "callgrade" and (rest.partition(".")[0] or "__init__") not in allowed:
                wrong.append(f"{source.path} imports {module}")
    assert wrong == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    graph = {source.module: set(source.imports(for_types=False)) for source in sources() if source.path != FACADE}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_a_folder_holds_few_files() -> None:
    files = Counter(source.folder for source in sources() if source.name != "__init__.py")
    assert {
        folder: count for folder, count in files.items() if count > MOST_FILES and folder not in LARGE_FOLDERS
    } == {}


def test_no_two_public_classes_have_one_name() -> None:
    assert repeated((name, source.path) for source in sources() for name in source.public_classes()) == []


def test_a_file_name_in_several_folders_is_listed_with_its_meaning() -> None:
    files = ((source.name.removesuffix(".py"), source.folder) for source in sources() if source.name != "__init__.py")
    assert [(name, places) for name, places in repeated(files) if name not in SHARED_NAMES] == []


def test_a_library_is_imported_only_by_its_owners() -> None:
    wrong: list[str] = []
    for source in sources():
        for module in source.imports():
            owners = OWNERS.get(module.partition(".")[0])
            if owners is not None and not owned(source.path, owners):
                wrong.append(f"{source.path} imports {module}")
    assert wrong == []


def test_listening_and_judging_take_values_only() -> None:
    wrong: list[str] = []
    for source in sources():
        if source.path.startswith(PURE) and source.path not in READS_FILES:
            impure = {module for module in source.imports() if module.partition(".")[0] in IMPURE_MODULES}
            called = {name_of_call(node) for node in ast.walk(source.tree) if isinstance(node, ast.Call)}
            wrong.extend(f"{source.path}: {name}" for name in sorted(impure | called & IMPURE_CALLS))
    assert wrong == []


def test_scoring_never_sees_audio() -> None:
    (scoring,) = (source for source in sources() if source.path == "scoring.py")
    assert not {module for module in scoring.imports() if "recording" in module or "numpy" in module}


def test_the_model_needs_no_library_but_numpy() -> None:
    known = {"callgrade", "numpy", *sys.stdlib_module_names}
    for source in sources():
        if source.part in ("model", "errors"):
            assert {module.partition(".")[0] for module in source.imports()} <= known, source.path


def test_the_rules_name_parts_that_exist() -> None:
    assert {source.part for source in sources()} == set(FLOW)
    assert {source.path for source in sources()} >= READS_FILES
    assert {source.folder for source in sources()} >= set(LARGE_FOLDERS)


def repeated(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, set[str]]]:
    """The names that are in several places, with the places."""
    places: dict[str, set[str]] = defaultdict(set)
    for name, place in pairs:
        places[name].add(place)
    return [(name, found) for name, found in sorted(places.items()) if len(found) > 1]


def owned(path: str, owners: tuple[str, ...]) -> bool:
    return any(
        path == owner or (owner.endswith(("/", "*")) and path.startswith(owner.removesuffix("*"))) for owner in owners
    )


def name_of_call(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
