"""Time that a draft had and lost."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

LossReason = Literal[
    "reopened",
    "hours-changed",
    "withdrawn",
    "price-changed",
    "customer-merged",
    "agreement-changed",
]


@dataclass(frozen=True)
class LostTime:
    """Raw seconds of an entry, and why they are no longer on the draft."""

    entry_id: UUID
    seconds: int
    reason: LossReason
    agent_name: str | None
    work_item_name: str | None
    work_date: date | None
    lost_at: datetime
    ready_seconds: int
    """What the draft could take of the entry now."""


def ready_again(lost: Iterable[LostTime]) -> int:
    """What the draft could take of all these entries, each counted once however often it was lost."""
    return sum({one.entry_id: one.ready_seconds for one in lost}.values())
