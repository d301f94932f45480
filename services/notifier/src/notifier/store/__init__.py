"""Tables, and what is loaded from them and saved."""

from notifier.store import fees, invoices, messages, people, reminders, settings
from notifier.store.base import Base

__all__ = ["Base", "fees", "invoices", "messages", "people", "reminders", "settings"]
