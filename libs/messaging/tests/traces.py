"""Comparing spans with what `traceparent` says of them."""

from opentelemetry.trace import SpanContext


def traced(traceparent: str) -> tuple[str, str]:
    """Trace id and span id of a header."""
    _, trace_id, span_id, _ = traceparent.split("-")
    return trace_id, span_id


def spanned(context: SpanContext | None) -> tuple[str, str]:
    """Trace id and span id of a span."""
    assert context is not None
    return f"{context.trace_id:032x}", f"{context.span_id:016x}"
