"""What agreements charge, and how far it is billed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.domain.charges import AgreementCharge, ChargeState, state_of
from invoicing.store.accounts import load_account
from invoicing.store.merged_time import NAMES

# Claims and time are looked up of the charges on the page alone.
_PAGE = """
    WITH page AS MATERIALIZED (
        SELECT c.*, b.invoice_id, d.id IS NOT NULL AS on_draft
        FROM agreement_charges c
        LEFT JOIN charge_claims b ON b.account_id = c.account_id AND b.charge_id = c.charge_id AND b.released_by IS NULL
        LEFT JOIN drafts d ON d.account_id = b.account_id AND d.id = b.invoice_id
        WHERE true {where} ORDER BY c.charge_id LIMIT :limit
    )
    SELECT page.*, held.seconds AS held_seconds FROM page CROSS JOIN LATERAL (
        SELECT coalesce(sum(upper(open.seconds) - lower(open.seconds)), 0)::bigint AS seconds
        FROM covered_time t
        CROSS JOIN LATERAL (SELECT * FROM time_entries e WHERE e.account_id = t.account_id AND e.entry_id = t.entry_id
            LIMIT 1) AS e
        CROSS JOIN LATERAL jsonb_to_recordset(e.segments) AS s("start" int, "end" int, treatment text, charge_id uuid)
        CROSS JOIN LATERAL unnest(int4multirange(int4range(s."start", s."end")) - coalesce((
            SELECT range_agg(c.seconds) FROM claims c WHERE c.account_id = e.account_id AND c.entry_id = e.entry_id
                AND c.released_by IS NULL), '{{}}')) AS open(seconds)
        WHERE t.account_id = page.account_id AND t.charge_id = page.charge_id AND s.charge_id = page.charge_id
            AND e.billable AND e.priced AND e.held_seconds > 0 AND s.treatment IN ('included', 'prepaid')
    ) AS held ORDER BY page.charge_id
"""
_WHERE = {
    "organization_id": f"c.organization_id = {NAMES}",
    "agreement_id": "c.agreement_id = :agreement_id",
    "charge_id": "c.charge_id = :charge_id",
    "after": "c.charge_id > :after",
}
_UNBILLED = "b.charge_id IS NULL AND NOT c.cancelled AND (c.amount > 0 OR c.kind <> 'true-up')"
_STATES: dict[ChargeState, str] = {
    "waiting": f"{_UNBILLED} AND coalesce(c.billable_from > :today, true)",
    "billable": f"{_UNBILLED} AND c.billable_from <= :today",
    "drafted": "d.id IS NOT NULL",
    "billed": "b.charge_id IS NOT NULL AND d.id IS NULL",
    "nothing": "b.charge_id IS NULL AND (c.cancelled OR c.amount = 0 AND c.kind = 'true-up')",
}
"""As `state_of` has it."""


@dataclass(frozen=True)
class ChargeFilter:
    """Which charges are asked for; None is any."""

    organization_id: UUID | None = None
    agreement_id: UUID | None = None
    charge_id: UUID | None = None
    state: ChargeState | None = None


@dataclass(frozen=True)
class ListedCharge:
    """A charge, where it is, and the approved time that it covers and no line has."""

    charge: AgreementCharge
    state: ChargeState
    invoice_id: UUID | None
    held_seconds: int

    @property
    def charge_id(self) -> UUID:
        """The id of the charge."""
        return self.charge.charge_id

    @property
    def currency(self) -> str:
        """Of the amount."""
        return self.charge.currency


async def list_charges(
    session: Session, filters: ChargeFilter, *, now: datetime, after: UUID | None, limit: int
) -> list[ListedCharge]:
    """Charges by id."""
    today = (await load_account(session)).settings.today(now)
    asked = {
        "organization_id": filters.organization_id,
        "agreement_id": filters.agreement_id,
        "charge_id": filters.charge_id,
        "after": after,
    }
    given = {name: value for name, value in asked.items() if value is not None}
    where = [_WHERE[name] for name in given]
    parameters: dict[str, Any] = {**given, "limit": limit}
    if filters.state:
        where.append(_STATES[filters.state])
        if ":today" in where[-1]:
            parameters["today"] = today
    query = text(_PAGE.format(where="".join(f" AND {one}" for one in where)))
    return [_listed(row, today) for row in await session.execute(query, parameters)]


def _listed(row: Any, today: date) -> ListedCharge:
    charge = build(AgreementCharge, row)
    state = state_of(charge, billed=row.invoice_id is not None, on_draft=row.on_draft, today=today)
    return build(ListedCharge, row, charge=charge, state=state)
