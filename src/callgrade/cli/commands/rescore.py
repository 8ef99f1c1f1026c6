"""``callgrade rescore``: rescores stored calls, without recognition."""

from pathlib import Path

import click

from callgrade.cli.options import config_option, norms_option, profile_option, settings_of, store_option
from callgrade.cli.stored.chosen_calls import ChosenCalls, choosing_options
from callgrade.errors import ExitCode

RECYCLE_CALLS = 100_000  # rescoring needs no model and no audio, so workers are not replaced


@click.command()
@store_option
@choosing_options
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--workers", type=click.IntRange(1), help="Processes; default: one per core.")
@config_option
@profile_option
@norms_option
def rescore(
    store: str,
    chosen: ChosenCalls,
    dry_run: bool,
    workers: int | None,
    config: Path | None,
    profile: str,
    site: Path | None,
) -> ExitCode:
    """Rescore stored calls after norms, words, weights or other settings changed. Nothing is recognised again.

    Calls that already have scores by these norms and settings are skipped, so an interrupted run continues where it
    stopped. A measurement that needs the recording stays unknown, and the card says why. Use the same --config,
    --profile and --norms as the nightly batch, because the next batch does not score old calls.

    Exit code 3: some calls cannot be rescored, because their stored words are damaged.
    """
    from callgrade.cli.rescore_display import RescoreDisplay
    from callgrade.cli.site.judged_by import judged_by, say_if_others
    from callgrade.errors import StoreError
    from callgrade.grading.ruleset import Ruleset
    from callgrade.rescoring.rescoring import Rescoring
    from callgrade.rescoring.work import MakeRescoring, Rescored
    from callgrade.store import CardFilter, StoredCard, open_store
    from callgrade.workers.cpu_plan import plan, this_machine
    from callgrade.workers.pool import Pool
    from callgrade.workers.stop import stopping_on_signals

    settings = settings_of(config)
    worker_settings = settings.batch.workers.model_copy(update={"recycle_calls": RECYCLE_CALLS})
    planned = plan(workers, 1, this_machine(), worker_settings.worker_mib)
    ruleset = Ruleset(settings, profile, site)
    pool: Pool[StoredCard, Rescored | StoreError] = Pool(MakeRescoring(ruleset), worker_settings, planned)
    with (
        open_store(store, create=False) as opened,
        opened.run_lock(),
        RescoreDisplay(dry_run) as display,
        stopping_on_signals(),
    ):
        chosen.refuse_unknown(opened)
        say_if_others(opened, judged_by(profile, site))
        rescoring = Rescoring(opened, ruleset.checked().versions, pool, display.rescored, keep=not dry_run)
        tally = rescoring.run(CardFilter(**chosen.limits))
        display.close(tally)
    return ExitCode.SOME_NOT_SCORED if tally.failed else ExitCode.OK
