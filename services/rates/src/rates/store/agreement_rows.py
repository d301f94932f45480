"""Agreements in rows: all that belongs to one, read at once."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from database import Row
from rates.domain.agreements import Agreement
from rates.domain.terms import Block, Coverage, Indexing, Milestone, Rollover, Terms

PARTS = """
    ARRAY(SELECT jsonb_build_array(valid_from, amount::text, included_seconds)::text
        FROM agreement_terms AS one WHERE one.agreement_id = agreement.agreement_id AND superseded_at IS NULL
        ORDER BY valid_from) AS terms,
    ARRAY(SELECT jsonb_build_array(block_id, bought_on, price::text, seconds, amount::text, expires_on, usable_from)::text
        FROM agreement_blocks AS one WHERE one.agreement_id = agreement.agreement_id
        ORDER BY bought_on, block_id) AS blocks,
    ARRAY(SELECT jsonb_build_array(milestone_id, name, amount::text, reached_on)::text
        FROM agreement_milestones AS one WHERE one.agreement_id = agreement.agreement_id ORDER BY place) AS milestones
"""
"""SQL of the columns that an agreement has beside those of its row."""

SAME = (
    *("agreement_id", "version", "organization_id", "name", "kind", "currency"),
    *("first_day", "last_day", "renews_months", "prorate", "in_advance"),
)
"""Columns that are fields as they are."""


def agreement_in(row: Mapping[str, Any] | Row) -> Agreement:
    """The agreement of a row that has `PARTS`."""
    percent, cap = row["indexing_percent"], row["rollover_cap_seconds"]
    return Agreement(
        **{name: row[name] for name in SAME},
        coverage=Coverage(tuple(row["project_ids"]), tuple(row["service_type_ids"])),
        terms=tuple(map(_terms, row["terms"])),
        blocks=tuple(map(_block, row["blocks"])),
        milestones=tuple(map(_milestone, row["milestones"])),
        rollover=Rollover(row["rollover_mode"], cap, row["rollover_expiry_months"]),
        indexing=percent and Indexing(percent, row["indexing_month"], row["indexing_day"]),
    )


def _terms(part: str) -> Terms:
    valid_from, amount, included_seconds = json.loads(part)
    return Terms(date.fromisoformat(valid_from), Decimal(amount), included_seconds)


def _block(part: str) -> Block:
    block_id, bought_on, price, seconds, amount, expires_on, usable_from = json.loads(part)
    return Block(
        block_id=UUID(block_id),
        bought_on=date.fromisoformat(bought_on),
        price=Decimal(price),
        seconds=seconds,
        amount=None if amount is None else Decimal(amount),
        expires_on=_day(expires_on),
        usable_from=_day(usable_from),
    )


def _milestone(part: str) -> Milestone:
    milestone_id, name, amount, reached_on = json.loads(part)
    return Milestone(UUID(milestone_id), name, Decimal(amount), _day(reached_on))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
