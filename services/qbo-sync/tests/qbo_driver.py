"""qbo-sync under test: its own database and a QuickBooks double that it reaches over HTTP."""

import base64
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import asyncpg
import httpx
import uvicorn
from cryptography.fernet import Fernet

from contracts import Event
from contracts.invoicing import InvoiceIssued
from contracts.qbo_sync import PaymentSeen, PaymentUndone
from contracts.stored import example
from database import new_id
from intuit_double.options import Options
from intuit_double.server import listening, running
from intuit_double.testing import AppClient
from qbo_sync.main import service
from qbo_sync.settings import Settings
from testkit import ACCOUNT, Served, serve, until

REALM = "9130350000000001"
REDIRECT = "http://localhost:9999/v1/callback"
Json = dict[str, Any]


@dataclass
class Driver:
    """Does to the service and to QuickBooks what people do."""

    served: Served
    intuit: AppClient
    billing: httpx.AsyncClient
    browser: httpx.AsyncClient
    webhook_url: str

    async def reset(self) -> None:
        """As on the first day; much faster than a new database for each test."""
        await self.intuit.control("DELETE", "state")
        await self.execute(
            "DO $$ DECLARE name text; BEGIN FOR name IN SELECT tablename FROM pg_tables"
            " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
            " LOOP EXECUTE format('DELETE FROM %I', name); END LOOP; END $$"
        )

    async def connect(self, realm: str = REALM, *, account: UUID = ACCOUNT, **company: Any) -> None:
        """Say yes in QuickBooks, come back, and do what is due."""
        assert await self.return_from_intuit(realm, account=account, **company) == "connected"
        await self.run_tasks()

    async def return_from_intuit(
        self, realm: str = REALM, *, account: UUID = ACCOUNT, **company: Any
    ) -> str:
        """Begin, say yes in QuickBooks, come back; returns the outcome."""
        await self.intuit.control("POST", "companies", realm=realm, **company)
        return await self.come_back(await self.redirect(realm, account=account))

    async def come_back(self, redirect: str, browser: httpx.AsyncClient | None = None) -> str:
        """Follow Intuit's redirect; returns the outcome, of which the app tells."""
        answer = await (browser or self.browser).get(redirect)
        assert answer.status_code == 303, answer.text
        page = urlsplit(answer.headers["location"])
        assert (page.scheme, page.netloc, page.path) == ("", "", "/quickbooks")
        [(name, value)] = parse_qsl(page.query)
        return "connected" if (name, value) == ("connected", "1") else value

    async def begin(self, *, account: UUID = ACCOUNT) -> str:
        """Begin in the browser; returns where it is to go."""
        client = await self.served.as_("billing", account=account)
        client.cookies = self.browser.cookies
        begun = await client.post("/v1/connection")
        self.browser.cookies.update(client.cookies)
        return str(begun.json()["authorize_url"])

    async def redirect(self, realm: str = REALM, *, account: UUID = ACCOUNT) -> str:
        """Begin in the browser; returns where QuickBooks sends it after a yes."""
        approval = {"authorize_url": await self.begin(account=account), "realm": realm}
        answer = await self.intuit.control("POST", "oauth/approve", **approval)
        return str(answer["redirect"]).removeprefix(REDIRECT.removesuffix("/v1/callback"))

    async def receive_webhooks(self, **settings: Any) -> None:
        await self.intuit.control("POST", "webhooks", url=self.webhook_url, **settings)

    async def issue_invoice(self, **changes: Any) -> InvoiceIssued:
        """Let the service consume an issued invoice, and do nothing about it yet."""
        event = invoice_issued(**changes)
        await self.served.consume(event)
        return event

    async def export(self, **changes: Any) -> InvoiceIssued:
        event = await self.issue_invoice(**changes)
        await self.run_tasks()
        return event

    async def run_tasks(self) -> None:
        """Do what is due until nothing is."""
        while await self.served.run_due():
            pass

    async def run_later(self) -> None:
        """Do what waits for a later time, and what a process that died had begun."""
        await self.execute(
            "UPDATE scheduled_tasks SET due_at = now(), lease_until = lease_until - interval '1 h';"
            "UPDATE connections SET paused_until = NULL"
        )
        await self.run_tasks()

    async def export_once(self, **changes: Any) -> InvoiceIssued:
        """One attempt; what it puts off stays put off until `run_later`, however slow the machine is."""
        event = await self.issue_invoice(**changes)
        await self.served.run_due()
        await self.execute(
            "UPDATE scheduled_tasks SET due_at = now() + interval '1 h'"
            " WHERE kind = 'export-invoice' AND state = 'waiting'"
        )
        return event

    async def state(self, event: InvoiceIssued) -> Json:
        answer = await self.billing.get(f"/v1/invoices/{event.invoice_id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def in_quickbooks(self, entity: str = "Invoice", realm: str = REALM) -> list[Json]:
        found = await self.intuit.control("GET", f"qbo/{realm}/entities/{entity}")
        return list(found)

    async def has_invoices(self) -> bool:
        return bool(await self.in_quickbooks())

    async def pay(
        self, event: InvoiceIssued, amount: str = "all", *, realm: str = REALM, **more: Any
    ) -> str:
        """The bookkeeper enters a payment; returns its id."""
        paid = await self.intuit.control(
            "POST", f"qbo/{realm}/payments", invoice=event.number, amount=amount, **more
        )
        return str(paid["Id"])

    async def fault(self, kind: str, match: str = "", **more: Any) -> None:
        await self.intuit.control("POST", "faults", kind=kind, match=match, **more)

    @asynccontextmanager
    async def held(self, match: str, *, when: str) -> AsyncIterator[None]:
        """One such call gets its answer when the block ends; `after` it has been executed already."""
        await self.fault("hold", match, when=when)
        try:
            yield
        finally:
            await self.intuit.control("DELETE", "faults")

    async def until_called(self, path: str, times: int = 1) -> None:
        """Wait until QuickBooks has executed so many calls."""

        async def called() -> bool:
            return len(await self.calls(path)) >= times

        condition: Callable[[], bool | Awaitable[bool]] = called
        await until(condition)

    async def calls(self, path: str, method: str = "") -> list[Json]:
        return list(await self.intuit.control("GET", f"requests?path={path}&method={method}"))

    async def published_payments(self) -> list[tuple[str, str]]:
        """What was published of payments, in order: `("seen", "500.00")`, `("undone", "500.00")`."""
        amounts: dict[UUID, str] = {}
        published = []
        events: list[Event] = await self.served.published()
        for event in events:
            if isinstance(event, PaymentSeen):
                amounts[event.seen_id] = str(event.amount.amount)
                published.append(("seen", amounts[event.seen_id]))
            elif isinstance(event, PaymentUndone):
                published.append(("undone", amounts[event.seen_id]))
        return published

    async def until_webhooks_delivered(self) -> None:
        """Wait until the double has delivered every webhook, then do what they asked for."""

        async def delivered() -> bool:
            return not any((await self.intuit.control("GET", "webhooks")).values())

        condition: Callable[[], bool | Awaitable[bool]] = delivered
        await until(condition)
        await self.run_tasks()

    async def connection(self, account: UUID = ACCOUNT) -> Json:
        """The connection of an account, as its API shows it."""
        client = await self.served.as_("billing", account=account)
        return dict((await client.get("/v1/connection")).json())

    async def execute(self, script: str) -> None:
        """Change the database behind the service's back."""
        connection = await asyncpg.connect(self.served.urls.superuser)
        try:
            await connection.execute(script)
        finally:
            await connection.close()

    async def count(self, table: str) -> int:
        """How many rows there are of all accounts."""
        connection = await asyncpg.connect(self.served.urls.superuser)
        try:
            return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))
        finally:
            await connection.close()


def sign(body: bytes, token: str = Options.verifier_token) -> dict[str, str]:
    """The header with which Intuit signs a webhook."""
    mac = hmac.new(token.encode(), body, hashlib.sha256).digest()
    return {"intuit-signature": base64.b64encode(mac).decode()}


def invoice_issued(**changes: Any) -> InvoiceIssued:
    """An issued invoice of 1250.00 DKK with an id of its own."""
    return example(InvoiceIssued).model_copy(update={"invoice_id": new_id(), **changes})


@asynccontextmanager
async def open_driver(**settings: Any) -> AsyncIterator[Driver]:
    async with (
        running(Options(redirect_uris=(REDIRECT,))) as url,
        AppClient(url) as intuit,
        serve(service, Settings, **pointed_at(url), **settings) as served,
        listening(uvicorn.Config(served.app, port=0, log_level="warning", lifespan="off")) as port,
    ):
        webhook_url = f"http://127.0.0.1:{port}/webhooks/intuit"
        billing, browser = await served.as_("billing"), await served.client()
        yield Driver(served, intuit, billing, browser, webhook_url)


def pointed_at(url: str) -> Json:
    return {
        "qbo_authorize_url": f"{url}/connect/oauth2",
        "qbo_token_url": f"{url}/oauth2/v1/tokens/bearer",
        "qbo_revoke_url": f"{url}/v2/oauth2/tokens/revoke",
        "qbo_api_base_url": url,
        "qbo_client_id": Options.client_id,
        "qbo_client_secret": Options.client_secret,
        "qbo_redirect_uri": REDIRECT,
        "qbo_webhook_verifier_token": f"an-old-one,{Options.verifier_token}",
        "qbo_token_keys": Fernet.generate_key().decode(),
    }
