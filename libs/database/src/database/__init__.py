"""One transaction per request or message; accounts walled off from each other; migrations."""

from database.accounts import enter_account
from database.connection import Database, connect
from database.ids import new_id

__all__ = ["Database", "connect", "enter_account", "new_id"]
