"""Three examples for each command, shown below its help."""

import click

EXAMPLES = {
    "analyze": (
        "callgrade analyze call.wav --direction in --agent 'Emily Carter'",
        "callgrade analyze --format json recordings/*.mp3",
        "callgrade analyze --format html --out pages call.wav",
    ),
    "batch": (
        "callgrade batch /data/recordings --store callgrade.db",
        "callgrade batch /data/recordings --store callgrade.db --cdr Master.csv --agents agents.csv",
        "callgrade batch /data/recordings --store callgrade.db --until 06:00 --summary night.json",
    ),
    "status": (
        "callgrade status --store callgrade.db",
        "callgrade status --store callgrade.db --format json",
        "callgrade status --store postgresql://callgrade@db/calls",
    ),
    "calls": (
        "callgrade calls --store callgrade.db --below 60 --sort score",
        "callgrade calls --store callgrade.db --norm closing.farewell=fail --team Support",
        "callgrade calls --store callgrade.db --state refused --state crashed --format csv",
    ),
    "show": (
        "callgrade show --store callgrade.db call-17.wav",
        "callgrade show --store callgrade.db --full 1772442611.104",
        "callgrade show --store callgrade.db --format json 3f9a41c0",
    ),
    "retry": (
        "callgrade retry --store callgrade.db --state crashed --state hung",
        "callgrade retry --store callgrade.db call-17.wav",
        "callgrade retry --store callgrade.db --heard /data/recordings/call-17.wav",
    ),
    "review": (
        "callgrade review export --store callgrade.db --out review.xlsx --sample 30 --strata agent,band",
        "callgrade review import --store callgrade.db review.xlsx --reader 'Anna Hall'",
        "callgrade review agreement --store callgrade.db",
    ),
    "rescore": (
        "callgrade rescore --store callgrade.db --norms site.yaml",
        "callgrade rescore --store callgrade.db --norms site.yaml --dry-run",
        "callgrade rescore --store callgrade.db --from 2026-03-01 --team Support",
    ),
    "forget": (
        "callgrade forget --store callgrade.db call-17.wav",
        "callgrade forget --store callgrade.db 1772442611.104 3f9a41c0",
        "callgrade forget --store callgrade.db --customer 'Emma Bakker' --number '+47 22 55 01 00' --dry-run",
    ),
    "purge": (
        "callgrade purge --store callgrade.db --older-than 90d --dry-run",
        "callgrade purge --store callgrade.db --older-than 1y",
        "callgrade purge --store callgrade.db",
    ),
    "export": (
        "callgrade export --store callgrade.db --out tables",
        "callgrade export --store callgrade.db --out tables --format xlsx --from 2026-03-01",
        "callgrade export --store callgrade.db --out tables --agent 'Emily Carter' --period week",
    ),
    "report": (
        "callgrade report --store callgrade.db --out pages",
        "callgrade report --store callgrade.db --out pages --from 2026-03-01 --team Support",
        "callgrade report --store callgrade.db --out pages --with-audio",
    ),
    "schedule": (
        "callgrade schedule --config /etc/callgrade.yaml",
        "callgrade schedule /data/recordings --store /data/callgrade.db --at 21:00 --until 06:00 --older-than 1y",
        "callgrade schedule --config /etc/callgrade.yaml --on-failure 'sh /etc/callgrade-failed.sh' -- --log -",
    ),
    "doctor": (
        "callgrade doctor",
        "callgrade doctor --model small",
        "callgrade doctor --device cuda",
    ),
    "init": (
        "callgrade init",
        "callgrade init --recordings /data/recordings --store /data/callgrade.db --time-zone Europe/Oslo",
        "callgrade init --out /etc/callgrade.yaml --company 'Bluebridge Insurance' --days 180",
    ),
    "config": (
        "callgrade config check",
        "callgrade config check --config /etc/callgrade.yaml",
        "callgrade config show --all",
    ),
    "completion": (
        "callgrade completion bash",
        "callgrade completion zsh",
        "callgrade completion fish",
    ),
    "norms": (
        "callgrade norms list",
        "callgrade norms check --norms site.yaml",
        "callgrade norms explain call.json",
    ),
}


def add_examples(command: click.Command, name: str) -> None:
    """Put the examples of the command called ``name`` below its help; raises ``KeyError`` if it has none."""
    command.epilog = "\b\nExamples:\n" + "\n".join(f"  {line}" for line in EXAMPLES[name])
