"""Months of agreements and balances of blocks, as allocation found them."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

from database import Session, Statement
from rates.domain.balances import AgreementMonth, BlockBalance
from rates.store.charge_tables import AgreementMonthRow

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
_NAMES, _MONTHS = ", ".join(_COLUMNS), AgreementMonthRow.__tablename__
_KEPT = (*list(_COLUMNS)[1:], "rolled_over")
_STORE = Statement(f"""
WITH given AS MATERIALIZED (
    SELECT {_NAMES}, rolled_over::jsonb, date_trunc('month', first_day::timestamp)::date AS month
    FROM unnest({", ".join(f"CAST(:{name} AS {type_}[])" for name, type_ in _COLUMNS.items())},
        CAST(:rolled_over AS text[])) AS month({_NAMES}, rolled_over)
), gone AS (
    DELETE FROM {_MONTHS} AS stored WHERE agreement_id = ANY(CAST(:agreements AS uuid[])) AND NOT EXISTS (
        SELECT FROM given WHERE given.agreement_id = stored.agreement_id AND given.month = stored.month)
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


async def store(
    session: Session,
    agreement_ids: Collection[UUID],
    months: Collection[AgreementMonth],
    blocks: Collection[BlockBalance],
) -> None:
    """Keep all months of these agreements, and what is drawn of their blocks."""
    values: dict[str, Any] = {name: [getattr(one, name) for one in months] for name in _COLUMNS}
    values |= {
        "agreements": list(agreement_ids),
        "rolled_over": [_rolled_over(one) for one in months],
        "block_ids": [one.block_id for one in blocks],
        "block_seconds": [one.drawn_seconds for one in blocks],
        "block_amounts": [one.drawn_amount or 0 for one in blocks],
    }
    await _STORE.all(session, values)


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
