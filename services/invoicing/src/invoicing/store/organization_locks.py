"""Locks of billable time, one per customer.

What claims time of a customer or frees it (drafting, discarding, releasing) holds the customer's lock exclusively, so two
drafts follow each other and the second gets what the first left. What brings new hours and prices holds it shared. So a
draft never sees half of a change, no change overlooks a claim that is being made, and the two cannot deadlock over entries.
Whoever takes several takes them in the order of the customers' ids.
"""

from database.locks import lock_key

_NAME = "billable time"


def lock_alone(organization_id: str) -> str:
    """SQL that takes the lock of a customer, who is SQL too, exclusively."""
    return f"pg_advisory_xact_lock({_key(organization_id)})"


def _lock_shared(organization_id: str) -> str:
    return f"pg_advisory_xact_lock_shared({_key(organization_id)})"


def _key(organization_id: str) -> str:
    return lock_key(f"'{_NAME} ', {organization_id}")


def shared_locks(organization_ids: str) -> str:
    """CTE `locked` that takes the locks of the customers whom a query gives as `organization_id`."""
    return f"""
    locked AS MATERIALIZED (
        SELECT organization_id, {_lock_shared("organization_id")} AS locked
        FROM (SELECT DISTINCT organization_id FROM ({organization_ids}) AS asked_for
            WHERE organization_id IS NOT NULL ORDER BY organization_id) AS customers
    )
    """


KNOWN_ORGANIZATIONS = shared_locks("""
    SELECT (SELECT organization_id FROM time_entries e WHERE e.entry_id = asked.entry_id) FROM asked
""")
"""CTE `locked` that takes the locks of the customers of the entries in `asked`."""


def lock_newcomer(organization_id: str) -> str:
    """SQL condition, never true, that takes a customer's lock unless it is in `locked`."""
    return f"""
    CASE WHEN {organization_id} IS NOT NULL AND {organization_id} NOT IN (SELECT organization_id FROM locked)
        THEN {_lock_shared(organization_id)} IS NULL ELSE false END
    """
