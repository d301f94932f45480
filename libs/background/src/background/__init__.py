"""What work in the background needs: repetition, back-off, time limits, notifications, signs of health, logs and traces."""

from background.backoff import Backoff
from background.logs import log_context

__all__ = ["Backoff", "log_context"]
