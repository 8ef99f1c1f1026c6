"""Programs under strace: which addresses they name to the kernel, which files they make, what they start.

strace sees native code as well, and every process that is started.
"""

import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REQUIRED = "CALLGRADE_REQUIRE_STRACE"
"""Set where the tests that need strace may not be skipped."""

MISSING = "strace is not installed here (Debian: apt-get install strace)"
HERE = shutil.which("strace") is not None

_CALLS = "%network,execve,open,openat,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,mknodat"
_ADDRESS = re.compile(r'inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)"')
_PATH = re.compile(r'(?:<([^<>]*)>, )?"((?:[^"\\]|\\.)*)"')
_MAKES = ("creat(", "rename", "link(", "linkat(", "symlink", "mknod")


@dataclass(frozen=True)
class Trace:
    """The system calls of one program and of all that it started. ``folder``: where it was started."""

    file: Path
    folder: Path

    @property
    def command(self) -> tuple[str, ...]:
        """What to write before a command."""
        return (
            "strace",
            "-f",
            "--seccomp-bpf",
            "-q",
            "-y",
            "-s",
            "4096",
            "-e",
            f"trace={_CALLS}",
            "-o",
            str(self.file),
        )

    @property
    def command_beside(self) -> tuple[str, ...]:
        """The same for a command that will be killed: it is the child itself, and the trace ends some time later."""
        return (*self.command, "-D")

    def ended(self, pid: int) -> bool:
        """Whether the trace contains the end of process ``pid``."""
        return any(re.match(rf"{pid} +\+\+\+ ", line) for line in self._lines())

    def addresses(self) -> set[str]:
        """All addresses of the internet protocols, also those of packets without a connection."""
        return {one or other for line in self._lines() for one, other in _ADDRESS.findall(line)}

    def made(self) -> set[Path]:
        """All files that were made, under each name that they had."""
        return set(filter(None, map(self._made, self._lines()))) - {Path(os.devnull)}

    def started(self) -> list[str]:
        """Programs with their arguments."""
        return [line for line in self._lines() if "execve(" in line]

    def _lines(self) -> Iterator[str]:
        yield from self.file.read_text(encoding="utf-8", errors="replace").splitlines()

    def _made(self, line: str) -> Path | None:
        """The file that the call of ``line`` made: the last that it names."""
        call, _, rest = line.partition(" ")[2].lstrip().partition("(")
        makes = "O_CREAT" in rest if call in ("open", "openat") else f"{call}(".startswith(_MAKES)
        if not makes or " = -1 " in rest:
            return None
        folder, name = _PATH.findall(rest.split("O_CREAT")[0].rpartition(" = ")[0] or rest)[-1]
        return Path(os.path.normpath(self.folder / folder / name))
