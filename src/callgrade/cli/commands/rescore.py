"""``callgrade rescore``: stored calls judged anew, without recognition."""

from datetime import datetime
from pathlib import Path

import click

from callgrade.cli.options import (
    agent_option,
    chosen_calls,
    config_option,
    norms_option,
    profile_option,
    settings_of,
    since_option,
    store_option,
    team_option,
    until_option,
)
from callgrade.errors import ExitCode

RECYCLE_CALLS = 100_000  # judging holds no model and no sound: a worker need not be replaced


@click.command()
@store_option
@since_option
@until_option
@team_option
@agent_option
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--workers", type=click.IntRange(1), help="Processes; else one a core.")
@config_option
@profile_option
@norms_option
def rescore(
    store: str,
    since: datetime | None,
    until: datetime | None,
    team: str | None,
    agent: str | None,
    dry_run: bool,
    workers: int | None,
    config: Path | None,
    profile: str,
    site: Path | None,
) -> ExitCode:
    """Judge stored calls anew after norms, words, weights or other settings changed; nothing is recognised again.

    Calls that were judged by the same norms and settings already are passed over, so that a run that was interrupted
    goes on where it stopped. What a call's recording was never asked for stays unknown and says so. Give the --config,
    --profile and --norms of the nightly batch: the next batch does not judge old calls.

    Exit code 3: some calls cannot be judged, as their stored words are damaged.
    """
    from callgrade.cli.rescore_display import RescoreDisplay
    from callgrade.errors import StoreError
    from callgrade.grading.ruleset import Ruleset
    from callgrade.rescoring.rescoring import Rescoring
    from callgrade.rescoring.work import MakeRescoring, Rescored
    from callgrade.store import StoredCard, open_store
    from callgrade.workers.cpu_plan import plan, this_machine
    from callgrade.workers.pool import Pool
    from callgrade.workers.stop import stopping_on_signals

    settings = settings_of(config)
    worker_settings = settings.batch.workers.model_copy(update={"recycle_calls": RECYCLE_CALLS})
    planned = plan(workers, 1, this_machine(), worker_settings.worker_mib)
    judged_by = Ruleset(settings, profile, site)
    pool: Pool[StoredCard, Rescored | StoreError] = Pool(MakeRescoring(judged_by), worker_settings, planned)
    with (
        open_store(store, create=False) as opened,
        opened.run_lock(),
        RescoreDisplay(dry_run) as display,
        stopping_on_signals(),
    ):
        rescoring = Rescoring(opened, judged_by.checked().versions, pool, display.judged, keep=not dry_run)
        tally = rescoring.run(chosen_calls(since, until, team, agent))
        display.close(tally)
    return ExitCode.SOME_NOT_SCORED if tally.failed else ExitCode.OK
