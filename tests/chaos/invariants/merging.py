"""Customers that were merged and parted again: all services agree on who stands for whom, and no time is lost."""

from collections import Counter
from collections.abc import Iterator

from tests.chaos.evidence import Evidence

_MERGED = """
    SELECT {id}::text AS id, merged_into::text AS into_id FROM organizations WHERE merged_into IS NOT NULL
"""
_IDS = {"timer": "id", "rates": "organization_id", "invoicing": "organization_id"}
_OPEN = """
    SELECT e.entry_id::text AS id FROM time_entries e JOIN organizations o
        ON o.account_id = e.account_id AND o.organization_id = e.recorded_for
    WHERE e.billable AND e.claimed_seconds = 0 AND e.organization_id <> coalesce(o.merged_into, o.organization_id)
"""
_WORKED = """
    SELECT account_id::text AS account, sum(seconds)::int AS seconds FROM time_entries
    WHERE billable AND organization_id IS NOT NULL GROUP BY 1
"""


def everybody_agrees_on_who_was_merged(evidence: Evidence) -> Iterator[str]:
    """The pointers of rates and invoicing are those of timer."""
    found = {
        service: {
            (row["id"], row["into_id"]) for row in evidence.rows(service, _MERGED.format(id=id_))
        }
        for service, id_ in _IDS.items()
    }
    for service in ("rates", "invoicing"):
        if wrong := found["timer"] ^ found[service]:
            yield f"{len(wrong)} mergings differ between timer and {service}"


def open_time_is_the_staying_customers(evidence: Evidence) -> Iterator[str]:
    """What nothing charges can be billed to the customer who stands for the one that it was recorded for."""
    if astray := evidence.rows("invoicing", _OPEN):
        yield f"{len(astray)} open entries are not the customer's who stands for theirs"


def revenue_is_of_all_time(evidence: Evidence) -> Iterator[str]:
    """What all customers together have worked for them, merged or not, is the sum of the entries."""
    worked = Counter({row["account"]: row["seconds"] for row in evidence.rows("timer", _WORKED)})
    for account in evidence.accounts:
        owner = evidence.system.client("owner", account=account.id)
        revenue = owner.get("/rates/v1/costs-and-revenue")["revenue"]
        seconds = sum(one["seconds"] for one in revenue)
        if seconds != worked[str(account.id)]:
            yield f"account {account.id}: {seconds} s earn money of {worked[str(account.id)]} s"


CHECKS = (
    everybody_agrees_on_who_was_merged,
    open_time_is_the_staying_customers,
    revenue_is_of_all_time,
)
