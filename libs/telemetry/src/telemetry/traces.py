"""Traces across HTTP, outbox, Kafka, consumers, tasks and outside calls (W3C Trace Context)."""

from fastapi import FastAPI
from opentelemetry import trace as otel
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.fastapi import FastAPIInstrumentor
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

_UNTRACED = "livez,readyz,metrics"
_TIMEOUT = 2
"""Seconds for a batch with its retries: a collector that is away shall not hold up the end of the process."""


def trace(service: str, role: str, otlp_endpoint: str | None) -> TracerProvider:
    """Trace this process; spans are sent to `otlp_endpoint` (base URL of an OTLP/HTTP collector) if there is one."""
    resource = Resource.create(
        {"service.namespace": "honorar", "service.name": service, "service.role": role}
    )
    provider = TracerProvider(resource=resource)
    if otlp_endpoint:
        exporter = OTLPSpanExporter(otlp_endpoint.rstrip("/") + "/v1/traces", timeout=_TIMEOUT)
        provider.add_span_processor(BatchSpanProcessor(exporter, schedule_delay_millis=1000))
    otel.set_tracer_provider(provider)
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)
    return provider


def trace_requests(app: FastAPI) -> None:
    """Make a span for each request of `app`, as a child of the caller's `traceparent`."""
    FastAPIInstrumentor.instrument_app(app, excluded_urls=_UNTRACED)
