"""The gateway's routes, with the real Caddy and a tiny service behind it."""

import json
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from deploy.local.tests.caddy import CONFIG, running_gateway
from embedded_servers import free_ports, loopbacks
from honorar_local.plan import caddy
from honorar_local.services import SERVICES
from testkit import until

PUBLIC_URL = "http://localhost:8480"


class Echo(BaseHTTPRequestHandler):
    """Answers every request with what it was, and one for a `half` without its last byte."""

    def do_GET(self) -> None:
        seen = {"path": self.path, "headers": {k.lower(): v for k, v in self.headers.items()}}
        body = json.dumps(seen).encode()
        self.send_response(200)
        lost = 1 if "half" in self.path else 0
        self.send_header("Content-Length", str(len(body) + lost))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = bool(lost)

    do_POST = do_GET  # noqa: N815

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Quiet."""


@dataclass
class Gateway:
    client: httpx.Client
    log: Path


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    folder = tmp_path_factory.mktemp("gateway")
    (folder / "well known").mkdir()
    (folder / "well known" / "jwks.json").write_text('{"keys": []}')
    (folder / "web" / "assets").mkdir(parents=True)
    (folder / "web" / "index.html").write_text("<title>Honorar</title>")
    (folder / "web" / "assets" / "index-1.js").write_text("1")
    nobody, somebody = free_ports(2)
    upstream = ThreadingHTTPServer(("127.0.0.1", somebody), Echo)
    thread = threading.Thread(target=upstream.serve_forever, daemon=True)
    thread.start()
    variables = {f"{s.variable}_UPSTREAM": f"127.0.0.1:{somebody}" for s in SERVICES} | {
        "NOTIFIER_UPSTREAM": f"127.0.0.1:{nobody}",
        "WELL_KNOWN": str(folder / "well known"),
        "MAILBOX_URL": "http://127.0.0.1:1/",
        "GATEWAY_BIND": " ".join(loopbacks()),
        "GATEWAY_PUBLIC_URL": PUBLIC_URL,
    }
    with (
        running_gateway(folder, **variables) as port,
        httpx.Client(base_url=f"http://localhost:{port}", timeout=60) as client,
    ):
        yield Gateway(client, folder / "log")
    upstream.shutdown()
    thread.join()
    upstream.server_close()


@pytest.mark.parametrize("service", ["timer", "rates", "invoicing", "qbo-sync"])
@pytest.mark.parametrize("path", ["/v1/things?limit=1", "/openapi.json", "/docs"])
def test_a_service_gets_its_requests_without_its_name(
    gateway: Gateway, service: str, path: str
) -> None:
    assert gateway.client.get(f"/{service}{path}").json()["path"] == path


def test_webhooks_of_intuit_reach_qbo_sync(gateway: Gateway) -> None:
    response = gateway.client.post("/qbo-sync/webhooks/intuit", content=b"{}")
    assert response.json()["path"] == "/webhooks/intuit"


@pytest.mark.parametrize("inner", ["metrics", "livez", "readyz", "webhooks/intuit"])
def test_what_is_for_operators_is_not_reachable(gateway: Gateway, inner: str) -> None:
    response = gateway.client.get(f"/timer/{inner}")
    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["type"] == "urn:honorar:problem:not-found"


def test_an_encoded_way_round_the_routes_is_closed(gateway: Gateway) -> None:
    for path in ("/timer/v1/../metrics", "/timer/v1/%2e%2e/metrics", "/timer//metrics"):
        response = gateway.client.get(path)
        assert response.status_code == 404 or response.json()["path"] != "/metrics"


def test_trace_context_and_request_id_pass_through(gateway: Gateway) -> None:
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    sent = {"traceparent": trace, "X-Request-Id": "mine"}
    response = gateway.client.get("/timer/v1/things", headers=sent)
    seen = response.json()["headers"]
    assert (seen["traceparent"], seen["x-request-id"]) == (trace, "mine")
    assert response.headers["x-request-id"] == "mine"


def test_a_request_without_an_id_gets_one(gateway: Gateway) -> None:
    response = gateway.client.get("/timer/v1/things")
    given = response.json()["headers"]["x-request-id"]
    assert given
    assert response.headers["x-request-id"] == given


def test_a_service_that_is_away_is_a_problem_to_come_back_for(gateway: Gateway) -> None:
    response = gateway.client.get("/notifier/v1/messages")
    assert response.status_code in (502, 503)
    assert response.json()["type"] == "urn:honorar:problem:service-unavailable"
    assert response.json()["status"] == response.status_code
    assert response.headers["retry-after"]


async def test_no_secret_of_an_address_or_a_header_is_logged(gateway: Gateway) -> None:
    """The gateway logs an answer that broke off after the client saw it."""
    secret = "kZ3_vD1p0-QxT8yLw2RmUg"
    headers = {"X-Forwarded-Uri": f"/{secret}", "Referer": f"http://localhost/{secret}"}
    with pytest.raises(httpx.RemoteProtocolError):
        gateway.client.get(f"/timer/v1/calendars/half/{secret}.ics?code={secret}", headers=headers)
    await until(lambda: "/v1/calendars/…" in gateway.log.read_text())
    assert secret not in gateway.log.read_text()


def test_the_issuer_is_published(gateway: Gateway) -> None:
    response = gateway.client.get("/.well-known/jwks.json")
    assert response.json() == {"keys": []}
    assert response.headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/", "/week/2026-W48", "/rates", "/invoices/1?state=paid"])
def test_every_address_of_the_app_is_its_page(gateway: Gateway, path: str) -> None:
    response = gateway.client.get(path)
    assert response.text == "<title>Honorar</title>"
    assert response.headers["cache-control"] == "no-cache"
    assert "default-src 'self'" in response.headers["content-security-policy"]
    assert "unsafe" not in response.headers["content-security-policy"]


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]"])
def test_pages_asked_for_at_the_address_of_an_app_at_localhost_lead_there(
    gateway: Gateway, host: str
) -> None:
    at_address = {"Host": f"{host}:{gateway.client.base_url.port}"}
    response = gateway.client.get("/invoices?state=paid", headers=at_address)
    assert response.status_code == 307
    assert response.headers["location"] == f"{PUBLIC_URL}/invoices?state=paid"
    assert gateway.client.get("/timer/v1/things", headers=at_address).status_code == 200


@pytest.mark.parametrize("url", ["https://honorar.example", "http://127.0.0.1:8480", ""])
def test_pages_of_an_app_elsewhere_are_served_at_any_address(tmp_path: Path, url: str) -> None:
    """A proxy before the gateway may ask for them at its address."""
    (tmp_path / "web").mkdir()
    (tmp_path / "web" / "index.html").write_text("<title>Honorar</title>")
    with running_gateway(tmp_path, GATEWAY_PUBLIC_URL=url) as port:
        assert (
            httpx.get(f"http://127.0.0.1:{port}/week", timeout=60).text == "<title>Honorar</title>"
        )


@pytest.mark.parametrize("host", loopbacks())
def test_localhost_is_served_whatever_address_it_means(gateway: Gateway, host: str) -> None:
    with socket.create_connection((host, gateway.client.base_url.port or 0), timeout=60) as asking:
        asking.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert asking.recv(100).startswith(b"HTTP/1.1 200")


def test_hashed_files_are_kept_for_ever_and_missing_ones_are_missing(gateway: Gateway) -> None:
    found = gateway.client.get("/assets/index-1.js")
    assert "immutable" in found.headers["cache-control"]
    missing = gateway.client.get("/assets/index-2.js")
    assert missing.status_code == 404
    assert "immutable" not in missing.headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/timer/x", "/rates/v1/x/y.js", "/.vite/manifest.json"])
def test_what_is_not_the_app_does_not_answer_with_it(gateway: Gateway, path: str) -> None:
    assert "<title>" not in gateway.client.get(path).text


def test_the_documentation_page_leads_to_each_api_and_the_mailbox(gateway: Gateway) -> None:
    page = gateway.client.get("/docs").text
    assert "/invoicing/docs" in page
    assert "http://127.0.0.1:1/" in page
    assert "QuickBooks</a>" not in page  # no double configured, no link


def test_the_configuration_is_valid_without_any_environment(tmp_path: Path) -> None:
    check = [str(caddy()), "validate", "--adapter", "caddyfile", "--config", str(CONFIG)]
    outcome = subprocess.run(
        check, capture_output=True, text=True, env={"HOME": str(tmp_path)}, check=False
    )
    assert outcome.returncode == 0, outcome.stderr


def test_the_configuration_is_formatted() -> None:
    formatted = subprocess.run([str(caddy()), "fmt", str(CONFIG)], capture_output=True, check=True)
    assert formatted.stdout == CONFIG.read_bytes()
