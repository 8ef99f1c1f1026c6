"""Bad YAML gives one error with its place, at once (reliability.md, case 20)."""

import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callgrade.config.yaml_source import MAX_BYTES, parse_yaml, read_yaml
from callgrade.errors import ConfigError

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{name}: &{name} [{', '.join(['*' + below] * 9)}]\n" for below, name in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "place", "complaint"),
    [
        (BOMB, "2:8", "alias"),
        ("a: !!python/object/apply:os.system [id]\n", "1:4", "could not determine a constructor"),
        ("a: 1\nb: 2\na: 3\n", "1:1", "appears twice"),
        ("outer:\n  a: .nan\n", "2:6", "finite"),
        ("a: -.inf\n", "1:4", "finite"),
        ("a: 1.0e+999\n", "1:4", "finite"),
        ("a: [1, 2\n", "2:1", "expected"),
        ("a: b: c\n", "1:5", "mapping values"),
        ("a: \t\x00\n", "1:1", ""),
        ("--- 1\n--- 2\n", "2:1", "document"),
        ("a: 2024-13-45\n", "1:1", ""),
        ("[" * 20_000, "1:51", "nested deeper"),
        ("? {a: b}\n: c\n", "1:3", ""),
        ("<<: 3\n", "1:", ""),
    ],
)
def test_traps_of_yaml_are_refused_with_their_place(text: str, place: str, complaint: str) -> None:
    started = time.monotonic()
    with pytest.raises(ConfigError) as caught:
        parse_yaml(text, Path("pack.yaml"))
    assert time.monotonic() - started < 1.0
    assert caught.value.what.startswith(f"pack.yaml:{place}"), caught.value.what
    assert complaint in caught.value.what
    assert caught.value.remedy


def test_words_that_yaml_reads_as_booleans_stay_words() -> None:
    assert parse_yaml("[no, on, yes, off, true, false]", Path("p.yaml")).data == ["no", "on", "yes", "off", True, False]


def test_a_file_that_is_missing_too_large_or_not_text_is_refused(tmp_path: Path) -> None:
    large, binary = tmp_path / "large.yaml", tmp_path / "binary.yaml"
    large.write_bytes(b"#" * (MAX_BYTES + 1))
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (tmp_path / "missing.yaml", tmp_path, large, binary):
        with pytest.raises(ConfigError, match=path.name):
            read_yaml(path)


@given(st.text(max_size=300))
def test_any_text_parses_or_is_a_configuration_error(text: str) -> None:
    with suppress(ConfigError):
        assert isinstance(parse_yaml(text, Path("p.yaml")).where(()), str)
