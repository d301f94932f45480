"""JSON logs and traces, the same in each process."""

from telemetry.logs import configure_logging
from telemetry.traces import configure_tracing

__all__ = ["configure_logging", "configure_tracing"]
