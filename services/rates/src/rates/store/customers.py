"""Customers that are one: what was merged into another is priced and shown as the one that stays."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from contracts.timer import OrganizationChanged, OrganizationMerged
from database import Session, Statement
from rates.domain.matching import Customer
from rates.store.currencies import OF_ACCOUNT

CustomerChanged = OrganizationChanged | OrganizationMerged

# Sorted, so that two processes with the same customers wait for each other and do not deadlock.
_STORE = Statement(f"""
INSERT INTO organizations AS stored (organization_id, version, merged_into, currency)
SELECT * FROM unnest(CAST(:ids AS uuid[]), CAST(:versions AS integer[]), CAST(:merged AS uuid[]),
    CAST(:currencies AS text[])) AS new(id, version, merged, currency)
ORDER BY id
ON CONFLICT (account_id, organization_id) DO UPDATE
    SET version = excluded.version, merged_into = excluded.merged_into, currency = excluded.currency
    WHERE stored.version < excluded.version
RETURNING organization_id, old.merged_into AS before, new.merged_into AS after,
    coalesce(old.currency, {OF_ACCOUNT}) <> coalesce(new.currency, {OF_ACCOUNT}) AS other_currency
""")

ANY_MERGED = "EXISTS (SELECT FROM organizations WHERE merged_into IS NOT NULL)"
"""SQL of whether any customer of the account was merged into another."""


def staying(organization_id: str) -> str:
    """SQL of the customer who stands for one, mostly itself."""
    return f"""coalesce((SELECT home.merged_into FROM organizations home
        WHERE home.organization_id = {organization_id} LIMIT 1), {organization_id})"""


def names(organization_id: str) -> str:
    """SQL of all ids of a customer that stays: its own, and of those that were merged into it."""
    return f"""{organization_id} || ARRAY(SELECT double.organization_id FROM organizations double
        WHERE double.merged_into = {organization_id})"""


_FIND = Statement(f"""
SELECT stays.id, {names("stays.id")} AS names
FROM (SELECT {staying("CAST(:organization_id AS uuid)")} AS id) AS stays
""")

_FIND_ALL = Statement(f"""
SELECT stays.organization_id, stays.id, {names("stays.id")} AS names
FROM (SELECT organization_id, {staying("wanted.organization_id")} AS id
    FROM unnest(CAST(:organization_ids AS uuid[])) AS wanted(organization_id)) AS stays
""")


@dataclass(frozen=True, slots=True)
class Moved:
    """A customer that another stands for since, or again none: before and after; or who has another currency."""

    organization_id: UUID
    before: UUID | None
    after: UUID | None


async def store(session: Session, newest: Mapping[UUID, CustomerChanged]) -> list[Moved]:
    """Keep the newest version of each, whose duplicate it is and its currency; returns those of whom that changed."""
    merged = [
        event.into_organization_id if isinstance(event, OrganizationMerged) else None
        for event in newest.values()
    ]
    versions = [event.version for event in newest.values()]
    currencies = [event.currency for event in newest.values()]
    values = {"ids": list(newest), "versions": versions, "merged": merged, "currencies": currencies}
    rows = await _STORE.all(session, values)
    return [
        Moved(row.organization_id, row.before, row.after)
        for row in rows
        if row.before != row.after or row.other_currency
    ]


async def find(session: Session, organization_id: UUID | None) -> Customer | None:
    """The customer that stands for this one, with all that are it; None for nobody."""
    if organization_id is None:
        return None
    row = await _FIND.one(session, {"organization_id": organization_id})
    return Customer(row.id, frozenset(row.names) - {row.id})


async def find_all(session: Session, organization_ids: Collection[UUID]) -> dict[UUID, Customer]:
    """The customers that stand for these, each with all that are it."""
    rows = await _FIND_ALL.all(session, {"organization_ids": list(organization_ids)})
    return {
        row["organization_id"]: Customer(row["id"], frozenset(row["names"]) - {row["id"]})
        for row in rows
    }
