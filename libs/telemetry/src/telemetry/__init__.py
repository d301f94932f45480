"""JSON logs, traces and metrics, the same in each process."""

from telemetry.logs import log_as_json
from telemetry.traces import trace, trace_requests

__all__ = ["log_as_json", "trace", "trace_requests"]
