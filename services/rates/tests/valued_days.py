"""What the kept sums say, and what the entries do, added up one by one."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from rates.commands.valued_time import compact
from rates.store.valued_triggers import KEYS, SUMS
from services.rates.tests.driver import Driver

_NAMES, _NUMBERS = ", ".join((*KEYS, *SUMS)), ", ".join(str(one + 1) for one in range(len(KEYS)))
_MONTH = "date_trunc('month', work_date::timestamp)::date"
_NONE = UUID(int=0)
_ENTRIES = """
SELECT *, segments::text AS segments, (SELECT json_agg(json_build_array(lower(one), upper(one)))
    FROM unnest(billed_part) AS one)::text AS billed_part, (SELECT json_agg(json_build_array(lower(one), upper(one)))
    FROM unnest(written_off_part) AS one)::text AS written_off_part FROM time_entries WHERE live
"""
Kept = dict[tuple[Any, ...], tuple[Any, ...]]


def _kept(table: str, work_date: str) -> str:
    changes = _NAMES.replace("work_date", work_date, 1)
    return f"""
SELECT {", ".join(KEYS)}, {", ".join(f"sum({name})" for name in SUMS)}
FROM (SELECT {_NAMES} FROM {table} UNION ALL SELECT {changes} FROM valued_changes) kept
GROUP BY {_NUMBERS} HAVING {" OR ".join(f"sum({name}) <> 0" for name in SUMS)} ORDER BY {_NUMBERS}
"""


def _parts(entry: Any) -> Iterator[tuple[str, str, Decimal, int, int]]:
    """State, treatment, rate, raw and billed seconds of what an entry is made of."""
    whole = {
        "start": 0,
        "end": entry.seconds,
        "treatment": "hourly" if entry.amount is not None else "",
        "billed_seconds": entry.billed_seconds,
        "hourly_rate": entry.amount or 0,
    }
    billed = json.loads(entry.billed_part) if entry.billed_part else [[0, 2**31]]
    given_up = json.loads(entry.written_off_part) if entry.written_off_part else []
    rest = "approved" if entry.approved_version == entry.version else "logged"
    for one in json.loads(entry.segments) if entry.segments else [whole]:
        paid = one["treatment"] in ("included", "prepaid")
        rate = Decimal(0) if paid else Decimal(one["hourly_rate"])
        raw = one["end"] - one["start"]
        ranges = billed if entry.billed_at else []
        left, charged = _left(one["start"], one["end"], one["billed_seconds"], ranges)
        kept, kept_charged = _left(one["start"], one["end"], one["billed_seconds"], given_up)
        lost, lost_charged = raw - kept, one["billed_seconds"] - kept_charged
        pieces = [
            ("billed", rate, raw - left - lost, one["billed_seconds"] - charged - lost_charged),
            ("written-off", Decimal(0), lost, 0),
            (rest, rate, left, charged),
        ]
        for state, worth, seconds, billed_seconds in pieces:
            if seconds:
                yield state, one["treatment"], worth, seconds, billed_seconds


def _left(start: int, end: int, charged: int, billed: Sequence[Sequence[int]]) -> tuple[int, int]:
    """Raw seconds of a segment that are not billed, second by second, and what a draft of these charges."""
    left = share = 0
    for second in range(start, end):
        if not any(first <= second < behind for first, behind in billed):
            left += 1
            until, before = second + 1 - start, second - start
            share += charged * until // (end - start) - charged * before // (end - start)
    return left, share


def _keys(entry: Any, state: str, treatment: str, rate: Decimal) -> tuple[Any, ...]:
    places = (entry.organization_id, entry.project_id, entry.work_item_id)
    unpriced = entry.unpriced_reason if entry.billable else "not-billable"
    return (
        entry.work_date,
        *(one or _NONE for one in places),
        entry.agent_id,
        entry.service_type_id or _NONE,
        rate,
        entry.currency or entry.segments_currency or "",
        "" if treatment else unpriced,
        entry.cost_currency or "",
        state,
        treatment,
    )


async def of_entries(driver: Driver) -> Kept:
    """What the entries add up to, by the keys of the kept sums."""
    sums: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
    async with driver.served.database.transaction(driver.account) as session:
        entries = list(await session.execute(text(_ENTRIES)))
    for entry in entries:
        for number, (state, treatment, rate, seconds, billed) in enumerate(_parts(entry)):
            sums[_keys(entry, state, treatment, rate)].update(
                {
                    "parts": 1,
                    "entries": int(number == 0),
                    "seconds": seconds,
                    "billed_seconds": billed,
                    "cost_seconds": (entry.cost_amount or 0) * seconds,
                }
            )
    return {keys: tuple(found[name] for name in SUMS) for keys, found in sums.items()}


async def rows(driver: Driver, sql: str) -> list[tuple[Any, ...]]:
    """What a query finds in the account."""
    async with driver.served.database.transaction(driver.account) as session:
        return [tuple(row) for row in await session.execute(text(sql))]


async def move(driver: Driver) -> None:
    """Move what changed into the sums by day."""
    async with driver.served.database.transaction(driver.account) as session:
        await compact(session)


async def must_agree(driver: Driver) -> int:
    """The kept sums are what the entries add up to; returns how many rows that are."""
    days = await of_entries(driver)
    months: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for (day, *keys), sums in days.items():
        month = (day.replace(day=1), *keys)
        before = months.get(month, (0,) * len(SUMS))
        months[month] = tuple(one + other for one, other in zip(before, sums, strict=True))
    assert await _read(driver, "valued_days", "work_date") == days
    assert await _read(driver, "valued_months", _MONTH) == months
    return len(days)


async def _read(driver: Driver, table: str, work_date: str) -> Kept:
    found = await rows(driver, _kept(table, work_date))
    return {tuple(row[: len(KEYS)]): tuple(row[len(KEYS) :]) for row in found}
