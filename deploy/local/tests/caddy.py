"""The gateway of a test: the real Caddy with the real configuration."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from embedded_servers import free_port
from honorar_local.folder import CHECKOUT
from honorar_local.plan import caddy
from honorar_local.processes import ProgramServer, http_check

CONFIG = CHECKOUT / "deploy" / "gateway" / "Caddyfile"


@contextmanager
def running_gateway(folder: Path, **variables: str) -> Iterator[int]:
    """Run it until the block ends; yields its port."""
    port = free_port()
    environment = {
        "GATEWAY_ADDRESS": f":{port}",
        "GATEWAY_BIND": "127.0.0.1",
        "GATEWAY_PAGES": str(CHECKOUT / "deploy" / "gateway" / "pages"),
        "GATEWAY_WEB": str(folder / "web"),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    server = ProgramServer(
        "gateway",
        [str(caddy()), "run", "--adapter", "caddyfile", "--config", str(CONFIG)],
        lambda: os.environ | environment | variables,
        folder / "log",
        folder / "pid",
        partial(http_check, port, "/docs"),
    )
    server.start()
    try:
        yield port
    finally:
        server.stop()
