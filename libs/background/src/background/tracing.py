"""Trace context through rows and headers, and the spans of work that goes on elsewhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice

from opentelemetry import propagate, trace
from opentelemetry.trace import Link, Span, SpanKind, Status, StatusCode
from opentelemetry.util.types import AttributeValue

_MAX_LINKS = 128
"""OpenTelemetry's limit."""

_tracer = trace.get_tracer("background")


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
    links: Sequence[Link] = (),
) -> Iterator[Span]:
    """A current span that continues the trace of these headers, marked as failed when an error leaves.

    `links` are to the spans that caused it as well. It tells the error's class and not its message, which may hold what
    the message held.
    """
    with _tracer.start_as_current_span(
        name,
        context=propagate.extract(headers),
        kind=kind,
        attributes=attributes,
        links=links,
        record_exception=False,
        set_status_on_exception=False,
    ) as span:
        try:
            yield span
        except Exception as error:
            span.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


def links_to(carriers: Iterable[Mapping[str, str]]) -> list[Link]:
    """Links to the spans that wrote these headers, each once and as many as a span keeps."""
    spans = {c["traceparent"]: c for c in carriers if "traceparent" in c}
    contexts = (
        trace.get_current_span(propagate.extract(carrier)).get_span_context()
        for carrier in islice(spans.values(), _MAX_LINKS)
    )
    return [Link(context) for context in contexts if context.is_valid]
