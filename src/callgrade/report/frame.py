"""Templates to pages. Every text is shown on one line, without control characters, and escaped.

A page may load only what lies beside it: the policy in its head says so to the browser. A page that is one file holds
its style and script, and the policy names both by their digests.
"""

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from callgrade import __version__
from callgrade.export.clock import clock
from callgrade.export.for_people.flaws import refusal_text
from callgrade.export.for_people.terms import (
    band_term,
    direction_term,
    flag_term,
    gate_term,
    layout_term,
    measure_term,
    party_term,
    reason_term,
    role_term,
    section_term,
    severity_term,
    verdict_term,
    warnings_of,
)
from callgrade.export.wording import amount, percent, points, points_lost, stretch
from callgrade.report.fragments import escaped, filled, play, shown, sign
from callgrade.translation.current import texts
from callgrade.translation.texts import Texts

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
    return _environment(texts()).get_template(template).render(root=root, alone=False, policy=policy, **values)


def lone_page(template: str, **values: Any) -> str:
    """A page as one file."""
    style, script = asset(STYLE), asset(SCRIPT)
    policy = _POLICY.format(script=_digest(script), style=_digest(style), rest=_REST)
    parts = {"style": Markup(style), "script": Markup(script)}
    return _environment(texts()).get_template(template).render(root=None, alone=True, policy=policy, **parts, **values)


def _digest(text: str) -> str:
    """A source of the policy (W3C Content Security Policy Level 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _environment(of: Texts) -> Environment:
    """One environment for each language, so that what Jinja2 works out beforehand is of that language."""
    environment = Environment(
        loader=PackageLoader("callgrade.report"),
        autoescape=True,
        finalize=shown,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "amount": amount,
        "band": band_term,
        "clock": clock,
        "direction": direction_term,
        "flag": flag_term,
        "gate": gate_term,
        "layout": layout_term,
        "measure": measure_term,
        "moment": of.moment,
        "norm": _norm(of),
        "party": party_term,
        "percent": percent,
        "points": points,
        "points_lost": points_lost,
        "reason": reason_term,
        "refusal": refusal_text,
        "role": role_term,
        "warnings": warnings_of,
        "section": section_term,
        "severity": severity_term,
        "stretch": stretch,
        "verdict": verdict_term,
    }
    environment.globals |= {"version": __version__, "lang": of.tag, "play": play, "sign": sign}
    environment.globals |= {"tr": _tr(of), "ctr": _ctr(of), "ntr": _ntr(of)}
    return environment


def _tr(of: Texts) -> Callable[..., Markup]:
    return lambda text, **values: filled(of.tr(text), values)


def _ctr(of: Texts) -> Callable[..., Markup]:
    return lambda context, text, **values: filled(of.ctr(context, text), values)


def _ntr(of: Texts) -> Callable[..., Markup]:
    return lambda one, many, n, **values: filled(of.plural(one, many, n), {"n": of.number(f"{n:,}"), **values})


def _norm(of: Texts) -> Callable[[str], Markup]:
    return lambda text: escaped(of.norm(text))
