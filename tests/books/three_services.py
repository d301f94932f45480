"""Timer, rates and invoicing in one account, with a wire between them that a test holds up where it likes."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import httpx

import invoicing.main
import invoicing.settings
import rates.main
import rates.settings
import timer.main
import timer.settings
from database import new_id
from services.invoicing.tests.driver import Driver as Invoicing
from services.invoicing.tests.driver import remember_etags
from services.invoicing.tests.factories import SETTINGS
from services.rates.tests.driver import Driver as Rates
from services.timer.tests.driver import Driver as Timer
from services.timer.tests.driver import open_account
from testkit import Served, serve
from tests.agreement.harm import Harm
from tests.agreement.wire import Inbox, Wire

SECRET = "a secret for tests only"
ADDRESS = {"address_lines": ["Havnegade 1"], "postal_code": "1058", "city": "København"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Services:
    """The three, each with a database of its own."""

    timer: Served
    rates: Served
    invoicing: Served


@asynccontextmanager
async def three_services() -> AsyncIterator[Services]:
    """Run them; what differs is looked at again at once."""
    async with (
        serve(timer.main.service, timer.settings.Settings, seal_secret=SECRET) as tracking,
        serve(rates.main.service, rates.settings.Settings, second_look_seconds=0) as pricing,
        serve(
            invoicing.main.service, invoicing.settings.Settings, document_secret=SECRET
        ) as billing,
    ):
        yield Services(tracking, pricing, billing)


@dataclass
class Books:
    """An account in all three."""

    timer: Timer
    rates: Rates
    invoicing: Invoicing
    owner: httpx.AsyncClient
    wire: Wire

    @classmethod
    async def open(cls, services: Services) -> "Books":
        """An account with a rate of 1,000 an hour."""
        account = new_id()
        tracking = await open_account(services.timer, account)
        billing = await services.invoicing.as_("billing", account=account)
        remember_etags(billing)
        assert (await billing.put("/v1/settings", json=SETTINGS)).status_code == 200
        owner = await services.rates.as_("owner", account=account)
        named = {"timer": services.timer, "rates": services.rates, "invoicing": services.invoicing}
        chance = Random(7)
        inboxes = {
            name: Inbox(served, account, Harm(served, account, chance))
            for name, served in named.items()
        }
        organization_id = UUID(tracking.organization["id"])
        books = cls(
            tracking,
            Rates(services.rates, owner, account),
            Invoicing(services.invoicing, account, billing, organization_id),
            owner,
            Wire(inboxes, chance),
        )
        assert (await tracking.update_settings()).status_code == 200
        await tracking.change(f"organizations/{organization_id}", **ADDRESS)
        await books.wire.settle()
        await books.rates.create_rate("1000")
        return books

    async def approve(self, *hours: tuple[str, int]) -> list[UUID]:
        """Entries of these days and seconds, recorded, handed in and approved; returns them."""
        made = [UUID((await self.timer.record(work_date=day, seconds=s))["id"]) for day, s in hours]
        for sheet in await self.timer.list("timesheets", self.timer.agent):
            if sheet["state"] == "draft":
                submitted = (await self.timer.submit(sheet)).json()
                assert (await self.timer.approve(submitted)).status_code == 200
        return made

    async def bill(self, *entry_ids: UUID) -> Json:
        """Issue an invoice of these entries."""
        drafted = await self.invoicing.draft(entry_ids=[str(one) for one in entry_ids])
        return await self.invoicing.issue(drafted["id"])

    async def ask(self) -> None:
        """Have the books compared."""
        asked = await self.owner.post("/v1/reconciliations")
        assert asked.status_code == 202, asked.text

    async def found(self) -> Json:
        """What the newest comparison says."""
        shown: Json = (await self.owner.get("/v1/reconciliations")).json()["items"][0]
        return shown

    async def compare(self) -> Json:
        """Have the books compared, to the end."""
        await self.ask()
        await self.wire.settle()
        return await self.found()


def states(run: Json) -> dict[str, str]:
    """How the comparison with each service ended."""
    return {one["service"]: one["state"] for one in run["books"]}


def named(run: Json, service: str) -> list[tuple[str, str]]:
    """What differs from a service, and of which entry."""
    return [
        (one["kind"], one["entry_ids"][0])
        for one in run["differences"]
        if one["service"] == service
    ]


async def sabotage(served: Served, *statements: str, rows: Sequence[int] = (1,)) -> None:
    """What no command does: change rows beneath the triggers and the grants."""
    connection = await asyncpg.connect(served.urls.superuser)
    await connection.execute("SET session_replication_role = replica")
    for statement in statements:
        done = await connection.execute(statement)
        assert int(done.split()[-1]) in rows, done
    await connection.close()
