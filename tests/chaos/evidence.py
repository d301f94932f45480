"""Everything that can be known about a system afterwards: its tables, its topics, QuickBooks, the mailbox, the clients."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from honorar_local.demo.client import ApiClient
from honorar_local.services import SERVICES
from tests.chaos.history import Harm, History
from tests.harness.accounts import Account
from tests.harness.databases import fetch
from tests.harness.system import System
from tests.harness.topics import StoredEvent, dump, first_occurrences

Row = Any
"""A row of a table: fields by name."""


@dataclass
class Evidence:
    """What is looked at is read once, when it is first asked for."""

    system: System
    accounts: Sequence[Account]
    history: History
    harm: Sequence[Harm] = ()

    def rows(self, database: str, statement: str, *, after: str = "") -> list[Row]:
        """Read rows of a service's database, across accounts; `after` other statements, which are taken back."""
        return asyncio.run(fetch(self.system, database, statement, after=after))

    @cached_property
    def events(self) -> list[StoredEvent]:
        """All events on all topics, in the order of each partition."""
        return [e for e in dump(self.system.state.kafka_bootstrap) if not e.topic.endswith(".dlq")]

    @cached_property
    def outbox(self) -> dict[str, list[Row]]:
        """What each service committed to publish, by database, in the order of commits per key."""
        statement = """
            SELECT seq, event_id::text AS id, topic, key, type, payload, published_at
            FROM outbox_messages ORDER BY seq
        """
        return {service.database: self.rows(service.database, statement) for service in SERVICES}

    def events_of(self, *types: str) -> Iterator[StoredEvent]:
        """The first occurrence of each event of these types."""
        return (event for event in first_occurrences(self.events) if event.type in types)

    @cached_property
    def invoices(self) -> list[Row]:
        """All issued invoices."""
        return self.rows(
            "invoicing",
            "SELECT id, account_id, number, series, sequence, organization_id, delivery, seconds, subtotal, tax, total"
            " FROM invoices ORDER BY account_id, series, sequence",
        )

    @cached_property
    def mails(self) -> list[dict[str, Any]]:
        """All mails in the local mailbox."""
        return list(ApiClient(self.system.state.mailbox).get("/api/messages")["messages"])

    def quickbooks_invoices(self, account: Account) -> list[dict[str, Any]]:
        """The invoices in the account's company in QuickBooks."""
        intuit = ApiClient(self.system.state.intuit_double)
        return list(intuit.get(f"/_fake/qbo/{account.realm}/entities/Invoice"))


def by_key(events: Iterable[StoredEvent]) -> dict[tuple[str, str], list[StoredEvent]]:
    """Events of each aggregate, in order."""
    found = defaultdict[tuple[str, str], list[StoredEvent]](list)
    for event in events:
        found[event.topic, event.key].append(event)
    return found
