"""Pricing many entries by the rules, in one statement. `matching.py` has the same rule for one entry."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, select, text

from database import Session
from database.mapping import as_dataclass
from money import Money
from rates.prices import Price
from rates.store.tables import PriceRow

_COVERS = """
            entry.billable AND entry.organization_id IS NOT NULL
            AND entry.work_date >= rates.valid_from
            AND (rates.valid_to IS NULL OR entry.work_date <= rates.valid_to)
            AND (rates.project_id IS NULL OR rates.project_id = entry.project_id)
            AND (rates.organization_id IS NULL OR rates.organization_id = entry.organization_id)
            AND (rates.agent_id IS NULL OR rates.agent_id = entry.agent_id)
            AND (rates.service_type_id IS NULL OR rates.service_type_id = entry.service_type_id)
"""

# A billed entry is priced, if at all, by the rules as they were known when it was billed. When the invoice names a price
# that is not on record here: by the rule that had its rate, whenever that was, and under its number, which no other rate
# gets; without such a rule (an older version of the entry that came late) as if it named none. That an entry is not
# billable is published only when it had a price before. `live` stands inside coalesce so that a plan kept from when the
# tables were empty cannot walk the index of live entries, all of the account's, for one entry.
_PRICE = """
WITH outcome AS (
    SELECT entry.entry_id,
        CASE WHEN named.rule_id IS NOT NULL THEN entry.billed_price_version
             WHEN entry.billed_price_version IS NULL THEN entry.price_version + 1
             ELSE (
                SELECT number + (entry.billed_amount IS NOT NULL AND number = entry.billed_price_version)::int
                FROM (
                    SELECT coalesce(max(prices.price_version), 0) + 1 AS number FROM prices
                    WHERE prices.entry_id = entry.entry_id
                ) AS next_one) END AS price_version,
        coalesce(named.rule_id, rule.rule_id) AS rule_id,
        coalesce(named.amount, rule.amount) AS amount,
        coalesce(named.currency, rule.currency) AS currency,
        greatest(named.recorded_at, least(coalesce(card.changed_at, to_timestamp(0)), entry.billed_at,
            named.superseded_at - interval '1 microsecond')) AS rules_as_of,
        CASE WHEN NOT entry.billable THEN 'not-billable'
             WHEN entry.organization_id IS NULL THEN 'no-organization'
             WHEN num_nonnulls(named.rule_id, rule.rule_id) = 0 THEN 'no-rate' END AS reason
    FROM time_entries AS entry
    LEFT JOIN rate_cards AS card USING (account_id)
    LEFT JOIN LATERAL (
        SELECT rates.rule_id, rates.amount, rates.currency, rates.recorded_at, rates.superseded_at
        FROM rates
        WHERE :covers
            AND (rates.amount, rates.currency) = (entry.billed_amount, entry.billed_currency)
        ORDER BY rates.weight DESC, rates.recorded_at DESC LIMIT 1
    ) AS named ON entry.billed_amount IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT rates.rule_id, rates.amount, rates.currency
        FROM rates
        WHERE :covers
            AND CASE WHEN entry.billed_at IS NULL THEN rates.superseded_at IS NULL
                ELSE rates.recorded_at <= entry.billed_at
                    AND (rates.superseded_at IS NULL OR rates.superseded_at > entry.billed_at) END
        ORDER BY rates.weight DESC LIMIT 1
    ) AS rule ON true
    WHERE entry.entry_id = ANY(:entry_ids) AND coalesce(entry.live, false)
        AND (entry.billed_price_version IS NULL OR NOT EXISTS (
            SELECT FROM prices
            WHERE prices.entry_id = entry.entry_id AND prices.price_version = entry.billed_price_version))
), new AS (
    UPDATE time_entries AS entry SET
        price_version = outcome.price_version, priced_entry_version = entry.version,
        rule_id = outcome.rule_id, amount = outcome.amount, currency = outcome.currency,
        unpriced_reason = outcome.reason
    FROM outcome
    WHERE entry.entry_id = outcome.entry_id
        AND CASE WHEN outcome.reason = 'not-billable'
            THEN entry.price_version > 0 AND entry.unpriced_reason IS DISTINCT FROM 'not-billable'
            ELSE (entry.priced_entry_version, entry.rule_id, entry.amount, entry.currency, entry.unpriced_reason)
                IS DISTINCT FROM (entry.version, outcome.rule_id, outcome.amount, outcome.currency, outcome.reason) END
    RETURNING entry.account_id, entry.entry_id, entry.price_version, entry.version AS entry_version, entry.seconds,
        entry.rule_id, entry.amount, entry.currency, entry.unpriced_reason,
        statement_timestamp() AS priced_at, outcome.rules_as_of, entry.work_date
), history AS (
    INSERT INTO prices (entry_id, price_version, entry_version, seconds,
        rule_id, amount, currency, unpriced_reason, priced_at, rules_as_of)
    SELECT entry_id, price_version, entry_version, seconds,
        rule_id, amount, currency, unpriced_reason, priced_at, rules_as_of FROM new
)
SELECT * FROM new
"""
_PRICE_ENTRIES = text(_PRICE.replace(":covers", _COVERS))

# The history stays; what the entry costs is the price that was billed, whatever was published after it.
_PIN = text("""
UPDATE time_entries AS entry SET
    price_version = billed.price_version, priced_entry_version = billed.entry_version,
    rule_id = billed.rule_id, unpriced_reason = billed.unpriced_reason,
    amount = CASE WHEN billed.rule_id IS NOT NULL THEN coalesce(entry.billed_amount, billed.amount) END,
    currency = CASE WHEN billed.rule_id IS NOT NULL THEN coalesce(entry.billed_currency, billed.currency) END
FROM prices AS billed
WHERE entry.entry_id = ANY(:entry_ids)
    AND billed.entry_id = entry.entry_id
    AND billed.price_version = entry.billed_price_version
""")


@dataclass(frozen=True, slots=True)
class NewPrice(Price):
    """A price that is new, with its account and the day of the work."""

    account_id: UUID
    work_date: date


async def price(session: Session, entry_ids: Collection[UUID]) -> Sequence[NewPrice]:
    """Price live entries under the pricing lock that the transaction holds; returns the prices that are new."""
    rows = await session.execute(_PRICE_ENTRIES, {"entry_ids": list(entry_ids)})
    return [
        NewPrice(hourly_rate=None if amount is None else Money(amount, currency), **row)
        for amount, currency, row in map(_without_rate, rows.mappings())
    ]


async def pin(session: Session, entry_ids: Collection[UUID]) -> None:
    """Give billed entries the price that their invoice names, for ever, where it is on record."""
    await session.execute(_PIN, {"entry_ids": list(entry_ids)})


async def history(session: Session, entry_id: UUID) -> Sequence[Price]:
    """Read all versions of an entry's price, oldest first."""
    query = select(PriceRow).where(PriceRow.entry_id == entry_id).order_by(PriceRow.price_version)
    return [as_dataclass(Price, row) for row in await session.scalars(query)]


def _without_rate(row: RowMapping) -> tuple[Decimal | None, str, dict[str, Any]]:
    rest = dict(row)
    return rest.pop("amount"), rest.pop("currency"), rest
