"""Runs a service as api, worker, relay, migrate or all, with probes that tell the truth."""

from service_runtime.cli import cli
from service_runtime.definition import Service
from service_runtime.settings import Seconds, Settings

__all__ = ["Seconds", "Service", "Settings", "cli"]
