"""The messages between rates, invoicing and whoever plays the timer: in order for each key, else in any, and some twice."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import text

from contracts import Event
from contracts.topics import all_events
from messaging import Record
from testkit import Served, record
from tests.agreement.harm import Harm

_TYPES = {event.type: event for event in all_events()}
Key = tuple[str, str]


@dataclass
class Inbox:
    """What a service is still to consume, by topic and key, and what it consumed."""

    served: Served
    account: UUID
    harm: Harm
    """What comes to it while it works."""
    waiting: dict[Key, list[Record]] = field(default_factory=lambda: defaultdict(list))
    consumed: list[Record] = field(default_factory=list)
    read: int = 0

    def put(self, events: Iterable[Event]) -> None:
        """Let those wait that the service has a handler for."""
        [subscription] = self.served.service.subscriptions()
        for event in events:
            if type(event) in subscription.handlers:
                key = event.topic, str(getattr(event, event.key_field))
                self.waiting[key].append(record(event))

    async def consume(self, chance: Random, *, all_of_it: bool = False) -> None:
        """Consume some of what waits, and perhaps something of before again."""
        keys = [key for key, records in self.waiting.items() if records]
        chance.shuffle(keys)
        batch: list[Record] = []
        for key in keys if all_of_it else keys[: chance.randint(0, len(keys))]:
            records = self.waiting[key]
            count = len(records) if all_of_it else chance.randint(1, len(records))
            batch += records[:count]
            del records[:count]
        if self.consumed and chance.random() < 0.2:
            batch += chance.sample(self.consumed, min(3, len(self.consumed)))
        if batch:
            await self.harm.process(batch)
            self.consumed += batch

    async def published(self) -> list[Event]:
        """What the service published of this account since this was asked last."""
        async with self.served.database.transaction(across_accounts=True) as session:
            rows = await session.execute(
                text(
                    "SELECT seq, type, payload FROM outbox_messages"
                    " WHERE seq > :seq AND account_id = :account ORDER BY seq"
                ),
                {"seq": self.read, "account": self.account},
            )
            found = rows.all()
        self.read = found[-1].seq if found else self.read
        return [_TYPES[row.type].model_validate_json(row.payload) for row in found]


@dataclass
class Wire:
    """All services of a life, by name; whatever one publishes reaches every other that handles it."""

    inboxes: Mapping[str, Inbox]
    chance: Random
    told: list[Event] = field(default_factory=list)
    """What services published, for whoever plays the timer."""

    def publish(self, *events: Event) -> None:
        """Publish as the timer does."""
        for inbox in self.inboxes.values():
            inbox.put(events)

    async def carry(self) -> int:
        """Bring what services published to those who handle it; returns how much."""
        count = 0
        for sender in self.inboxes.values():
            events = await sender.published()
            self.publish(*events)
            self.told += events
            count += len(events)
        return count

    async def step(self) -> None:
        """Let some messages arrive, somewhere."""
        await self.carry()
        for inbox in self.chance.sample(list(self.inboxes.values()), len(self.inboxes)):
            if self.chance.random() < 0.6:
                await inbox.consume(self.chance)

    async def settle(self) -> None:
        """Let everything arrive and every task be done."""
        busy = True
        while busy:
            busy = bool(await self.carry())
            for inbox in self.inboxes.values():
                busy = busy or any(inbox.waiting.values())
                await inbox.consume(self.chance, all_of_it=True)
                busy = bool(await inbox.harm.run_due()) or busy

    @property
    def kills(self) -> int:
        """How often something was killed."""
        return sum(inbox.harm.kills for inbox in self.inboxes.values())

    def state(self) -> dict[str, Any]:
        """What waits, for messages of failures."""
        return {name: len(inbox.consumed) for name, inbox in self.inboxes.items()}
