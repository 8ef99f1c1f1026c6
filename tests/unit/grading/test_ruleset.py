"""What calls are judged by: settings and norms that do not fit each other are refused before any call is judged."""

import pickle
from typing import Any

import pytest

from callgrade.config.load import load_settings, overlay
from callgrade.config.settings import Settings
from callgrade.errors import ConfigError
from callgrade.grading.ruleset import Ruleset


def ruleset(norm_weights: dict[str, Any]) -> Ruleset:
    changed = overlay(load_settings().model_dump(mode="json"), {"scoring": {"norm_weights": norm_weights}})
    return Ruleset(Settings.model_validate(changed), "service", None)


def test_a_weight_for_an_unknown_norm_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"norm_weights: no norm is called 'closing\.farwell'"):
        ruleset({"closing.farwell": 3}).pack(None)


def test_a_norm_that_only_another_profile_judges_by_may_have_a_weight() -> None:
    assert ruleset({"closing.farewell": 3, "closing.address": 3}).pack(None).norms


def test_it_travels_without_the_packs_that_it_has_loaded() -> None:
    used = ruleset({})
    used.pack("en")
    assert len(pickle.dumps(used)) == len(pickle.dumps(ruleset({})))
    assert pickle.loads(pickle.dumps(used)).pack("en").hash == used.pack("en").hash


def test_a_pack_is_loaded_once() -> None:
    used = ruleset({})
    assert used.pack("en") is used.pack("en")


def test_its_versions_are_those_on_the_cards_of_its_judge() -> None:
    used = ruleset({})
    assert used.versions("en") == used.judge().versions("en")
