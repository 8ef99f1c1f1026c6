"""The report in a real browser, opened from a folder, without a server."""

import base64
import re
from pathlib import Path

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from tests.scorecards import CARD
from tests.support.browser import Browser
from tests.support.stored import digest

from callgrade.config.load import load_settings
from callgrade.report.call_page import Sound, lone_call_page
from callgrade.report.sound import copied_beside, linked

FLAC = 2


def call(site: Path, number: int) -> Path:
    return site / "calls" / f"{digest(number)[:16]}.html"


def pages(site: Path) -> list[Path]:
    """One page of each kind."""
    return [site / "index.html", call(site, 0), *(min((site / kind).glob("*.html")) for kind in ("agents", "teams"))]


def test_the_morning_page_is_filtered_and_opens_a_call(site: Path, browser: Browser) -> None:
    browser.open(site / "index.html")
    assert len(_rows(browser)) == 3
    browser.driver.find_element(By.XPATH, "//select[@id='agent']/option[.='Jonas Weber']").click()
    assert [row.split()[0] for row in _rows(browser)] == ["05_travel_hold.ogg"]
    assert "3 Mar 2026, 09:30" in _rows(browser)[0]
    assert browser.driver.find_element(By.ID, "count").text == "1 of 3 calls"
    browser.driver.find_element(By.CSS_SELECTOR, "#calls tbody a").click()
    assert browser.driver.current_url == call(site, 1).as_uri()


def _rows(browser: Browser) -> list[str]:
    return [row.text for row in browser.driver.find_elements(By.CSS_SELECTOR, "#calls tbody tr")]


@pytest.mark.parametrize("number", [0, 1, FLAC])
def test_a_click_on_a_finding_plays_the_recording_from_its_second(site: Path, browser: Browser, number: int) -> None:
    browser.open(call(site, number))
    button = browser.driver.find_element(By.CSS_SELECTOR, ".finding .play")
    button.click()
    assert browser.playing_from() == pytest.approx(float(button.get_attribute("data-t") or "nan"), abs=1.0)


def test_a_click_on_a_word_plays_it(site: Path, browser: Browser) -> None:
    browser.open(call(site, 0))
    browser.driver.find_element(By.CSS_SELECTOR, "span[data-t='44.00']").click()
    assert browser.playing_from() == pytest.approx(44.0, abs=1.0)


def test_an_address_with_a_second_plays_from_it(site: Path, browser: Browser) -> None:
    browser.open(call(site, 0), "#t=31.5")
    assert browser.playing_from() == pytest.approx(31.5, abs=1.0)


def test_the_keyboard_alone_opens_a_call_and_plays_a_finding(site: Path, browser: Browser) -> None:
    browser.open(site / "index.html")
    _tab_to(browser, "href", f"calls/{digest(2)[:16]}.html")
    ActionChains(browser.driver).send_keys(Keys.ENTER).perform()
    assert browser.driver.current_url.startswith(call(site, 2).as_uri())
    browser.open(call(site, 2))
    _tab_to(browser, "class", "play")
    second = browser.driver.switch_to.active_element.get_attribute("data-t")
    ActionChains(browser.driver).send_keys(Keys.SPACE).perform()
    assert browser.playing_from() == pytest.approx(float(second or "nan"), abs=1.0)


def _tab_to(browser: Browser, attribute: str, wanted: str) -> None:
    """Press Tab until the element with focus has ``wanted`` in ``attribute``."""
    for _ in range(60):
        ActionChains(browser.driver).send_keys(Keys.TAB).perform()
        if wanted in (browser.driver.switch_to.active_element.get_dom_attribute(attribute) or ""):
            return
    pytest.fail(f"no element with {attribute} {wanted} is reached by Tab")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_and_fits_a_telephone(site: Path, browser: Browser, scheme: str) -> None:
    for page in pages(site):
        for width in (1200, 360):
            browser.look(width, scheme=scheme)
            browser.open(page)
            assert browser.run("return document.documentElement.scrollWidth") <= width, page
            assert browser.faults_of_access() == [], (page, width)
    dark = browser.run("return getComputedStyle(document.body).backgroundColor") == "rgb(21, 23, 26)"
    assert dark == (scheme == "dark")
    browser.look()


@pytest.mark.parametrize("kind", ["agents", "teams"])
def test_no_short_head_is_broken_on_a_telephone(kind: str, site: Path, browser: Browser) -> None:
    browser.look(360)
    browser.open(min((site / kind).glob("*.html")))
    lines = browser.run("""
        const text = document.createRange();
        const lines = (head) => (text.selectNodeContents(head), text.getClientRects().length);
        return [...document.querySelectorAll(".gates th")].filter((head) => !head.textContent.includes(" ")).map(lines);
    """)
    browser.look()
    assert lines
    assert set(lines) == {1}


def test_no_request_leaves_the_folder_and_the_console_is_silent(site: Path, browser: Browser) -> None:
    browser.messages()
    browser.requests()
    for page in pages(site):
        browser.open(page)
    assert browser.messages() == []
    asked = browser.requests()
    assert asked
    assert [address for address in asked if not address.startswith(site.as_uri())] == []


@pytest.mark.parametrize("name", ["02_telecom_bad.wav", "06_bank_silence.flac"])
def test_a_page_as_one_file_plays_its_recording_or_a_copy_of_it_under_its_own_policy(
    name: str, site: Path, browser: Browser
) -> None:
    page, recording = site.with_name(f"{name}.html"), site.with_name("recordings") / name
    sound = linked(recording, page.parent)
    if sound.address is None:
        assert "--with-audio" in sound.why
        sound = copied_beside(recording, page, load_settings().intake)
        assert sound.address == f"{name}.ogg"
    page.write_text(lone_call_page(CARD, sound), encoding="utf-8")
    browser.messages()
    browser.open(page)
    browser.driver.find_element(By.CSS_SELECTOR, ".finding .play").click()
    assert browser.playing_from() == pytest.approx(8.9, abs=1.0)
    assert browser.messages() == []


def test_the_curves_of_a_call_are_drawn_beside_their_table(site: Path, browser: Browser) -> None:
    browser.open(call(site, 0))
    browser.driver.find_element(By.CSS_SELECTOR, ".sound summary").click()
    drawn = browser.run(
        "return [...document.querySelectorAll('.track')].map((one) => one.getBoundingClientRect().width)"
    )
    assert len(drawn) == 6
    assert min(drawn) > 500
    heads = browser.driver.find_elements(By.CSS_SELECTOR, ".sound thead th")
    assert [one.text for one in heads][1:3] == ["agent level", "customer level"]
    assert browser.faults_of_access() == []


def test_a_call_is_printed_on_one_page_without_its_player(site: Path, browser: Browser) -> None:
    browser.open(call(site, 0))
    paper = {"paperWidth": 8.27, "paperHeight": 11.69}
    pdf = base64.b64decode(browser.driver.execute_cdp_cmd("Page.printToPDF", paper)["data"])
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1


def test_a_click_on_a_mark_of_the_timeline_plays_it(site: Path, browser: Browser) -> None:
    browser.open(call(site, 0))
    mark = browser.driver.find_element(By.CSS_SELECTOR, ".mark path")
    second = browser.run("return Number(arguments[0].parentNode.dataset.t)", mark)
    ActionChains(browser.driver).move_to_element(mark).click().perform()
    assert browser.playing_from() == pytest.approx(second, abs=1.0)


def test_a_second_of_a_call_without_a_recording_shows_the_words_said_then_and_offers_no_play(
    tmp_path: Path, browser: Browser
) -> None:
    page = tmp_path / "call.html"
    page.write_text(lone_call_page(CARD, Sound(None, "no recording")), encoding="utf-8")
    browser.open(page, "#t=44.0")
    assert "▶" not in browser.driver.find_element(By.TAG_NAME, "body").text
    (shown,) = browser.driver.find_elements(By.CSS_SELECTOR, ".turn.now")
    assert shown.find_elements(By.CSS_SELECTOR, "span[data-t='44.00']")
    seen = browser.run(
        "const box = arguments[0].getBoundingClientRect(); return box.top >= 0 && box.top < innerHeight", shown
    )
    assert seen
