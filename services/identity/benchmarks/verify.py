"""What the gateway's question costs: the same request with a session cookie, which identity is asked about, and with a JWT.

    TEST_POSTGRES_URL=… python services/identity/benchmarks/verify.py [requests]

Real Caddy, real identity, and a service that answers at once. Requests of both kinds take turns, one at a time. Prints p50
and p95 of each in milliseconds, and what the cookie adds.
"""

import asyncio
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import httpx

from deploy.local.tests.caddy import running_gateway
from embedded_servers import free_port
from honorar_local import issuer
from honorar_local.folder import DataFolder
from honorar_local.processes import ProgramServer, http_check
from identity import main
from testkit import ACCOUNT, fresh_database
from testkit.databases import Urls

_RESPONSE = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def measure() -> None:
    """Measure and print."""
    asyncio.run(_measure(int(sys.argv[1]) if len(sys.argv) > 1 else 2000))


async def _measure(requests: int) -> None:
    migrations = Path(main.__file__).parent / "migrations"
    async with fresh_database("identity", migrations) as urls:
        await asyncio.to_thread(_run, urls, requests)


def _run(urls: Urls, requests: int) -> None:
    with (
        tempfile.TemporaryDirectory() as place,
        _service() as upstream,
        _identity(DataFolder(Path(place)), urls) as identity,
        running_gateway(
            Path(place), TIMER_UPSTREAM=upstream, IDENTITY_UPSTREAM=identity
        ) as gateway,
    ):
        cookie = {"Cookie": f"__Host-session={_log_in(identity)}"}
        kinds = {"JWT": {"Authorization": "Bearer a.b.c"}, "cookie": cookie}
        times: dict[str, list[float]] = {kind: [] for kind in kinds}
        connection = HTTPConnection("127.0.0.1", gateway)
        for number in range(-200, requests):
            for kind, headers in kinds.items():
                began = time.perf_counter()
                connection.request("GET", "/timer/v1/timer", headers=headers)
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    raise SystemExit(f"{kind}: {response.status}")
                if number >= 0:
                    times[kind].append((time.perf_counter() - began) * 1000)
        _report(times)


def _report(times: dict[str, list[float]]) -> None:
    p50 = {}
    for kind, of in times.items():
        twentieths = statistics.quantiles(of, n=20)
        p50[kind] = twentieths[9]
        print(f"{kind:7} p50 {p50[kind]:.2f} ms, p95 {twentieths[18]:.2f} ms")
    print(
        f"adds    p50 {p50['cookie'] - p50['JWT']:.2f} ms, ratio {p50['cookie'] / p50['JWT']:.2f}"
    )


def _log_in(identity: str) -> str:
    """The secret of a new session."""
    admin = {"Authorization": "Bearer administrator"}
    body = {"account_id": str(ACCOUNT)}
    link = httpx.post(f"http://{identity}/admin/owner-link", json=body, headers=admin).json()[
        "link"
    ]
    followed = httpx.post(
        f"http://{identity}/v1/login/link",
        json={"token": link.partition("?token=")[2]},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    return followed.headers["set-cookie"].partition("=")[2].partition(";")[0]


@contextmanager
def _identity(folder: DataFolder, urls: Urls) -> Iterator[str]:
    issuer.publish(folder, "http://localhost")
    port = free_port()
    variables = {
        "DATABASE_URL": urls.app,
        "OIDC_ISSUER": "http://localhost",
        "OIDC_JWKS_URL": "http://localhost/jwks",
        "PUBLIC_URL": "http://localhost",
        "SIGNING_KEY_FILE": str(folder.signing_key),
        "ADMIN_SECRET": "administrator",
        "PORT": str(port),
    }
    server = ProgramServer(
        "identity",
        [sys.executable, "-m", "identity", "api"],
        lambda: os.environ | variables,
        folder.root / "identity.log",
        folder.root / "identity.pid",
        lambda: http_check(port, "/livez"),
    )
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop()


@contextmanager
def _service() -> Iterator[str]:
    """A service that answers every request at once, on a loop of its own."""
    loop = asyncio.new_event_loop()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(_RESPONSE)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    loop.call_soon_threadsafe(loop.stop)
    thread.join()


if __name__ == "__main__":
    measure()
