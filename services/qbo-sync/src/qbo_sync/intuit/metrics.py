"""How calls to QuickBooks end, for operators to watch."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import Counter

from qbo_sync.intuit.faults import IntuitError

qbo_requests_total = Counter("qbo_requests", "Calls to QuickBooks by how they ended", ["outcome"])


@contextmanager
def counted() -> Iterator[None]:
    """Count the call made inside: ok, refused, unavailable, throttled, unauthenticated, forbidden or broken."""
    outcome = "broken"
    try:
        yield
        outcome = "ok"
    except IntuitError as error:
        outcome = type(error).__name__.removesuffix("Error").lower()
        raise
    finally:
        qbo_requests_total.labels(outcome).inc()
