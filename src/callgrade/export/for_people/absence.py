"""What was searched for and not found: good where it would be a fault, bad where it was expected."""

from callgrade.model.finding import Effect, Finding, Verdict


def nothing_found(finding: Finding) -> bool:
    """Whether a norm was kept because nothing that breaks it was found; its evidence is what was searched."""
    return finding.verdict is Verdict.PASS and finding.effect is Effect.DEDUCTION and not finding.value


def lacks(finding: Finding) -> bool:
    """Whether a norm was broken by what is missing; words of the agent in its evidence are where it should be."""
    return finding.verdict is Verdict.FAIL and finding.effect is Effect.CREDIT and not finding.value


def searched(finding: Finding) -> bool:
    """Whether a norm was broken because what it asks for was not found; its evidence is what was searched."""
    return lacks(finding) and len(finding.evidence) == 1
