"""A pack is read and checked: every mistake is refused with its file, line and column."""

from collections.abc import Callable
from pathlib import Path

import pytest

from callgrade.errors import ConfigError
from callgrade.model.finding import Severity
from callgrade.model.record import Direction
from callgrade.norms.pack.check import check_pack
from callgrade.norms.pack.load import languages, load_pack

FILES = {
    "norms/pack.yaml": """\
sections: [closing]
windows:
  whole: {from: start, share: 1}
certainty: {word_probability: 0.4, share: 0.5}
roles: {agent: {}, customer: {}, called_first: 1, channel_map: 3, channels_given: 6, confident: 0.9, one_sided_share: 1}
""",
    "norms/closing.yaml": """\
section: closing
title: Closing
norms:
  - id: closing.farewell
    title: Says goodbye
    why: Nobody is cut off.
    sources: [NO]
    severity: major
    direction: both
    kind: phrase
    expected: a goodbye
    with: {speaker: agent, expect: present, window: whole}
  - id: closing.pace
    title: Pace
    why: It can be followed.
    sources: [NO]
    severity: minor
    direction: in
    kind: measure
    expected: at most 180 words a minute
    with: {checks: {rate.words_per_minute: {role: agent, unit: wpm, upper: 180, tolerance: 10}}}
""",
    "profiles/service.yaml": "profile: service\ntitle: Service\ndirection: in\n",
    "profiles/elderly.yaml": """\
profile: elderly
title: Elderly people
norms:
  closing.pace: {severity: major, with: {checks: {rate.words_per_minute: {upper: 150}}}}
""",
    "words/en/language.yaml": "language: en\ncontractions: {words: {goodbye: good bye}}\n",
    "words/en/closing.yaml": """\
language: en
norms:
  closing.farewell:
    advice: Say goodbye.
    phrases:
      - goodbye
      - <bye>
    examples:
      fires: ['agent: Goodbye!', 'agent: bye bye']
      silent: ['customer: Goodbye!']
  closing.pace:
    advice: Speak a little slower.
lists:
  bye: [bye, see you]
""",
}

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def change(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_pack_holds_its_norms_and_the_words_of_one_language(folder: Path) -> None:
    pack = load_pack(folder, "en", "service")
    assert [norm.id for norm in pack.norms] == ["closing.farewell", "closing.pace"]
    assert (pack.sections, pack.direction, pack.profile) == ({"closing": "Closing"}, Direction.INBOUND, "service")
    assert pack.language is not None
    assert len(pack.language.norms["closing.farewell"].phrases) == 2
    assert languages(folder) == ("en",)
    assert load_pack(folder, "nl", "service").language is None


def test_a_profile_changes_thresholds_and_severity_and_nothing_else(folder: Path) -> None:
    before, after = (load_pack(folder, "en", profile).norm("closing.pace") for profile in ("service", "elderly"))
    assert before is not None
    assert after is not None
    assert (before.severity, after.severity) == (Severity.MINOR, Severity.MAJOR)
    checks = after.parameters.model_dump()["checks"]["rate.words_per_minute"]
    assert (checks["upper"], checks["tolerance"]) == (150, 10)
    assert load_pack(folder, "en", "elderly").direction is None


def test_the_hash_changes_with_the_content_only(folder: Path) -> None:
    before = load_pack(folder, "en", "service").hash
    change(folder, "words/en/closing.yaml", "advice: Say goodbye.", "advice: Say goodbye.   # as ever")
    assert load_pack(folder, "en", "service").hash == before
    change(folder, "words/en/closing.yaml", "[bye, see you]", "[bye, see you, so long]")
    assert load_pack(folder, "en", "service").hash != before
    assert load_pack(folder, "en", "elderly").hash != load_pack(folder, "en", "service").hash


STAGES = (
    "kind: phrase\n    expected: a goodbye\n    with: {speaker: agent, expect: present, window: whole}",
    "kind: stages\n    expected: a goodbye\n"
    "    with: {least: 2, stages: {first: {role: agent, norms: [closing.farewel]}, last: {role: agent, own: true}}}",
)

MISTAKES = {
    "an unknown norm": (
        "words/en/closing.yaml", "  closing.pace:", "  closing.peace:", 12, 5, "no norm is called 'closing.peace'",
    ),
    "an unknown kind": ("norms/closing.yaml", "kind: phrase", "kind: prase", 10, 11, "no kind is called 'prase'"),
    "an unknown parameter": ("norms/closing.yaml", "{speaker: agent", "{speeker: x, speaker: agent", 12, 21, "speeker"),
    "an unknown window": ("norms/closing.yaml", "window: whole", "window: hole", 12, 53, "no window is called 'hole'"),
    "an unknown key": ("norms/closing.yaml", "    why: Nobody", "    wy: x\n    why: Nobody", 6, 9, "wy"),
    "an unknown section": ("norms/pack.yaml", "[closing]", "[]", 1, 11, "closing.yaml is in no section"),
    "an unknown list": ("words/en/closing.yaml", "<bye>", "<buy>", 7, 9, "no list is called 'buy'"),
    "a phrase that is not closed": ("words/en/closing.yaml", "- goodbye", "- good (bye", 6, 14, "is not closed"),
    "a quoted phrase": ("words/en/closing.yaml", "- goodbye", "- 'good (bye'", 6, 15, "is not closed"),
    "a list that holds itself": ("words/en/closing.yaml", "[bye, see you]", "[bye, <bye>]", 14, 9, "contains itself"),
    "an empty list": ("words/en/closing.yaml", "[bye, see you]", "[]", 14, 8, "is empty"),
    "a norm twice": ("norms/closing.yaml", "closing.pace", "closing.farewell", 13, 9, "is defined twice"),
    "words for a kind without": (
        "words/en/closing.yaml", "    advice: Speak", "    phrases: [x]\n    advice: Speak", 12, 14, "has no phrases",
    ),
    "no phrases": (
        "words/en/closing.yaml", "    phrases:\n      - goodbye\n      - <bye>\n", "", 4, 5, "phrases missing",
    ),
    "no examples": ("words/en/closing.yaml", "silent: ['customer: Goodbye!']", "silent: []", 4, 5, "examples missing"),
    "a limit that is no number": ("norms/closing.yaml", "upper: 180", "upper: .nan", 21, 76, "not a finite number"),
    "another language": ("words/en/closing.yaml", "language: en", "language: nl", 1, 11, "in the folder 'en'"),
    "a change of an unknown norm": (
        "profiles/elderly.yaml", "  closing.pace", "  closing.peace", 4, 18, "no norm is called 'closing.peace'",
    ),
    "an unknown measurement": (
        "norms/closing.yaml", "rate.words_per_minute", "rate.word_per_minute", 21, 43,
        "no measurement is called 'rate.word_per_minute'; is it 'rate.words_per_minute'?",
    ),
    "a measurement of nobody": (
        "norms/closing.yaml", "role: agent, unit", "role: null, unit", 21, 51, "is not measured of null",
    ),
    "another unit": ("norms/closing.yaml", "unit: wpm", "unit: syl/s", 21, 64, "not measured in syl/s"),
    "a band for no language": (
        "norms/closing.yaml", "upper: 180", "bands: {nk: [1, 2]}", 21, 81, "'nk' is no language",
    ),
    "a profile that is not there": (
        "norms/closing.yaml", "    why: It can", "    profiles: [elderly, servce]\n    why: It can", 15, 25,
        "no profile is called 'servce'",
    ),
    "a role told by an unknown norm": (
        "norms/pack.yaml", "agent: {}", "agent: {closing.farewel: 1}", 5, 34, "no norm is called 'closing.farewel'",
    ),
    "a stage of an unknown norm": (
        "norms/closing.yaml", STAGES[0], STAGES[1], 12, 60, "no norm is called 'closing.farewel'",
    ),
    "a list that nothing names": ("words/en/closing.yaml", "<bye>", "bye", 14, 8, "nothing names the list 'bye'"),
    "a change of an unknown measurement": (
        "profiles/elderly.yaml", "rate.words_per_minute", "rate.words", 4, 63, "no measurement is called 'rate.words'",
    ),
    "a change that makes no sense": ("profiles/elderly.yaml", "upper: 150", "uper: 150", 4, 81, "uper"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_refused_with_its_place(folder: Path, mistake: str) -> None:
    name, old, new, line, column, says = MISTAKES[mistake]
    change(folder, name, old, new)
    with pytest.raises(ConfigError) as raised:
        load_pack(folder, "en", "elderly")
    place, _, what = raised.value.what.partition(": ")
    assert says in what
    assert place == f"{folder / name}:{line}:{column}"


def test_an_unknown_profile_is_refused_with_the_known_ones(folder: Path) -> None:
    with pytest.raises(ConfigError, match="elderly, service"):
        load_pack(folder, "en", "sales")


class TestSite:
    def site(self, folder: Path, text: str) -> Path:
        path = folder / "site.yaml"
        path.write_text("site: Bakery\n" + text, encoding="utf-8")
        return path

    def phrases(self, folder: Path, site: Path | None) -> int:
        pack = load_pack(folder, "en", "service", site)
        assert pack.language is not None
        return len(pack.language.norms["closing.farewell"].phrases)

    def test_a_site_adds_phrases_with_a_plus(self, folder: Path) -> None:
        site = self.site(folder, "words: {en: {norms: {closing.farewell: {phrases+: [fresh greetings]}}}}\n")
        assert self.phrases(folder, site) == 3

    def test_a_site_replaces_phrases_without_a_plus(self, folder: Path) -> None:
        site = self.site(
            folder, "words: {en: {norms: {closing.farewell: {phrases: [so long], advice: Say so long.}}}}\n"
        )
        pack = load_pack(folder, "en", "service", site)
        assert pack.language is not None
        assert pack.language.norms["closing.farewell"].advice == "Say so long."
        assert self.phrases(folder, site) == 1

    def test_a_site_adds_to_lists_and_replaces_them(self, folder: Path) -> None:
        more = self.site(folder, "words: {en: {lists: {bye+: [ciao]}}}\n")
        assert check_pack(folder, "service", more).problems == ()
        instead = self.site(folder, "words: {en: {lists: {bye: [ciao]}}}\n")
        assert [problem.what for problem in check_pack(folder, "service", instead).problems] == [
            "should fire, stays silent"
        ]

    def test_a_site_changes_thresholds(self, folder: Path) -> None:
        site = self.site(folder, "norms: {closing.pace: {with: {checks: {rate.words_per_minute: {upper: 99}}}}}\n")
        norm = load_pack(folder, "en", "elderly", site).norm("closing.pace")
        assert norm is not None
        assert norm.parameters.model_dump()["checks"]["rate.words_per_minute"]["upper"] == 99
        assert norm.severity is Severity.MAJOR

    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("words: {en: {norms: {closing.farewell: {phrases+: [good (bye]}}}}", "2:57"),
            ("words: {en: {norms: {closing.farwell: {phrases+: [bye]}}}}", "2:39"),
            ("norms: {closing.pace: {with: {checks: {rate.words_per_minute: {uper: 9}}}}}", "2:70"),
            ("word: {}", "2:7"),
            ("norms: {closing.pace: {with: {checks: {rate.word_per_minute: {upper: 9}}}}}", "2:62"),
            ("words: {en: {lists: {by+: [ciao]}}}", "2:27"),
            ("words: {nl: {norms: {closing.farewell: {phrases+: [dag]}}}}", "2:13"),
            ("words: {en: {norms: {closing.farwell: {}}}}", "2:39"),
        ],
    )
    def test_a_mistake_of_a_site_is_named_with_the_sites_file(self, folder: Path, text: str, place: str) -> None:
        site = self.site(folder, text + "\n")
        with pytest.raises(ConfigError) as raised:
            load_pack(folder, "en", "service", site)
        assert raised.value.what.startswith(f"{site}:{place}: ")


class TestCheck:
    def test_all_examples_are_run(self, folder: Path) -> None:
        check = check_pack(folder, "service")
        assert (check.examples, check.problems) == ({"en": 3}, ())

    @pytest.mark.parametrize(
        ("old", "new", "line", "what"),
        [
            ("fires: ['agent: Goodbye!'", "fires: ['agent: Well!'", 9, "should fire, stays silent"),
            ("silent: ['customer: Goodbye!'", "silent: ['agent: Goodbye!'", 10, "should stay silent, fires"),
            (
                "fires: ['agent: Goodbye!'", "fires: [{dialogue: 'agent: Goodbye!', verdict: fail}", 9,
                "should be fail, is pass",
            ),
        ],
    )  # fmt: skip
    def test_an_example_that_fails_is_named_with_its_place(
        self, folder: Path, old: str, new: str, line: int, what: str
    ) -> None:
        change(folder, "words/en/closing.yaml", old, new)
        (problem,) = check_pack(folder, "service").problems
        assert (problem.norm, problem.what) == ("closing.farewell", what)
        assert problem.place.startswith(f"{folder / 'words/en/closing.yaml'}:{line}:")

    @pytest.mark.parametrize("line", ["clerk: Goodbye!", "Goodbye!", "hold: long"])
    def test_an_example_line_without_a_speaker_is_refused(self, folder: Path, line: str) -> None:
        change(folder, "words/en/closing.yaml", "agent: bye bye", line)
        with pytest.raises(ConfigError, match=r"closing\.yaml:9:"):
            check_pack(folder, "service")

    @pytest.mark.slow
    def test_the_shipped_packs_do_what_their_examples_say(self) -> None:
        from callgrade.config.folder import configs_folder

        check = check_pack(configs_folder(), "service")
        assert check.problems == ()
        assert check.examples["en"] > 200
