"""What is agreed with customers and what is used of it by now, for the forecasts of their budgets."""

from collections.abc import Collection
from uuid import UUID

from database import Session, Statement
from database.mapping import as_dataclass
from rates.domain.planned_agreements import Agreed, UsedSoFar
from rates.store import books
from rates.store.agreement_tables import BlockRow
from rates.store.charge_tables import AgreementMonthRow

_USED = Statement(f"""
SELECT agreement_id, charge_id, first_day AS day, CASE WHEN minimum IS NULL THEN 'included' ELSE 'hourly' END AS treatment,
    used_seconds AS seconds, CASE WHEN minimum IS NULL THEN 0 ELSE fees END AS money
FROM {AgreementMonthRow.__tablename__}
WHERE agreement_id = ANY(CAST(:ids AS uuid[])) AND (minimum IS NULL AND used_seconds > 0 OR minimum IS NOT NULL AND fees > 0)
UNION ALL
SELECT agreement_id, charge_id, bought_on, 'prepaid', drawn_seconds, drawn_amount
FROM {BlockRow.__tablename__} WHERE agreement_id = ANY(CAST(:ids AS uuid[])) AND drawn_seconds > 0
""")


async def agreed_with(session: Session, organization_ids: Collection[UUID]) -> list[Agreed]:
    """All that is agreed with these customers; of those without an agreement there is nothing."""
    found = await books.load_whole_books(session, organization_ids)
    if not found:
        return []
    ids = [one.agreement_id for of in found for one in of.agreements]
    used = [as_dataclass(UsedSoFar, row) for row in await _USED.all(session, {"ids": ids})]
    return [
        Agreed(
            frozenset(of.names),
            of.agreements,
            of.closed,
            [
                one
                for one in used
                if one.agreement_id in {its.agreement_id for its in of.agreements}
            ],
            of.today,
        )
        for of in found
    ]
