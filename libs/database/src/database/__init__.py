"""One transaction per request or message; accounts walled off from each other; migrations."""

from database.accounts import act_for
from database.connection import Database, connect
from database.ids import new_id

__all__ = ["Database", "act_for", "connect", "new_id"]
