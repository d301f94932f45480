"""What the log lines of a message or a task should carry, for the log formatter to read."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

NOTHING: Mapping[str, object] = MappingProxyType({})

log_context: ContextVar[Mapping[str, object]] = ContextVar("log_context", default=NOTHING)
"""`log_context.get()`: event_id, topic, partition, offset, consumer (or task, key, attempt); empty outside."""


@contextmanager
def log_as(**fields: object) -> Iterator[None]:
    """Add these fields to every log line written inside."""
    token = log_context.set({**log_context.get(), **fields})
    try:
        yield
    finally:
        log_context.reset(token)
