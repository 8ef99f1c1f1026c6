"""Templates to pages. Every text is shown on one line, without control characters, and escaped.

A page may load only what lies beside it: the policy in its head says so to the browser. A page that is one file holds
its style and script, and the policy names both by their digests.
"""

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from callgrade import __version__
from callgrade.export.clock import clock
from callgrade.export.wording import amount, name_of, percent, stretch
from callgrade.text import plain

STYLE, SCRIPT = "report.css", "report.js"
_POLICY = "default-src 'none'; script-src {script}; style-src {style}; media-src 'self'; img-src 'self' data:; {rest}"
_REST = "base-uri 'none'; form-action 'none'"


@cache
def asset(name: str) -> str:
    """The text of the style or the script."""
    return (files("callgrade.report") / "templates" / name).read_text(encoding="utf-8")


def page(template: str, root: str, **values: Any) -> str:
    """A page of a site, whose top folder is at ``root`` as seen from the page ("" or "../")."""
    policy = _POLICY.format(script="'self'", style="'self'", rest=_REST)
    return _environment().get_template(template).render(root=root, alone=False, policy=policy, **values)


def lone_page(template: str, **values: Any) -> str:
    """A page as one file."""
    style, script = asset(STYLE), asset(SCRIPT)
    policy = _POLICY.format(script=_digest(script), style=_digest(style), rest=_REST)
    parts = {"style": Markup(style), "script": Markup(script)}
    return _environment().get_template(template).render(root=None, alone=True, policy=policy, **parts, **values)


def _digest(text: str) -> str:
    """A source of the policy (W3C Content Security Policy Level 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("callgrade.report"),
        autoescape=True,
        finalize=_shown,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "amount": amount,
        "clock": clock,
        "name_of": name_of,
        "percent": percent,
        "stretch": stretch,
        "points": lambda points: f"{points:g}",
    }
    environment.globals["version"] = __version__
    return environment


def _shown(value: Any) -> Any:
    """Text from outside, without line breaks, control characters and marks of direction."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
