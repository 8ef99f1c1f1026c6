"""A real browser: Debian's Chromium, driven by its own driver, which asks nothing of a network."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import axe_core_python
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

REQUIRED = "CALLGRADE_REQUIRE_BROWSER"
"""Set where the tests that need a browser may not be skipped."""

MISSING = "Chromium and its driver are not installed here (Debian: apt-get install chromium chromium-driver)"
_BROWSER, _DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
HERE = bool(_BROWSER and _DRIVER)
REQUIRED_HERE = bool(os.environ.get(REQUIRED))

_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
    "--window-size=1200,1000",
)
_AXE = Path(axe_core_python.__file__).with_name("axe.min.js")


@contextmanager
def chromium() -> Iterator["Browser"]:
    """A browser, closed when the block ends."""
    options = webdriver.ChromeOptions()
    options.binary_location = _BROWSER or ""
    for argument in _ARGUMENTS:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(_DRIVER))
    driver.set_script_timeout(120)
    try:
        yield Browser(driver)
    finally:
        driver.quit()


class Browser:
    """What the tests ask of a browser."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver

    def open(self, page: Path, fragment: str = "") -> None:
        self.driver.get("about:blank")  # else a new fragment would not load the page again
        self.driver.get(page.absolute().as_uri() + fragment)

    def look(self, width: int = 1200, height: int = 1000, scheme: str = "light") -> None:
        """Show pages at this size in pixels, in the colours of ``scheme``."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        wish = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", wish)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.driver.execute_script(script, *arguments)

    def playing_from(self) -> float:
        """Wait until the recording plays; the second that it was set to."""
        return float(
            self.driver.execute_async_script("""
                const done = arguments[0], audio = document.querySelector("audio");
                const look = () => !audio.paused && !audio.seeking && audio.readyState > 2
                  ? (audio.pause(), done(audio.currentTime)) : setTimeout(look, 20);
                look();
            """)
        )

    def faults_of_access(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA and its best practices: rule and elements."""
        self.run(_AXE.read_text(encoding="utf-8"))
        found = self.driver.execute_async_script("axe.run().then(arguments[0])")
        return [f"{one['id']}: {[node['target'] for node in one['nodes'][:3]]}" for one in found["violations"]]

    def messages(self) -> list[str]:
        """What the console said since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> set[str]:
        """The addresses that pages asked for since the last call."""
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        asked = (one["params"]["request"]["url"] for one in events if one["method"] == "Network.requestWillBeSent")
        return {url for url in asked if not url.startswith(("about:", "data:"))}  # data: signs of the player itself
