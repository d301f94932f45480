"""Traces across HTTP, outbox, Kafka, consumers, tasks and outside calls (W3C Trace Context)."""

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from telemetry.addresses import shown_path, shown_query, shown_url

_EXPORT_TIMEOUT_SECONDS = 2
"""For a batch with its retries: a collector that is away must not hold up the end of the process."""
_EXPORT_EVERY_MILLISECONDS = 1000
_SHOWN = {
    "url.path": shown_path,
    "url.query": shown_query,
    "url.full": shown_url,
    "http.url": shown_url,
    "http.target": shown_url,
}
"""Attributes of HTTP spans that hold an address, in the names of the conventions and those of before."""


class HiddenSecrets(SpanProcessor):
    """Shows addresses without the secrets in them."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        """Replace what the instrumentation has noted before anybody reads it."""
        for name, shown in _SHOWN.items():
            if address := (span.attributes or {}).get(name):
                span.set_attribute(name, shown(str(address)))


def configure_tracing(service: str, role: str, otlp_endpoint: str | None) -> TracerProvider:
    """Trace this process and its outside calls by httpx; the caller shuts the returned provider down at the end.

    Spans are exported to `otlp_endpoint`, the base URL of an OTLP/HTTP collector. Without one nothing is exported,
    but the trace still passes through to whom we call.
    """
    resource = Resource.create(
        {"service.namespace": "honorar", "service.name": service, "service.role": role}
    )
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(HiddenSecrets())
    if otlp_endpoint:
        exporter = OTLPSpanExporter(
            otlp_endpoint.rstrip("/") + "/v1/traces", timeout=_EXPORT_TIMEOUT_SECONDS
        )
        provider.add_span_processor(
            BatchSpanProcessor(exporter, schedule_delay_millis=_EXPORT_EVERY_MILLISECONDS)
        )
    trace.set_tracer_provider(provider)
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)
    return provider
