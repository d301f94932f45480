"""Time that is not all charged alike: its segments, beside what the rules give to the whole of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import date
from uuid import UUID

from database import Row, Session, Statement
from rates.domain.division import DividedEntry, Division
from rates.store.segments import segments_in, segments_json

DIVIDES = "coalesce((SELECT divides FROM rate_cards), false)"
"""SQL of whether the account divides time: it has, or had, an agreement or a multiplier. Most have none, and pay nothing."""

_BEGIN = Statement("""
INSERT INTO rate_cards AS card (changed_at, divides) VALUES (clock_timestamp(), true)
ON CONFLICT (account_id) DO UPDATE SET divides = true WHERE NOT card.divides
""")
ENTRY = """entry_id, version, price_version, live, billable, organization_id, project_id, agent_id, team_id,
    service_type_id, work_date, started_at, time_zone, seconds, rounding_seconds, rule_id, amount, currency,
    approved, billed_at IS NOT NULL AS billed, segments, segments_currency"""
"""Columns of an entry that is divided."""
# Each entry by a probe of the primary key, as in `prices`; those of a customer in the order of an index of live time.
_NAMED = Statement(f"""
SELECT entry.* FROM unnest(CAST(:entry_ids AS uuid[])) AS wanted(entry_id)
CROSS JOIN LATERAL (SELECT {ENTRY} FROM time_entries WHERE entry_id = wanted.entry_id LIMIT 1) AS entry
""")
_OF_CUSTOMERS = Statement(f"""
SELECT entry.* FROM unnest(CAST(:organization_ids AS uuid[]), CAST(:first_days AS date[]), CAST(:last_days AS date[]))
    AS place(organization_id, first_day, last_day)
CROSS JOIN LATERAL (
    SELECT {ENTRY} FROM time_entries same WHERE live AND billable
        AND same.organization_id = place.organization_id AND same.work_date >= place.first_day
        AND same.work_date <= place.last_day OFFSET 0
) AS entry
""")
_PRICE = """entry_id, price_version, entry_version, seconds, rule_id, override_version, amount, currency, unpriced_reason,
    rounding_policy_id, rounding_seconds, segments, segments_currency"""
_STORE = Statement(f"""
WITH divided AS (
    INSERT INTO time_entries AS stored (entry_id, version, live, price_version, segments, segments_currency)
    SELECT entry_id, 0, false, newer, segments, segments_currency
    FROM unnest(CAST(:entry_ids AS uuid[]), CAST(:newer AS int[]), CAST(:segments AS jsonb[]), CAST(:currencies AS text[]))
        AS new(entry_id, newer, segments, segments_currency)
    ORDER BY entry_id
    ON CONFLICT (account_id, entry_id) DO UPDATE SET segments = excluded.segments,
        segments_currency = excluded.segments_currency, price_version = stored.price_version + excluded.price_version
    RETURNING {_PRICE.replace("entry_version", "stored.version AS entry_version")}, work_date, live
), history AS (
    INSERT INTO prices ({_PRICE}, priced_at, rules_as_of)
    SELECT {_PRICE}, statement_timestamp(), coalesce((SELECT changed_at FROM rate_cards), to_timestamp(0))
    FROM divided WHERE live AND price_version > 0
)
SELECT {_PRICE}, work_date, statement_timestamp() AS priced_at FROM divided WHERE live AND price_version > 0
""")


_FIELDS = [field.name for field in fields(DividedEntry) if field.name != "segments"]


async def begin(session: Session) -> None:
    """Let the account divide time from now on. What there is needs to be priced again after it."""
    await _BEGIN.all(session)


async def load(session: Session, entry_ids: Collection[UUID]) -> list[DividedEntry]:
    """Read these entries. Needs the pricing lock."""
    return read(await _NAMED.all(session, {"entry_ids": list(entry_ids)}))


async def load_of(session: Session, days: Mapping[UUID, tuple[date, date]]) -> list[DividedEntry]:
    """Read the live billable time of customers, of each from a day on to another. Needs the pricing lock."""
    asked = {
        "organization_ids": list(days),
        "first_days": [first for first, _ in days.values()],
        "last_days": [last for _, last in days.values()],
    }
    return read(await _OF_CUSTOMERS.all(session, asked))


def read(rows: Sequence[Row]) -> list[DividedEntry]:
    """The entries in rows of these columns."""
    return [
        DividedEntry(**{name: row[name] for name in _FIELDS}, segments=segments_in(row["segments"]))
        for row in rows
    ]


async def store(session: Session, divisions: Sequence[Division]) -> list[Row]:
    """Keep the segments of entries, with a version of the price each, in its history too; returns the prices."""
    asked = {
        "entry_ids": [one.entry_id for one in divisions],
        "newer": [int(not one.new_price) for one in divisions],
        "segments": [segments_json(one.segments) for one in divisions],
        "currencies": [one.segments_currency for one in divisions],
    }
    return await _STORE.all(session, asked)
