"""The gateway asks identity about cookies and API tokens, and about nothing else."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import httpx
import pytest

from deploy.local.tests.caddy import running_gateway
from deploy.local.tests.test_gateway import Echo
from embedded_servers import free_port
from honorar_local.services import SERVICES, ServiceName

SESSION = "__Host-session=good"
PROBLEM = b'{"type":"urn:honorar:problem:not-authenticated","title":"Log in again","status":401}'


class Identity(Echo):
    """Lets one session and one API token in, and echoes what is not a question."""

    questions: ClassVar[list[dict[str, str]]] = []

    def do_GET(self) -> None:  # noqa: N802
        if self.path != "/verify":
            return super().do_GET()
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.questions.append(headers)
        good = (
            SESSION in headers.get("cookie", "")
            or headers.get("authorization", "") == "Bearer hon_good"
        )
        self.send_response(200 if good else 401)
        if good:
            self.send_header("Authorization", "Bearer the-jwt")
        else:
            self.send_header("Content-Type", "application/problem+json")
        body = b"" if good else PROBLEM
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        return None

    do_POST = Echo.do_GET  # noqa: N815


@contextmanager
def _server(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("gateway")
    with _server(Echo) as services, _server(Identity) as identity:
        upstreams = {f"{s.variable}_UPSTREAM": services for s in SERVICES}
        variables = upstreams | {"IDENTITY_UPSTREAM": identity, "WELL_KNOWN": str(folder)}
        with (
            running_gateway(folder, **variables) as port,
            httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60) as client,
        ):
            yield client


@pytest.fixture(autouse=True)
def _no_questions() -> None:
    Identity.questions.clear()


def seen(response: httpx.Response) -> dict[str, str]:
    """The headers that the service got."""
    headers: dict[str, str] = response.json()["headers"]
    return headers


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.path)
def test_a_session_cookie_becomes_a_token(gateway: httpx.Client, service: ServiceName) -> None:
    response = gateway.post(
        f"/{service.path}/v1/things",
        json={"a": 1},
        headers={"Cookie": f"a=b; {SESSION}; c=d", "Sec-Fetch-Site": "same-origin"},
    )
    assert seen(response)["authorization"] == "Bearer the-jwt"
    [question] = Identity.questions
    assert question["x-forwarded-method"] == "POST"
    assert question["sec-fetch-site"] == "same-origin"
    if service.path != "identity":
        assert seen(response)["cookie"] == "a=b; c=d"


def test_an_api_token_becomes_a_token(gateway: httpx.Client) -> None:
    response = gateway.get("/timer/v1/things", headers={"Authorization": "bearer  hon_good"})
    assert response.status_code == 401
    response = gateway.get("/timer/v1/things", headers={"Authorization": "Bearer hon_good"})
    assert seen(response)["authorization"] == "Bearer the-jwt"


@pytest.mark.parametrize(
    "headers", [{"Cookie": "__Host-session=bad"}, {"Authorization": "Bearer hon_bad"}]
)
def test_who_is_not_let_in_gets_the_answer_of_identity(
    gateway: httpx.Client, headers: dict[str, str]
) -> None:
    response = gateway.get("/invoicing/v1/invoices", headers=headers)
    assert (response.status_code, response.content) == (401, PROBLEM)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Cookie": "other=1"}, {"Authorization": "Bearer e.y.J", "Cookie": SESSION}],
)
def test_identity_is_not_asked_about_others(gateway: httpx.Client, headers: dict[str, str]) -> None:
    response = gateway.get("/timer/v1/things", headers=headers)
    assert seen(response).get("authorization") == headers.get("Authorization")
    assert Identity.questions == []


@pytest.mark.parametrize(
    "path",
    [
        "/identity/v1/login",
        "/identity/v1/login/link",
        "/identity/v1/logout",
        "/identity/v1/invitations/accept",
        "/qbo-sync/v1/callback",
        "/timer/openapi.json",
        "/timer/v1/request-forms/nordlys/requests",
    ],
)
def test_a_session_that_is_over_closes_no_door(gateway: httpx.Client, path: str) -> None:
    response = gateway.post(path, headers={"Cookie": "__Host-session=bad"})
    assert response.status_code == 200
    assert Identity.questions == []


def test_a_caller_is_who_the_trusted_proxy_says(gateway: httpx.Client) -> None:
    sent = {"X-Forwarded-For": "192.0.2.1, 203.0.113.9"}
    assert seen(gateway.get("/identity/v1/login", headers=sent))["x-forwarded-for"] == "203.0.113.9"
    assert seen(gateway.get("/identity/v1/login"))["x-forwarded-for"] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/identity/verify", "/identity/admin/owner-link"])
def test_what_is_for_the_gateway_and_the_administrator_is_not_reachable(
    gateway: httpx.Client, path: str
) -> None:
    assert gateway.post(path).status_code == 404


@pytest.mark.parametrize("headers", [{"Cookie": SESSION}, {"Authorization": "Bearer hon_good"}])
def test_without_identity_nobody_is_let_in(
    tmp_path: Path, headers: dict[str, str], gateway: httpx.Client
) -> None:
    with _server(Echo) as services:
        upstreams = {f"{s.variable}_UPSTREAM": services for s in SERVICES}
        variables = upstreams | {"IDENTITY_UPSTREAM": f"127.0.0.1:{free_port()}"}
        with running_gateway(tmp_path, **variables) as port:
            response = httpx.get(
                f"http://127.0.0.1:{port}/timer/v1/things", headers=headers, timeout=60
            )
    assert response.status_code == 503
    assert response.json()["type"] == "urn:honorar:problem:service-unavailable"
    assert response.headers["retry-after"]
