"""Runs a service as api, worker, relay, migrate or all, with probes that tell the truth."""

from roles.cli import cli
from roles.definition import Service
from roles.settings import Settings

__all__ = ["Service", "Settings", "cli"]
