"""What another machine must have as this one has it."""

from dataclasses import replace
from pathlib import Path

from callgrade import __version__
from callgrade.batch.surroundings import differences, is_there, seen
from callgrade.batch.task import CallTask
from callgrade.config.load import load_settings
from callgrade.equipment import Equipment
from callgrade.outcome import Call

SHIPPED = Equipment(load_settings(), None, "service", None)


def test_a_machine_is_as_itself() -> None:
    found = seen(SHIPPED)
    assert found["callgrade"] == __version__
    assert found["weights of base"] == "d01c3014881c"
    assert "missing" not in found.values()
    assert differences(found, seen(SHIPPED)) == ()


def test_what_differs_is_named_with_both_values() -> None:
    ours = seen(SHIPPED)
    assert differences(ours, {**ours, "callgrade": "0.0.1"}) == (f"callgrade is 0.0.1, not {__version__}",)


def test_norms_of_the_site_are_part_of_it(tmp_path: Path) -> None:
    site = tmp_path / "site.yaml"
    site.write_text("norms: {}\n")
    with_site = replace(SHIPPED, site=site)
    before = seen(with_site)
    site.write_text("norms: { }\n")
    (told,) = differences(before, seen(with_site))
    assert told.startswith(f"norms of the site, {site} is ")
    site.unlink()
    assert "is missing, not" in differences(before, seen(with_site))[0]


def test_weights_that_are_not_there_are_missing_and_no_error(tmp_path: Path) -> None:
    assert seen(replace(SHIPPED, model=str(tmp_path)))[f"weights of {tmp_path}"] == "missing"


def test_a_recording_of_another_size_is_not_the_recording(tmp_path: Path) -> None:
    path = tmp_path / "call.wav"
    path.write_bytes(b"1234")
    task = CallTask(1, "", 4, 0, Call(path))
    assert is_there(task)
    assert not is_there(replace(task, size_bytes=5))
    assert not is_there(replace(task, call=Call(tmp_path / "other.wav")))
