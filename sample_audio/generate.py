"""Make the sample calls again: ``python -m sample_audio.generate [NAME …]`` from the top of the project.

Each script in ``scripts/`` becomes a recording, its call record beside it and its truth in ``reference/``. The same
scripts give the same bytes with the versions of ``requirements.txt``.
"""

import sys
from pathlib import Path

from sample_audio.files import write_record, write_recording, write_truth
from sample_audio.mixing import lay_out, render
from sample_audio.script import read_script

HERE = Path(__file__).parent


def main(names: list[str]) -> None:
    """Make the calls whose script's name contains one of ``names`` (all without names)."""
    for path in sorted((HERE / "scripts").glob("*.yaml")):
        if names and not any(name in path.stem for name in names):
            continue
        script = read_script(path)
        mix = lay_out(script)
        write_recording(HERE / script.file, render(script, mix), script)
        write_record(HERE / script.file, script)
        write_truth(HERE / "reference" / f"{path.stem}.json", script, mix.truth)
        print(f"{script.file}: {mix.truth.duration_s:.1f} s, {(HERE / script.file).stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
