"""Agreements to test with: each kind as plain as it can be, changed by whatever a test is about."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from rates.domain.agreements import Agreement
from rates.domain.terms import Block, Milestone, Terms

CUSTOMER, AGREEMENT = UUID(int=7), UUID(int=1000)
FIRST_DAY = date(2026, 1, 1)
HOUR = 3600


def agreement(kind: Any = "monthly-minimum", number: int = 0, **changes: Any) -> Agreement:
    """An agreement of a kind from the first of 2026 on; a monthly one has a fee or minimum of 1000, and 20 hours."""
    first_day = changes.pop("first_day", FIRST_DAY)
    plain = Agreement(
        UUID(int=AGREEMENT.int + number), 1, CUSTOMER, "Support", kind, "DKK", first_day
    )
    return replace(plain, **_parts(kind, first_day) | changes)


def _parts(kind: str, first_day: date) -> dict[str, Any]:
    of_kinds: dict[str, dict[str, Any]] = {
        "monthly-minimum": {"terms": (terms(first_day, "1000", 20),)},
        "spend-minimum": {"terms": (terms(first_day, "1000"),)},
        "fixed-price": {"milestones": (milestone(1),)},
    }
    return of_kinds.get(kind, {})


def terms(valid_from: date, amount: str, hours: float = 0) -> Terms:
    """A fee or minimum from a day on, with the hours that it includes."""
    return Terms(valid_from, Decimal(amount), int(hours * HOUR))


def block(number: int, hours: float | None = None, **changes: Any) -> Block:
    """A block for 500, bought and paid on the first day."""
    seconds = None if hours is None else int(hours * HOUR)
    plain = Block(UUID(int=number), FIRST_DAY, Decimal(500), seconds, usable_from=FIRST_DAY)
    return replace(plain, **changes)


def milestone(number: int, amount: str = "5000", reached_on: date | None = None) -> Milestone:
    """A part of a fixed price."""
    return Milestone(UUID(int=number), f"Part {number}", Decimal(amount), reached_on)


def fee(hours: float = 10, amount: str = "1000", **changes: Any) -> Agreement:
    """An agreement A with a fee of 1000 a month for some hours."""
    first_day = changes.get("first_day", FIRST_DAY)
    return agreement(**{"name": "A", "terms": (terms(first_day, amount, hours),)} | changes)
