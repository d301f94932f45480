"""Months of agreements, balances of blocks and the balances with which months begin, as allocation found them."""

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from database import Session, Statement
from rates.domain.agreement_months import first_of_month
from rates.domain.allocated_months import LastAllocation
from rates.domain.allocation import Allocation
from rates.domain.balances import AgreementMonth
from rates.store.charge_tables import (
    AgreementMonthRow,
    AllocationRow,
    BilledDrawsRow,
    OpeningRow,
)
from rates.store.openings import AGREEMENTS, StoredSpan, in_spans, opening_json, span_values

_COLUMNS = {
    "agreement_id": "uuid",
    "charge_id": "uuid",
    "first_day": "date",
    "last_day": "date",
    "amount": "numeric",
    "fees": "numeric",
    "minimum": "numeric",
    "base_seconds": "int",
    "rolled_over_seconds": "int",
    "used_seconds": "int",
    "overage_seconds": "int",
    "unused_seconds": "int",
    "expiring_seconds": "int",
}
_OPENINGS, _DRAWS = OpeningRow.__tablename__, BilledDrawsRow.__tablename__
_ALLOCATIONS = AllocationRow.__tablename__
_NAMES, _MONTHS = ", ".join(_COLUMNS), AgreementMonthRow.__tablename__
_KEPT = (*list(_COLUMNS)[1:], "rolled_over")
_STORE = Statement(f"""
WITH given AS MATERIALIZED (
    SELECT {_NAMES}, rolled_over::jsonb, date_trunc('month', first_day::timestamp)::date AS month
    FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in _COLUMNS.items())},
        CAST(:rolled_over AS text[])) AS month({_NAMES}, rolled_over)
), gone AS (
    DELETE FROM {_MONTHS} AS stored WHERE {in_spans("stored")}
        AND (stored.agreement_id, stored.month) NOT IN (SELECT agreement_id, month FROM given)
), opening AS MATERIALIZED (
    SELECT agreement_id, month, sources::jsonb AS sources
    FROM unnest(CAST(:opened AS uuid[]), CAST(:opened_months AS date[]), CAST(:sources AS text[]))
        AS opening(agreement_id, month, sources)
), closed AS (
    DELETE FROM {_OPENINGS} AS stored WHERE {in_spans("stored", after_first=True)}
        AND (stored.agreement_id, stored.month) NOT IN (SELECT agreement_id, month FROM opening)
), opened AS (
    INSERT INTO {_OPENINGS} AS stored (agreement_id, month, sources) SELECT * FROM opening ORDER BY agreement_id, month
    ON CONFLICT (account_id, agreement_id, month) DO UPDATE SET sources = excluded.sources
    WHERE stored.sources <> excluded.sources
), billed AS (
    INSERT INTO {_DRAWS} AS stored (agreement_id, charge_id, month, own_seconds, seconds, money)
    SELECT * FROM unnest(CAST(:drawn_agreements AS uuid[]), CAST(:drawn_charges AS uuid[]), CAST(:drawn_months AS date[]),
        CAST(:drawn_own AS bigint[]), CAST(:drawn_seconds AS bigint[]), CAST(:drawn_money AS numeric[])) ORDER BY 2
    ON CONFLICT (account_id, charge_id) DO UPDATE SET own_seconds = excluded.own_seconds, seconds = excluded.seconds,
        money = excluded.money
    WHERE (stored.own_seconds, stored.seconds, stored.money)
        IS DISTINCT FROM (excluded.own_seconds, excluded.seconds, excluded.money)
), allocation AS MATERIALIZED (
    SELECT organization_id, (SELECT array_agg(name::uuid) FROM jsonb_array_elements_text(names::jsonb) AS name) AS names,
        agreements, current_month, last_month, in_order
    FROM unnest(CAST(:customers AS uuid[]), CAST(:names AS text[]), CAST(:allocated AS text[]), CAST(:currents AS date[]),
        CAST(:lasts AS date[]), CAST(:in_order AS bool[]))
        AS one(organization_id, names, agreements, current_month, last_month, in_order)
), merged AS (
    DELETE FROM {_ALLOCATIONS} AS stored USING allocation
    WHERE stored.organization_id = ANY(allocation.names) AND stored.organization_id <> allocation.organization_id
), allocated AS (
    INSERT INTO {_ALLOCATIONS} AS stored (organization_id, names, agreements, current_month, last_month, in_order)
    SELECT * FROM allocation ORDER BY organization_id
    ON CONFLICT (account_id, organization_id) DO UPDATE SET names = excluded.names, agreements = excluded.agreements,
        current_month = excluded.current_month, last_month = excluded.last_month, changed_from = NULL,
        in_order = excluded.in_order
    WHERE stored.changed_from IS NOT NULL
        OR (stored.names, stored.agreements, stored.current_month, stored.last_month, stored.in_order) IS DISTINCT FROM
            (excluded.names, excluded.agreements, excluded.current_month, excluded.last_month, excluded.in_order)
), blocks AS (
    UPDATE agreement_blocks AS block SET drawn_seconds = drawn.seconds, drawn_amount = drawn.amount
    FROM unnest(CAST(:block_ids AS uuid[]), CAST(:block_seconds AS int[]), CAST(:block_amounts AS numeric[]))
        AS drawn(block_id, seconds, amount)
    WHERE block.block_id = drawn.block_id
        AND (block.drawn_seconds, block.drawn_amount) IS DISTINCT FROM (drawn.seconds, drawn.amount)
)
INSERT INTO {_MONTHS} AS stored ({_NAMES}, rolled_over, month) SELECT {_NAMES}, rolled_over, month FROM given
ORDER BY agreement_id, month
ON CONFLICT (account_id, agreement_id, month) DO UPDATE SET
    {", ".join(f"{name} = excluded.{name}" for name in _KEPT)}
WHERE ({", ".join(f"stored.{name}" for name in _KEPT)})
    IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in _KEPT)})
""")


@dataclass(frozen=True, slots=True)
class AllocatedMonths:
    """What came of the months of a customer from `first` on, up to `last`, None: to the last there is.

    `now`: what they were allocated by, where all that follows them was.
    """

    customer_id: UUID
    agreement_ids: Collection[UUID]
    first: int
    last: int | None
    allocation: Allocation
    now: LastAllocation | None

    @property
    def spans(self) -> Iterator[StoredSpan]:
        """The months of each agreement."""
        first = first_of_month(self.first)
        last = date.max if self.last is None else first_of_month(self.last)
        return (StoredSpan(one, first, last) for one in self.agreement_ids)


async def store(session: Session, allocated: Collection[AllocatedMonths]) -> None:
    """Keep these months as they came out, what is drawn of blocks, and the balances with which months begin."""
    months = [month for one in allocated for month in one.allocation.months]
    blocks = [block for one in allocated for block in one.allocation.blocks]
    values: dict[str, Any] = {name: [getattr(one, name) for one in months] for name in _COLUMNS}
    values |= {
        "rolled_over": [_rolled_over(one) for one in months],
        "block_ids": [one.block_id for one in blocks],
        "block_seconds": [one.drawn_seconds for one in blocks],
        "block_amounts": [one.drawn_amount or 0 for one in blocks],
    }
    values |= span_values(span for one in allocated for span in one.spans)
    values |= _openings(allocated) | _draws(allocated) | _last_allocations(allocated)
    await _STORE.all(session, values)


def _openings(allocated: Iterable[AllocatedMonths]) -> dict[str, list[Any]]:
    opened = [
        (agreement_id, first_of_month(month), opening_json(opening))
        for one in allocated
        for month, by_agreement in one.allocation.openings.items()
        for agreement_id, opening in by_agreement.items()
    ]
    return {
        "opened": [agreement_id for agreement_id, _, _ in opened],
        "opened_months": [month for _, month, _ in opened],
        "sources": [sources for _, _, sources in opened],
    }


def _draws(allocated: Iterable[AllocatedMonths]) -> dict[str, list[Any]]:
    draws = [draws for one in allocated for draws in one.allocation.billed_draws]
    return {
        "drawn_agreements": [one.agreement_id for one in draws],
        "drawn_charges": [one.charge_id for one in draws],
        "drawn_months": [None if one.month is None else first_of_month(one.month) for one in draws],
        "drawn_own": [one.drawn.own_seconds for one in draws],
        "drawn_seconds": [one.drawn.seconds for one in draws],
        "drawn_money": [one.drawn.money for one in draws],
    }


def _last_allocations(allocated: Iterable[AllocatedMonths]) -> dict[str, list[Any]]:
    known = [(one.customer_id, one.now) for one in allocated if one.now is not None]
    return {
        "customers": [customer_id for customer_id, _ in known],
        "names": [json.dumps(sorted(map(str, now.names))) for _, now in known],
        "allocated": [AGREEMENTS.dump_json(now.agreements).decode() for _, now in known],
        "currents": [first_of_month(now.current) for _, now in known],
        "lasts": [first_of_month(now.last) for _, now in known],
        "in_order": [now.in_order for _, now in known],
    }


def _rolled_over(month: AgreementMonth) -> str:
    return json.dumps(
        [
            {
                "month": one.month.isoformat(),
                "seconds": one.seconds,
                "used_seconds": one.used_seconds,
            }
            for one in month.rolled_over
        ]
    )
