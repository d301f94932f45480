import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

TRACE, CALLER = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
SECRET = "kZ3_vD1p0-QxT8yLw2RmUg"
PROGRAM = """
import asyncio, sys
import httpx
from fastapi import FastAPI
from telemetry import configure_tracing, traces
from web.app import TRACES

remote, collector, parent, export_seconds = sys.argv[1:]
traces._EXPORT_TIMEOUT_SECONDS = int(export_seconds)
provider = configure_tracing("timer", "api", collector or None)
app = FastAPI(telemetry=TRACES)

@app.get("/local/{token}.ics")
async def local(token: str) -> dict[str, str]:
    async with httpx.AsyncClient(timeout=60) as client:
        return (await client.get(f"{remote}/documents/{token}", params={"code": token})).json()

@app.get("/livez")
async def livez() -> str:
    return "ok"

async def main() -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://local") as client:
        await client.get("/livez", headers={"traceparent": parent})
        secret = "/local/kZ3_vD1p0-QxT8yLw2RmUg.ics?q=kZ3_vD1p0-QxT8yLw2RmUg"
        print((await client.get(secret, headers={"traceparent": parent})).text)

asyncio.run(main())
provider.shutdown()
"""


class Handler(BaseHTTPRequestHandler):
    """Echoes the headers of a GET; records the body of a POST."""

    posted: list[tuple[str, bytes]]

    def do_GET(self) -> None:
        self.respond(json.dumps({name.lower(): value for name, value in self.headers.items()}))

    def do_POST(self) -> None:
        self.posted.append((self.path, self.rfile.read(int(self.headers["content-length"]))))
        self.respond("")

    def respond(self, text: str) -> None:
        self.send_response(200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *arguments: Any) -> None:
        """Log nothing."""


class Collector:
    """A remote service and OTLP collector in one, and what was posted to it."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, bytes]] = []
        handler = type("Recording", (Handler,), {"posted": self.posted})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def spans(self) -> Iterator[tuple[dict[str, str], Span]]:
        """Each span with the attributes of its process."""
        for _, body in self.posted:
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                process = {a.key: a.value.string_value for a in resource.resource.attributes}
                yield from (
                    (process, span) for scope in resource.scope_spans for span in scope.spans
                )


@pytest.fixture
def collector() -> Iterator[Collector]:
    collector = Collector()
    Thread(target=collector.server.serve_forever, daemon=True).start()
    yield collector
    collector.server.shutdown()
    collector.server.server_close()


def request_through_a_traced_process(
    remote: str, collector: str, *, export_seconds: int = 60
) -> str:
    """Run a process that calls `remote` to answer a request; returns the `traceparent` that `remote` got.

    A collector that does not answer within `export_seconds` gets the spans again, or not at all.
    """
    parent = f"00-{TRACE}-{CALLER}-01"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, remote, collector, parent, str(export_seconds)],
        capture_output=True,
        text=True,
        check=True,
    )
    return str(json.loads(done.stdout)["traceparent"])


def test_a_request_and_its_outside_call_reach_the_collector_as_parts_of_the_callers_trace(
    collector: Collector,
) -> None:
    passed_on = request_through_a_traced_process(collector.url, collector.url + "/")

    assert {path for path, _ in collector.posted} == {"/v1/traces"}
    for process, span in collector.spans():
        assert process["service.namespace"] == "honorar"
        assert (process["service.name"], process["service.role"]) == ("timer", "api")
        assert span.trace_id.hex() == TRACE, span.name
    spans = [span for _, span in collector.spans()]
    [server] = [span for span in spans if span.kind == Span.SPAN_KIND_SERVER]
    [client] = [span for span in spans if span.kind == Span.SPAN_KIND_CLIENT]
    assert server.parent_span_id.hex() == CALLER
    assert server.name == "GET /local/{token}.ics"
    assert passed_on == f"00-{TRACE}-{client.span_id.hex()}-01"


def test_no_span_holds_the_secret_of_an_address_or_what_was_searched_for(
    collector: Collector,
) -> None:
    request_through_a_traced_process(collector.url, collector.url)

    shown = {a.key: a.value.string_value for _, span in collector.spans() for a in span.attributes}
    assert (shown["url.path"], shown["url.query"]) == ("/local/…", "q")
    assert shown["http.url"] == f"{collector.url}/documents/…?code"
    assert all(SECRET.encode() not in body for _, body in collector.posted)


@pytest.mark.parametrize("endpoint", ["", "http://127.0.0.1:1"])
def test_the_trace_passes_through_without_a_collector_too(
    collector: Collector, endpoint: str
) -> None:
    passed_on = request_through_a_traced_process(collector.url, endpoint, export_seconds=2)
    assert passed_on.startswith(f"00-{TRACE}-")
    assert collector.posted == []
