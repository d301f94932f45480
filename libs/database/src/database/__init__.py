"""Transactions, accounts walled off from each other, locks, ids, mappings and migrations."""

from database.accounts import (
    across_accounts,
    current_account,
    enter_account,
    work_across_accounts,
)
from database.connection import Database, Session, connect
from database.dedicated_connection import dedicated_connection
from database.failpoints import failpoint
from database.failures import (
    DatabaseUnavailableError,
    is_outage,
    is_transient,
    waits_for_database,
)
from database.ids import new_id, parse_id
from database.locks import lock_exclusive, lock_shared
from database.probe import server_pid
from database.roles import UnsafeRoleError, check_role
from database.statements import Row, Statement

__all__ = [
    "Database",
    "DatabaseUnavailableError",
    "Row",
    "Session",
    "Statement",
    "UnsafeRoleError",
    "across_accounts",
    "check_role",
    "connect",
    "current_account",
    "dedicated_connection",
    "enter_account",
    "failpoint",
    "is_outage",
    "is_transient",
    "lock_exclusive",
    "lock_shared",
    "new_id",
    "parse_id",
    "server_pid",
    "waits_for_database",
    "work_across_accounts",
]
