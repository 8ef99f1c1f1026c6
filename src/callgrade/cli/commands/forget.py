"""``callgrade forget``: erases the words, findings and names of calls, in the store and its exports."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

from callgrade.cli.edge import say
from callgrade.cli.options import site_file_option, store_option
from callgrade.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from callgrade.retention.erase import Erased
    from callgrade.store import Store, StoredCall

_DIGITS = 12  # enough of a digest to find its call


@click.command()
@click.argument("calls", metavar="[CALL]...", nargs=-1)
@click.option("--customer", "names", multiple=True, metavar="NAME", help="Also the calls in which this name occurs.")
@click.option("--number", "numbers", multiple=True, metavar="N", help="Also those in which this number occurs.")
@click.option("--dry-run", is_flag=True, help="List what would be erased and erase nothing.")
@store_option
@site_file_option
@click.option("--yes", is_flag=True, help="Do not ask before erasing what a name, or a part of one, has found.")
def forget(
    calls: tuple[str, ...], names: tuple[str, ...], numbers: tuple[str, ...], dry_run: bool, store: str, yes: bool
) -> ExitCode:
    """Erase all words, findings, names and paths of CALL, in the store and in its exports.

    CALL: a file name or a part of it, a path, the telephone system's identifier, or the first digits of a recording's
    SHA-256 (at least 6). --customer and --number search the call records, what was said and the names of files, and
    list each call with why it matches. The recording itself is never
    deleted. Its digest is kept, so that no batch scores it again. Backups, copies of exports elsewhere and files of
    callgrade analyze --out cannot be reached; see docs/how-to/erasure.md.

    Exit code 9: something could not be erased, and the messages name it. Correct the cause and run the command
    again.
    """
    from callgrade.store import open_store

    if not (calls or names or numbers):
        raise UsageError("Nothing was named that should be erased.", "Give a CALL, --customer or --number.")
    with open_store(store, create=False) as opened, opened.run_lock():
        if names or numbers:
            return _forget_person(opened, calls, names, numbers, dry_run=dry_run, sure=yes)
        return _forget_calls(opened, calls, dry_run=dry_run, sure=yes)


def _forget_calls(store: "Store", calls: tuple[str, ...], *, dry_run: bool, sure: bool) -> ExitCode:
    from callgrade.retention.erase import erase
    from callgrade.store import CallState

    try:
        found = [_meant(store, call, sure or dry_run) for call in calls]
    except UsageError as error:
        if dry_run or not store.ledger.counts()[CallState.ERASED]:
            raise
        code = report(erase(store, ()))  # an interrupted erasure may have erased the name already
        if code is ExitCode.OK:
            raise
        say(str(error))
        return code
    if dry_run:
        return _only_listed([_line(call, ["named"]) for call in found])
    return report(erase(store, [call.id for call in found]))


def _forget_person(
    store: "Store",
    calls: tuple[str, ...],
    names: tuple[str, ...],
    numbers: tuple[str, ...],
    *,
    dry_run: bool,
    sure: bool,
) -> ExitCode:
    """List the calls of a person with those that are named, ask, and erase them."""
    from callgrade.retention.erase import Because, erase
    from callgrade.retention.person import WantedName, WantedNumber
    from callgrade.retention.person_search import PersonSearch

    search = PersonSearch([*map(WantedName.read, names)], [*map(WantedNumber.read, numbers)])
    named = {call.id: _line(call, ["named"]) for call in (_meant(store, text, sure=True) for text in calls)}
    found = named | {one.call.id: _line(one.call, one.reasons) for one in search.calls(store)}
    if search.damaged:
        say_damaged(search.damaged)
    if dry_run:
        return _only_listed(found.values())
    for line in found.values():
        click.echo(line)
    if found and not sure:
        _ask(f"Erase all of these calls ({len(found)})?")
    return report(erase(store, found, Because.PERSON))


def _only_listed(lines: Iterable[str]) -> ExitCode:
    for line in lines:
        click.echo(line)
    click.echo("Nothing was erased.")
    return ExitCode.OK


def _line(call: "StoredCall", reasons: Iterable[str]) -> str:
    from callgrade.text import plain

    began = f"{call.started:%Y-%m-%d %H:%M}" if call.started else "date unknown"
    return f"{plain(call.path or call.name or call.sha256[:_DIGITS])}, {began}: {'; '.join(reasons)}."


def _meant(store: "Store", text: str, sure: bool) -> "StoredCall":
    """The call that ``text`` names; a part of a name may mean another call, so that is asked first."""
    call = store.calls.find(text)
    if not sure and not store.calls.is_named(text):
        _ask(f"Erase {call.path or call.sha256[:_DIGITS]}?")
    return call


def _ask(question: str) -> None:
    """Go on only if the answer is yes."""
    try:
        click.confirm(question, abort=True, err=True)
    except click.Abort:
        say("Nothing was erased. Where nobody can answer, give --yes.")
        raise


def report(erased: "Erased") -> ExitCode:
    """Print what was erased and what was not. Returns the exit code."""
    from callgrade.text import plain

    click.echo(f"Calls erased: {erased.calls}.")
    for folder in erased.exports:
        click.echo(f"Exports rewritten: {plain(str(folder))}.")
    click.echo("Recordings are unchanged. Backups and copies elsewhere cannot be reached.")
    for folder in erased.absent:
        say(f"{folder} does not exist, so its exports were not rewritten; the next run does it if the folder is back.")
    say_damaged(erased.damaged)
    for left in erased.left:
        say(f"Erased calls are still in {left.what}: {left.why}")
    if erased.left:
        say("The erasure is not complete. Correct the cause, then run callgrade forget or purge again.")
        return ExitCode.INCOMPLETE
    return ExitCode.SOME_NOT_SCORED if erased.damaged else ExitCode.OK


def say_damaged(digests: Sequence[str]) -> None:
    """Print the digests of calls that cannot be read."""
    if digests:
        names = ", ".join(digest[:_DIGITS] for digest in digests)
        say(f"Damaged calls, which are in no table: {names}. Forget them, or restore the store from a backup.")
