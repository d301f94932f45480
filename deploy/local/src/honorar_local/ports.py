"""The port of each process: configured, else as last time, else a free one."""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from embedded_servers import is_free
from honorar_local import LocalError
from honorar_local.folder import DataFolder, write_atomically
from honorar_local.services import SERVICES

NAMES = (
    *("gateway", "mailbox", "smtp", "intuit-double", "postgres", "kafka", "kafka-controller"),
    *(service.path for service in SERVICES),
)
PREFERRED = {"gateway": 8480, "mailbox": 8481, "intuit-double": 8482}
LOWEST, BLOCK, BLOCKS = 20_000, 24, 500  # below what systems hand out for outgoing connections

Ports = Mapping[str, int]


def variable(name: str) -> str:
    """The environment variable that configures a process's port: HONORAR_GATEWAY_PORT, …"""
    return f"HONORAR_{name.upper().replace('-', '_')}_PORT"


def choose(folder: DataFolder, environment: Mapping[str, str] | None = None) -> dict[str, int]:
    """A free port for every process, stored in the folder for the next time.

    Raises LocalError when a configured port is taken or is no port.
    """
    configured = _configured(os.environ if environment is None else environment)
    last = last_ports(folder)
    chosen: dict[str, int] = {}
    for name in NAMES:
        others = {*chosen.values(), *configured.values()}
        chosen[name] = configured.get(name) or next(
            port for port in _candidates(folder, name, last) if port not in others and is_free(port)
        )
    write_atomically(folder.ports, json.dumps(chosen, indent=1))
    return chosen


def last_ports(folder: DataFolder) -> dict[str, int]:
    """The ports of the last run."""
    try:
        return {str(k): int(v) for k, v in json.loads(folder.ports.read_text()).items()}
    except (OSError, ValueError):
        return {}


def _candidates(folder: DataFolder, name: str, last: Ports) -> Iterator[int]:
    """The port of the last run, the usual one, then any that was not another process's last one."""
    yield from (known[name] for known in (last, PREFERRED) if name in known)
    yield from (port for port in _block(folder.root) if port not in last.values())


def _configured(environment: Mapping[str, str]) -> dict[str, int]:
    texts = {name: environment[variable(name)] for name in NAMES if environment.get(variable(name))}
    return {name: _port(name, text) for name, text in texts.items()}


def _port(name: str, text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise LocalError(f"{variable(name)} is {text!r}, which is not a port (1 to 65535).")
    if not is_free(int(text)):
        raise LocalError(
            f"Port {text} for the {name} ({variable(name)}) is taken by another program: "
            "stop that, or choose another port, or none to have a free one found."
        )
    return int(text)


def _block(root: Path) -> Iterator[int]:
    """Ports of a block that depends on the folder, so that checkouts side by side seldom meet."""
    digest = hashlib.sha256(str(root).encode()).digest()
    first = int.from_bytes(digest[:4]) % BLOCKS
    for block in range(BLOCKS):
        start = LOWEST + (first + block) % BLOCKS * BLOCK
        yield from range(start, start + BLOCK)
