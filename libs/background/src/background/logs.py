"""What log lines and stored errors say of a message, a task and an error."""

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

from database import is_outage

_EMPTY: Mapping[str, object] = MappingProxyType({})
_MAX_ERROR_CHARACTERS = 4000

log_context: ContextVar[Mapping[str, object]] = ContextVar("log_context", default=_EMPTY)
"""`log_context.get()`: event_id, topic, partition, offset, consumer (or task, key, attempt); empty outside."""


@contextmanager
def log_as(**fields: object) -> Iterator[None]:
    """Add these fields to every log line written inside."""
    token = log_context.set({**log_context.get(), **fields})
    try:
        yield
    finally:
        log_context.reset(token)


def error_name(error: BaseException) -> str:
    """The error for a log line: its class and place, never its message, which may hold what a message held."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


KAFKA: Mapping[str, object] = {"outage": "kafka"}
"""`extra` of a log line that tells that Kafka is away: `telemetry.outages` lets few of them pass and counts all."""
DATABASE: Mapping[str, object] = {"outage": "database"}


def outage_of(error: BaseException) -> Mapping[str, object]:
    """`extra` of a log line about an error: which outage it belongs to, if any."""
    if type(error).__module__.startswith("aiokafka"):
        return KAFKA
    return DATABASE if is_outage(error) else _EMPTY


def error_text(error: BaseException) -> str:
    """The error for operators: message and the innermost frames, as text that PostgreSQL can hold."""
    lines = "".join(traceback.format_exception(error)).strip()
    whole = storable(f"{error}\n\n{lines[-(_MAX_ERROR_CHARACTERS // 2) :]}")
    return whole[:_MAX_ERROR_CHARACTERS]


def storable(text: str) -> str:
    """Text without what PostgreSQL refuses: NUL and lone surrogates."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()
