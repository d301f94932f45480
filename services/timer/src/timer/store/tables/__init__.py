"""The service's tables, each defined once: migrations are checked against them."""

from timer.store.tables import master_data, time
from timer.store.tables.base import Base

__all__ = ["Base", "master_data", "time"]
