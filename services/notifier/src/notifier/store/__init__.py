"""Tables, and what is loaded from them and saved."""

from notifier.store import messages, people, settings
from notifier.store.base import Base

__all__ = ["Base", "messages", "people", "settings"]
