"""Trace context through rows and headers, and the spans of messages and tasks."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind
from opentelemetry.util.types import AttributeValue

tracer = trace.get_tracer("messaging")


def current_trace() -> dict[str, str]:
    """The headers (`traceparent`, …) by which the current trace can be taken up elsewhere."""
    carrier: dict[str, str] = {}
    propagate.inject(carrier)
    return carrier


@contextmanager
def span_within(
    headers: Mapping[str, str],
    name: str,
    kind: SpanKind,
    attributes: Mapping[str, AttributeValue],
) -> Iterator[Span]:
    """A current span that continues the trace of these headers, marked as failed when an error leaves."""
    with tracer.start_as_current_span(
        name, context=propagate.extract(headers), kind=kind, attributes=attributes
    ) as span:
        yield span
