"""A price that is on its way when an invoice is issued: rates and invoicing end with the same price for the rest."""

import asyncio
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from contracts.timer import ApprovedEntry, TimeEntryRecorded
from contracts.topics import all_events
from honorar_local.demo.account import DemoAccount
from honorar_local.demo.client import ApiClient
from honorar_local.demo.invoicing import prices_have_come
from messaging import Record
from services.invoicing.tests.driver import Driver as Invoicing
from services.invoicing.tests.factories import PERIOD, approved_entry
from services.invoicing.tests.test_credit_notes import of_entry
from services.rates.tests.agreement_driver import Agreements
from services.rates.tests.driver import Driver as Rates
from services.rates.tests.driver import rate_body
from services.rates.tests.factories import references
from testkit import Served, record
from tests.agreement.conftest import Services

HALF, HOUR = 1800, 3600
PROJECT = UUID(int=30)
"""That of approved time, unless a test says otherwise."""


@dataclass
class Books:
    """An account in both services, between which nothing arrives unless a test carries it."""

    pricing: Rates
    billing: Invoicing

    @classmethod
    async def begin(cls, services: Services) -> "Books":
        """An account with a rate of 1,000."""
        billing = await Invoicing.begin(services.invoicing)
        client = await services.rates.as_("owner", account=billing.account)
        pricing = Rates(services.rates, client, billing.account)
        await pricing.create_rate("1000")
        return cls(pricing, billing)

    async def work(self, seconds: int = HOUR, **changed: Any) -> ApprovedEntry:
        """Have time recorded, approved and priced."""
        made = approved_entry(self.billing.organization_id, seconds, **changed)
        sheet = self.billing.events.timesheet(made)
        names = TimeEntryRecorded.model_fields.keys() & ApprovedEntry.model_fields.keys()
        entry = TimeEntryRecorded.model_validate(
            {"account_id": self.billing.account, **{name: getattr(made, name) for name in names}}
        )
        await self.pricing.consume(entry, sheet)
        await self.billing.served.consume(sheet)
        await self.tell_prices()
        return made

    async def tell_prices(self) -> list[Record]:
        """Let invoicing hear all that rates published so far."""
        return await _carry(self.pricing.served, self.billing.served, self.billing.account)

    async def tell_invoices(self) -> list[Record]:
        """Let rates hear all that invoicing published so far."""
        return await _carry(self.billing.served, self.pricing.served, self.billing.account)

    async def issue(self) -> dict[str, Any]:
        """Issue all that is ready; rates does not hear of it."""
        return await self.billing.issue((await self.billing.draft())["id"])

    async def credit(self, invoice: dict[str, Any], made: ApprovedEntry, start: int) -> None:
        """Give half an hour back; rates does not hear of it."""
        part = of_entry(invoice["lines"][0], made.entry_id, start, start + HALF)
        await self.billing.credit(invoice["id"], part)

    async def agree_on(self, amount: str) -> None:
        """Draft the rest; fail unless both services say that it is worth this."""
        drafted = await self.billing.draft()
        time = [Decimal(one["amount"]["amount"]) for one in drafted["lines"] if one["seconds"]]
        [expected] = await self._expected()
        assert (sum(time), expected) == (Decimal(amount), Decimal(amount))

    async def _expected(self) -> list[Decimal]:
        found = await self.pricing.get("/v1/costs-and-revenue", by="organization", **PERIOD)
        return [
            Decimal(one["to_invoice"]["amount"])
            for group in found["groups"]
            for one in group["earnings"]
        ]


async def _carry(sender: Served, reader: Served, account: UUID) -> list[Record]:
    [subscription] = reader.service.subscriptions()
    kinds = [kind for kind in all_events() if kind in subscription.handlers]
    events = [one for one in await sender.published(*kinds) if one.account_id == account]
    records = [record(event) for event in events]
    await reader.process(records)
    return records


@pytest.fixture
async def books(services: Services) -> Books:
    return await Books.begin(services)


@pytest.mark.parametrize("first_to_hear", ["rates", "invoicing"])
async def test_a_part_that_was_given_back_keeps_the_price_that_the_invoice_names(
    books: Books, first_to_hear: str
) -> None:
    made = await books.work()
    invoice = await books.issue()
    await books.pricing.create_rate("1500", project_id=PROJECT)
    await books.credit(invoice, made, 0)
    for _ in range(2):
        if first_to_hear == "rates":
            await books.tell_invoices()
        await books.tell_prices()
        await books.tell_invoices()
    await books.agree_on("500.00")


async def test_all_that_was_given_back_has_the_price_of_today(books: Books) -> None:
    made = await books.work()
    invoice = await books.issue()
    await books.pricing.create_rate("1500", project_id=PROJECT)
    await books.credit(invoice, made, 0)
    on_its_way = await books.tell_prices()
    await books.tell_invoices()
    await books.credit(invoice, made, HALF)
    await books.billing.served.process(on_its_way)
    await books.tell_invoices()
    await books.tell_prices()
    await books.agree_on("1500.00")


async def test_time_that_is_billed_again_before_its_new_price_comes_keeps_the_old_one(
    books: Books,
) -> None:
    made = await books.work()
    invoice = await books.issue()
    await books.pricing.create_rate("1500", project_id=PROJECT)
    for start in (0, HALF):
        await books.credit(invoice, made, start)
    await books.tell_invoices()
    again = await books.issue()
    await books.tell_prices()
    await books.credit(again, made, 0)
    await books.tell_invoices()
    await books.agree_on("500.00")


async def test_what_an_agreement_exceeds_keeps_its_price_when_its_fee_is_billed_first(
    books: Books,
) -> None:
    terms = {"valid_from": "2026-09-01", "amount": "1000.00", "included_seconds": HALF}
    agreement = await Agreements(books.pricing).create(
        organization_id=books.billing.organization_id,
        first_day="2026-09-01",
        last_day="2026-09-30",
        in_advance=True,
        terms=[terms],
    )
    await books.tell_prices()
    await books.issue()
    made = await books.work(work_date=date(2026, 9, 28))
    explained = await books.pricing.price(made.entry_id)
    assert [one["treatment"] for one in explained["segments"]] == ["included", "overage"]
    more = {"valid_from": "2026-09-01", "amount": "1000.00", "included_seconds": HOUR}
    await Agreements(books.pricing).post(agreement, "terms", **more)
    await books.tell_prices()
    await books.tell_invoices()
    await books.agree_on("500.00")


class Gateway(ApiClient):
    """Answers the demonstration's thread as the gateway does, from both services of this one."""

    def __init__(self, books: Books) -> None:
        super().__init__("http://gateway.example")
        self.loop = asyncio.get_running_loop()
        self.clients = {"rates": books.pricing.client, "invoicing": books.billing.client}

    def _request(self, method: str, path: str, **request: Any) -> httpx.Response:
        _, service, rest = path.split("/", 2)
        answer = self.clients[service].request(method, f"/{rest}", **request)
        return asyncio.run_coroutine_threadsafe(answer, self.loop).result()


async def test_the_demonstration_sees_that_prices_are_on_their_way(books: Books) -> None:
    made = await books.work()
    await books.work(agent_id=UUID(int=21))
    gateway = Gateway(books)
    account = DemoAccount(Path(), b"", books.billing.account, gateway, gateway, gateway)
    selection = {"organization_id": str(books.billing.organization_id), **PERIOD}

    async def have_come() -> bool:
        return await asyncio.to_thread(prices_have_come, account, selection)

    assert await have_come()
    rate = rate_body("1500", agent_id=made.agent_id)
    await books.pricing.consume(*references(books.billing.account, agent_id=made.agent_id))
    answer = await books.pricing.client.post("/v1/rates", json=rate)
    assert answer.status_code == 201, answer.text
    assert not await have_come()
    await books.pricing.reprice()
    assert not await have_come()
    await books.tell_prices()
    assert await have_come()
