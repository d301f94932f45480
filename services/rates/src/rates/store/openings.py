"""What is kept of customers' months, so that time is allocated from an opening balance on and not from the beginning."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from json import dumps, loads
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

from database import Row, Session, Statement
from rates.domain.agreement_months import first_of_month, month_number
from rates.domain.agreements import Agreement
from rates.domain.openings import BilledDraws, Drawn, Opened, Opening

AGREEMENTS = TypeAdapter(tuple[Agreement, ...])
"""Agreements as they were when time was allocated."""


def closing(agreement: str, month: str) -> str:
    """SQL of a join with the opening balance of an agreement and month, where there is one."""
    return f"""LEFT JOIN LATERAL (SELECT sources FROM agreement_openings AS opening
        WHERE opening.agreement_id = {agreement} AND opening.month = {month} LIMIT 1) AS closing ON true"""


def billed_draws(agreement: str) -> str:
    """SQL of what billed time draws of the sources of that balance, and of those of no month."""
    return f"""ARRAY(
        SELECT {_DRAWS} FROM agreement_billed_draws AS drawn WHERE drawn.agreement_id = {agreement} AND drawn.month IS NULL
        UNION ALL SELECT {_DRAWS} FROM jsonb_array_elements(closing.sources) AS source
        CROSS JOIN LATERAL (SELECT * FROM agreement_billed_draws AS known
            WHERE known.charge_id = (source->>0)::uuid AND known.month IS NOT NULL LIMIT 1) AS drawn
    )"""


_DRAWS = "jsonb_build_array(drawn.charge_id, drawn.month, own_seconds, seconds, money::text)::text"
_CLOSINGS = Statement(f"""
SELECT place.agreement_id, closing.sources, {billed_draws("place.agreement_id")} AS billed
FROM unnest(CAST(:agreements AS uuid[]), CAST(:months AS date[])) AS place(agreement_id, month)
{closing("place.agreement_id", "place.month")}
""")
_FIRST_UNBILLED = Statement("""
SELECT place.customer_id, (
    SELECT work_date FROM time_entries WHERE live AND billed_at IS NULL AND billable
        AND work_date >= place.first AND work_date < place.before
        AND organization_id IN (SELECT name::uuid FROM jsonb_array_elements_text(place.names::jsonb) AS name)
    ORDER BY work_date, entry_id LIMIT 1
) AS work_date
FROM unnest(CAST(:customers AS uuid[]), CAST(:names AS text[]), CAST(:first AS date[]), CAST(:before AS date[]))
    AS place(customer_id, names, first, before)
""")


@dataclass(frozen=True, slots=True)
class StoredSpan:
    """Months of an agreement of which all that is stored is what was allocated, both included, by their first days."""

    agreement_id: UUID
    first: date = date.min
    last: date = date.max


def in_spans(row: str, *, after_first: bool = False) -> str:
    """SQL of whether a row is of a month of such spans; found in an index by its agreement and month."""
    more = ">" if after_first else ">="
    return f"""{row}.agreement_id = ANY(CAST(:span_agreements AS uuid[]))
        AND {row}.month >= CAST(:span_from AS date) AND {row}.month <= CAST(:span_to AS date)
        AND (SELECT {row}.month {more} span.first AND {row}.month <= span.last FROM unnest(CAST(:span_agreements AS uuid[]),
            CAST(:span_first AS date[]), CAST(:span_last AS date[])) AS span(agreement_id, first, last)
            WHERE span.agreement_id = {row}.agreement_id LIMIT 1)"""


def span_values(spans: Iterable[StoredSpan]) -> dict[str, Any]:
    """The values of the same."""
    known = list(spans)
    return {
        "span_agreements": [one.agreement_id for one in known],
        "span_first": [one.first for one in known],
        "span_last": [one.last for one in known],
        "span_from": min((one.first for one in known), default=date.max),
        "span_to": max((one.last for one in known), default=date.min),
    }


@dataclass(frozen=True, slots=True)
class Closing:
    """How an agreement stands at the end of a month, and what billed time of all months draws of its sources."""

    opening: Opening
    billed: Sequence[BilledDraws]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Months of a customer, from one on and before another, by their numbers."""

    customer_id: UUID
    names: Collection[UUID]
    first: int
    before: int


async def load_closings(session: Session, months: Mapping[UUID, int]) -> dict[UUID, Closing]:
    """How agreements stand at the beginning of a month each."""
    asked = {
        "agreements": list(months),
        "months": [first_of_month(number) for number in months.values()],
    }
    return {row.agreement_id: closing_in(row) for row in await _CLOSINGS.all(session, asked)}


async def first_unbilled(session: Session, places: Sequence[Earlier]) -> dict[UUID, int]:
    """The first of these months of each customer with billable time that is not billed; of those that have any."""
    asked = {
        "customers": [one.customer_id for one in places],
        "names": [dumps([str(name) for name in one.names]) for one in places],
        "first": [first_of_month(one.first) for one in places],
        "before": [first_of_month(one.before) for one in places],
    }
    rows = await _FIRST_UNBILLED.all(session, asked)
    return {row.customer_id: month_number(row.work_date) for row in rows if row.work_date}


def closing_in(row: Row) -> Closing:
    """Read how an agreement stands from a row."""
    draws = [_draws(row.agreement_id, one) for one in row.billed]
    return Closing(opening_in(row.sources or ()), draws)


def opening_in(sources: Iterable[Sequence[Any]]) -> Opening:
    """Read an opening balance from its column."""
    return tuple(
        Opened(UUID(charge_id), _drawn(*billed), _drawn(*free), month, included)
        for charge_id, month, included, billed, free in sources
    )


def opening_json(opening: Opening) -> str:
    """Write an opening balance as the text of its column."""
    return dumps(
        [
            [str(one.charge_id), one.month, one.included, _plain(one.billed), _plain(one.free)]
            for one in opening
        ]
    )


def _plain(drawn: Drawn) -> list[Any]:
    return [drawn.own_seconds, drawn.seconds, str(drawn.money)]


def _drawn(own_seconds: int, seconds: int, money: str) -> Drawn:
    return Drawn(own_seconds, seconds, Decimal(money))


def _draws(agreement_id: UUID, text: str) -> BilledDraws:
    charge_id, month, own_seconds, seconds, money = loads(text)
    number = None if month is None else month_number(date.fromisoformat(month))
    return BilledDraws(agreement_id, UUID(charge_id), number, _drawn(own_seconds, seconds, money))
