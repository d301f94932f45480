"""Messages: what is to reach a person, however many deliveries that takes."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from notifier.letters import Letter


@dataclass(frozen=True)
class Message:
    """A letter to a customer. There is one per invoice and step; its `version` counts every change."""

    id: UUID
    account_id: UUID
    invoice_id: UUID
    step: str
    version: int
    letter: Letter
    created_at: datetime
