"""Transactions, accounts walled off from each other, locks, ids, mappings and migrations."""

from database.accounts import current_account, enter_account
from database.connection import Database, Session, connect
from database.dedicated_connection import dedicated_connection
from database.failures import DatabaseUnavailableError, is_transient, waits_for_database
from database.ids import new_id
from database.locks import lock_exclusive, lock_shared
from database.probe import server_pid

__all__ = [
    "Database",
    "DatabaseUnavailableError",
    "Session",
    "connect",
    "current_account",
    "dedicated_connection",
    "enter_account",
    "is_transient",
    "lock_exclusive",
    "lock_shared",
    "new_id",
    "server_pid",
    "waits_for_database",
]
