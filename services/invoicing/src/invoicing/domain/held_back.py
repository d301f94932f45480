"""Ready time that is held back from drafts, for a while or until somebody lets it go."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class HoldBack:
    """What is said of it; from the day `until` on it is as if nothing had been."""

    reason: str
    until: date | None
    held_back_at: datetime
    held_back_by: str


@dataclass(frozen=True)
class HoldBackRequest:
    """Which ready entries of a customer no draft is to take."""

    organization_id: UUID
    entry_ids: tuple[UUID, ...]
    reason: str
    until: date | None = None
