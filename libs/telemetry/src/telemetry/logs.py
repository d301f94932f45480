"""One JSON object a line, with the ids that tie it to a trace and to the message being handled."""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from opentelemetry import trace

Context = Callable[[], Mapping[str, object]]

_QUIET = ("aiokafka", "faststream", "httpx", "httpcore", "uvicorn.access", "alembic.runtime")


class JsonFormatter(logging.Formatter):
    """Writes time, level, logger and message, the process's name, and trace and message ids."""

    def __init__(self, process: Mapping[str, str], context: Context) -> None:
        super().__init__()
        self._process, self._context = process, context

    def format(self, record: logging.LogRecord) -> str:
        """Make the line."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **self._process,
            **_trace_ids(),
            **self._context(),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        text = json.dumps(line, ensure_ascii=False, default=str)
        return text.encode(errors="backslashreplace").decode()  # a lone surrogate is no UTF-8


def _trace_ids() -> dict[str, str]:
    span = trace.get_current_span().get_span_context()
    if not span.is_valid:
        return {}
    return {"trace_id": f"{span.trace_id:032x}", "span_id": f"{span.span_id:016x}"}


def log_as_json(service: str, role: str, context: Context, level: str = "INFO") -> None:
    """Send every log of this process to standard output as JSON."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonFormatter({"service": service, "role": role}, context))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(True)
