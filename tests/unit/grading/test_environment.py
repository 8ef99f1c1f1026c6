"""The versions and files that must be equal on another machine."""

from dataclasses import replace
from pathlib import Path

from callgrade import __version__
from callgrade.config.load import load_settings
from callgrade.grading.call_task import CallTask
from callgrade.grading.environment import environment_of
from callgrade.grading.outcome import CallInput
from callgrade.grading.spec import GraderSpec

SHIPPED = GraderSpec(load_settings(), None, "service", None)


def test_a_machine_has_no_difference_from_itself() -> None:
    found = environment_of(SHIPPED)
    assert found["callgrade"] == __version__
    assert found["weights of base"] == "d01c3014881c"
    assert "missing" not in found.values()
    assert environment_of(SHIPPED) == found


def test_norms_of_the_site_are_part_of_the_environment(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text("norms: {}\n")
    with_site = replace(SHIPPED, site=site)
    before = environment_of(with_site)
    site.write_text("norms: { }\n")
    name = f"norms of the site, {site}"
    assert dict(before.items() ^ environment_of(with_site).items()).keys() == {name}
    site.unlink()
    assert environment_of(with_site)[name] == "missing"


def test_missing_weights_are_a_difference_and_not_an_error(tmp_path: Path) -> None:
    assert environment_of(replace(SHIPPED, model=str(tmp_path)))[f"weights of {tmp_path}"] == "missing"


def test_a_recording_of_another_size_is_not_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(b"1234")
    task = CallTask(1, "", 4, 0, CallInput(path))
    assert task.is_reachable()
    assert not replace(task, size_bytes=5).is_reachable()
    assert not replace(task, call=CallInput(tmp_path / "other.wav")).is_reachable()
