"""Words for the stories of those who set rates."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import text

from contracts.invoicing import BilledEntry, TimeBilled
from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import TimeEntryRecorded
from database import new_id
from testkit import ACCOUNT, Served, until

Answer = dict[str, Any]


@dataclass(frozen=True)
class Office:
    """Someone of the account who sets rates, and the service they talk to."""

    served: Served
    client: httpx.AsyncClient

    async def sets(self, amount: str, **rule: Any) -> Answer:
        """Set a rate and re-price; DKK from 2026 on unless said otherwise."""
        money = {"amount": amount, "currency": rule.pop("currency", "DKK")}
        body = {"hourly_rate": money, "valid_from": "2026-01-01", **rule}
        answer = await self.client.post("/v1/rates", json=_plain(body))
        assert answer.status_code == 201, answer.text
        await self.settles()
        return dict(answer.json())

    async def gets(self, path: str, **query: str) -> Any:
        """Read something that must be there."""
        answer = await self.client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def settles(self) -> None:
        """Let every re-pricing end."""
        while await self.served.run_due():
            pass

    async def said(self, entry_id: UUID | None = None) -> list[TimePriced | TimeUnpriced]:
        """Read the prices that were said, of one entry or all."""
        facts = await self.served.published(TimePriced, TimeUnpriced)
        return [
            fact
            for fact in facts
            if isinstance(fact, TimePriced | TimeUnpriced) and entry_id in (None, fact.entry_id)
        ]

    async def somebody_waits(self) -> bool:
        """Whether a transaction on this database waits for another one's turn."""
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with self.served.database.transaction() as session:
            return bool(await session.scalar(waiting))

    async def waiting(self) -> None:
        """Wait until somebody waits."""
        condition: Callable[[], bool | Awaitable[bool]] = self.somebody_waits
        await until(condition)


def recorded(**changes: Any) -> TimeEntryRecorded:
    """50 billable minutes on 2026-03-02 for a customer, unless said otherwise."""
    usual: Answer = {
        "account_id": ACCOUNT,
        "entry_id": new_id(),
        "version": 1,
        "agent_id": new_id(),
        "organization_id": new_id(),
        "work_date": date(2026, 3, 2),
        "seconds": 3000,
        "billable": True,
    }
    return TimeEntryRecorded.model_validate({**usual, **changes})


def billed(*entries: TimeEntryRecorded, at: datetime | None = None) -> TimeBilled:
    """An invoice, issued now, that bills these entries."""
    return TimeBilled(
        account_id=ACCOUNT,
        invoice_id=new_id(),
        number="2026-0001",
        part=1,
        parts=1,
        entries=tuple(BilledEntry(entry_id=one.entry_id, seconds=one.seconds) for one in entries),
        billed_at=at or datetime.now(UTC),
    )


def _plain(body: Answer) -> Answer:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in body.items()}
