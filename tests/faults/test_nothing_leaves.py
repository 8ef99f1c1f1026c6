"""Nothing leaves the machine, and no file is made but those that PRIVACY.md names: seen from the kernel.

Each command runs in a home that has nothing in it, for libraries make their caches, identities and logs there.
"""

import ipaddress
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.dask_cluster import dask_cluster
from tests.support.postgres import Server
from tests.support.program import CALLGRADE, wait_until
from tests.support.watched import HERE, MISSING, REQUIRED, Trace

from callgrade.errors import ExitCode

ROOT = Path(__file__).parents[2]
CALL = ROOT / "sample_audio" / "10_wrong_number.ogg"
TELLS_WHERE = re.compile(r"(CALLGRADE|XDG|HF|HUGGINGFACE|ORT|NUMBA|DASK|PG).*|DO_NOT_TRACK|TMPDIR|CI")
COMMANDS = ("analyze", "batch", "rescore", "export", "cluster")


@dataclass(frozen=True)
class Place:
    """A home for one user with a folder of one recording."""

    folder: Path

    def __post_init__(self) -> None:
        for folder in (self.home, self.temporary, self.recordings):
            folder.mkdir()
        shutil.copy(CALL, self.recordings)
        os.utime(self.recordings / CALL.name, (0, 0))  # no one writes it any more

    @property
    def home(self) -> Path:
        return self.folder / "home"

    @property
    def temporary(self) -> Path:
        return self.folder / "tmp"

    @property
    def recordings(self) -> Path:
        return self.folder / "recordings"

    @property
    def tables(self) -> Path:
        return self.folder / "tables"

    def trace(self, name: str) -> Trace:
        return Trace(self.folder / f"{name}.strace", self.folder)

    def store(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    @property
    def environment(self) -> dict[str, str]:
        """Without what this process, which has imported callgrade, or its user has set."""
        inherited = {name: value for name, value in os.environ.items() if not TELLS_WHERE.fullmatch(name)}
        return inherited | {"HOME": str(self.home), "TMPDIR": str(self.temporary), "OMP_NUM_THREADS": "1"}

    def run(self, name: str, *arguments: object, **more: str) -> None:
        watch = self.trace(name).command if HERE else ()
        command = [*watch, *CALLGRADE, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment | more, capture_output=True, timeout=300, check=False
        )
        assert done.returncode == ExitCode.OK, done.stderr.decode()

    def named_in_privacy(self) -> Iterator[str]:
        """The files that the table of PRIVACY.md names; those with an ellipsis at the end are folders."""
        text = (ROOT / "PRIVACY.md").read_text(encoding="utf-8")
        rows = re.findall(r"^\| (`.*?) \|", text, re.MULTILINE)
        for name in (name for row in rows for name in re.findall("`(.*?)`", row)):
            yield name.replace("~", str(self.home)).replace("DIR", str(self.tables))

    def may_be(self, file: Path) -> bool:
        """Whether PRIVACY.md names ``file``."""
        for name in self.named_in_privacy():
            names = {name.replace("STORE", str(self.store(store))) for store in COMMANDS}
            if str(file) in names or any(one.endswith("…") and one[:-1] in str(file) for one in names):
                return True
        return False


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The folder in which each command has run."""
    if not HERE and os.environ.get(REQUIRED):
        pytest.fail(MISSING)
    place = Place(tmp_path_factory.mktemp("place"))
    place.run("analyze", "analyze", place.recordings / CALL.name)
    place.run("batch", "batch", place.recordings, "--store", place.store("batch"), "--workers", 1)
    place.run("rescore", "rescore", "--store", place.store("batch"), "--profile", "reception", "--workers", 1)
    place.run("export", "export", "--store", place.store("batch"), "--out", place.tables)
    return place


@pytest.fixture(scope="module")
def cluster(place: Place, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The folder in which a batch has also run on a worker of a cluster."""
    pytest.importorskip("distributed", reason="the extra cluster is not installed")
    if not HERE:
        pytest.skip(MISSING)
    with dask_cluster(tmp_path_factory.mktemp("dask")) as dask:
        dask.start_scheduler()
        dask.under, dask.environment = place.trace("worker").command_beside, place.environment
        worker = dask.start_worker("--nthreads", "1", "--no-nanny")
        place.run("cluster", "batch", place.recordings, "--store", place.store("cluster"), "--cluster", dask.address)
    wait_until(lambda: place.trace("worker").ended(worker.pid))
    return place


def outside(addresses: set[str]) -> set[str]:
    return {address for address in addresses if not ipaddress.ip_address(address).is_loopback}


def test_the_home_holds_only_what_the_privacy_page_names(place: Place) -> None:
    made = {path for folder in (place.home, place.temporary) for path in folder.rglob("*") if path.is_file()}
    assert made, "the weights are kept there"
    assert {path for path in made if not place.may_be(path)} == set()


@pytest.mark.skipif(not HERE, reason=MISSING)
@pytest.mark.parametrize("command", ["analyze", "batch", "rescore", "export"])
def test_a_command_makes_no_file_but_those_that_the_privacy_page_names(place: Place, command: str) -> None:
    assert {path for path in place.trace(command).made() if not place.may_be(path)} == set()


@pytest.mark.skipif(not HERE, reason=MISSING)
@pytest.mark.parametrize("command", ["analyze", "batch", "rescore", "export"])
def test_a_command_connects_to_no_address(place: Place, command: str) -> None:
    assert place.trace(command).addresses() == set()


@pytest.mark.skipif(not HERE, reason=MISSING)
def test_the_trace_records_files_and_addresses(place: Place) -> None:
    assert place.store("batch") in place.trace("batch").made()
    speak = "import socket; open('made', 'w'); socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))"
    trace = place.trace("speak")
    subprocess.run([*trace.command, sys.executable, "-c", speak], cwd=place.folder, check=False)
    assert "192.0.2.1" in trace.addresses()
    assert place.folder / "made" in trace.made()


def test_a_batch_on_a_cluster_connects_only_to_its_scheduler(cluster: Place) -> None:
    client, worker = cluster.trace("cluster"), cluster.trace("worker")
    assert outside(client.addresses()) == set()
    assert outside(worker.addresses()) - {"0.0.0.0", "::"} == set()  # Dask's resolver tries them, nothing is sent
    assert {path for path in client.made() if not cluster.may_be(path)} == set()
    assert [path for path in worker.made() if "icrosoft" in str(path)] == []


@pytest.mark.skipif(not HERE, reason=MISSING)
def test_no_process_of_a_batch_has_the_password_in_its_arguments(place: Place, postgres: Server) -> None:
    url = postgres.database()
    place.run("password", "batch", place.recordings, "--workers", 1, CALLGRADE_STORE=url)
    started = place.trace("password").started()
    assert len(started) > 1, "a worker is a process of its own"
    assert [line for line in started if postgres.password in line] == []


@pytest.mark.parametrize(
    "first", ["callgrade", "callgrade.workers.dask.plugin", "callgrade.hearing.activity.voice_activity"]
)
def test_importing_callgrade_switches_telemetry_of_libraries_off(place: Place, first: str) -> None:
    show = f"import {first}, os, huggingface_hub.constants as hub; "
    show += "print(os.environ['ORT_DISABLE_TELEMETRY'], hub.HF_HUB_DISABLE_TELEMETRY)"
    done = subprocess.run(
        [sys.executable, "-c", show], env=place.environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["1", "True"]
