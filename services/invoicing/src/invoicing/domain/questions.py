"""What a customer asks about an invoice."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from invoicing.domain.errors import TooManyQuestionsError

QUESTIONS_A_DAY = 10
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Question:
    """A customer's question about an invoice, in their own words."""

    id: UUID
    invoice_id: UUID
    asked_at: datetime
    name: str
    text: str


def check_room(asked_today: int) -> None:
    """Raises `TooManyQuestionsError` when an invoice was asked about too often in a day."""
    if asked_today >= QUESTIONS_A_DAY:
        raise TooManyQuestionsError(f"at most {QUESTIONS_A_DAY} in 24 hours")
