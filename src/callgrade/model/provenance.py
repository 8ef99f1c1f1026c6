"""Where a fact of the call record comes from."""

from enum import StrEnum


class Provenance(StrEnum):
    """Where a fact comes from. The values are stored and exported: they never change."""

    OPTION = "option"
    SIDECAR = "sidecar"
    VCON = "vcon"
    TRANSCRIPT = "transcript"
    SCORECARD = "scorecard"
    AGENT_LIST = "list of agents"
    CDR = "cdr"
    FILE_NAME = "file name"
    CONVERSATION = "conversation"
    RECOGNISED = "recognised"
    SITE = "site file"
    PROFILE = "profile"
    UNKNOWN = "unknown"


def assumed_by(profile: str) -> str:
    """The source of a fact that only the profile assumes: ``profile`` and its name."""
    return f"{Provenance.PROFILE} {profile}"


def is_assumed(source: str) -> bool:
    """Whether a profile assumed the fact."""
    return source.startswith(assumed_by(""))
