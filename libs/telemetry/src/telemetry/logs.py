"""Logs as JSON, one object per line, with the ids of the trace and of the message being handled.

What people typed does not get into them: exceptions are shown without their messages (`telemetry.exceptions`).
"""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from opentelemetry import trace

from telemetry.exceptions import describe, format_exception
from telemetry.outages import OutageFilter

Context = Callable[[], Mapping[str, object]]
"""Returns fields for every line at this moment, for example the id of the message being handled."""

_ONLY_WARNINGS = (
    "aiokafka",
    "faststream",
    "httpx",
    "httpcore",
    "uvicorn.access",
    "alembic.runtime",
)


class JsonFormatter(logging.Formatter):
    """Formats time, level, logger, message, exception, the process's name, trace ids and the context."""

    def __init__(self, process: Mapping[str, str], context: Context) -> None:
        super().__init__()
        self._process, self._context = process, context

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _message(record),
            **self._process,
            **_trace_ids(),
            **self._context(),
        }
        if repeated := getattr(record, "repeated", 0):
            line["repeated"] = repeated
        if record.exc_info and record.exc_info[1]:
            line["exception"] = format_exception(record.exc_info[1])
        text = json.dumps(line, ensure_ascii=False, default=str)
        return text.encode(errors="backslashreplace").decode()  # a lone surrogate is no UTF-8


def _message(record: logging.LogRecord) -> str:
    """The message, with exceptions in it described instead of quoted."""
    if isinstance(record.args, tuple):
        args = tuple(describe(a) if isinstance(a, BaseException) else a for a in record.args)
        message = str(record.msg) % args if args else str(record.msg)
    else:
        message = record.getMessage()
    if record.name == "asyncio":  # what follows is the representation of a task, with its exception
        message = message.split("\n", 1)[0]
    error = record.exc_info[1] if record.exc_info else None
    if error is not None and (quoted := str(error)):
        message = message.replace(quoted, describe(error))
    return message


def _trace_ids() -> dict[str, str]:
    span = trace.get_current_span().get_span_context()
    if not span.is_valid:
        return {}
    return {"trace_id": f"{span.trace_id:032x}", "span_id": f"{span.span_id:016x}"}


def configure_logging(service: str, role: str, context: Context, level: str = "INFO") -> None:
    """Log to standard output as JSON, also what libraries and `warnings` report; chatty libraries from WARNING on.

    Outages are told once and counted (`telemetry.outages`).
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(OutageFilter())
    handler.setFormatter(JsonFormatter({"service": service, "role": role}, context))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _ONLY_WARNINGS:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
