"""What the service may not do: systemd.exec(5), systemd.resource-control(5)."""

from collections.abc import Iterable, Iterator

from callgrade.cli.nights.night_plan import NightPlan
from callgrade.cli.nights.systemd_words import is_nameable, quoted_path

_ALWAYS = """\
ProtectKernelTunables=yes
ProtectKernelModules=yes
ProtectKernelLogs=yes
ProtectControlGroups=yes
ProtectClock=yes
ProtectHostname=yes
ProtectProc=invisible
LockPersonality=yes
KeyringMode=private
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallFilter=@system-service
SystemCallFilter=~@privileged
SystemCallErrorNumber=EPERM
NoNewPrivileges=yes
UMask=0077
# Not here: MemoryDenyWriteExecute, because words are recognised by code that is made while it runs."""


def protections(night: NightPlan) -> str:
    """The lines of the section ``Service``."""
    return "\n".join([*_files(night), *_network(night), *_devices(night), _capabilities(night), _ALWAYS])


def _files(night: NightPlan) -> Iterator[str]:
    folders = (*night.writes, *night.rewrites)
    if all(map(is_nameable, folders)):
        yield "# The whole machine is read only, except the folders of the store, the tables and the pages."
        yield "ProtectSystem=strict"
        if paths := [*map(quoted_path, night.writes), *(f"-{quoted_path(folder)}" for folder in night.rewrites)]:
            yield f"ReadWritePaths={' '.join(paths)}"
    else:
        yield "# A folder has a quote or a backslash in its name, which ReadWritePaths cannot express."
        yield "ProtectSystem=full"
    yield f"ProtectHome={'read-only' if night.home else 'yes'}"
    if not night.temporary:
        yield "PrivateTmp=yes"


def _network(night: NightPlan) -> Iterator[str]:
    if night.network:
        yield "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK"
        return
    yield from ("PrivateNetwork=yes", "IPAddressDeny=any", "RestrictAddressFamilies=AF_UNIX")


def _devices(night: NightPlan) -> Iterable[str]:
    return () if night.gpu else ("PrivateDevices=yes", "DevicePolicy=closed")


def _capabilities(night: NightPlan) -> str:
    """None at all; root without this one could not read the recordings of others."""
    return f"CapabilityBoundingSet={'CAP_DAC_OVERRIDE' if night.user in ('root', '0') else ''}"
