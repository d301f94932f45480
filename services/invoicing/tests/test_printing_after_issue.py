"""The PDF is made of the frozen content after issuing: by the task, or by whoever asks first; once, and the same for all."""

import asyncio
import hashlib
from datetime import datetime
from uuid import UUID

import pytest
from sqlalchemy import text

from contracts.invoicing import InvoiceIssued
from invoicing.commands import documents
from invoicing.domain.document import Enclosed
from invoicing.domain.invoice import InvoiceContent
from invoicing.printing import print_pdf, printable
from invoicing.store.invoices import load_issued
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS


async def stored(driver: Driver) -> list[str]:
    """The hashes of the account's documents."""
    async with driver.served.database.transaction(driver.account) as session:
        return list(await session.scalars(text("SELECT sha256 FROM documents")))


async def run_late_tasks(driver: Driver) -> None:
    """Do what waits for a moment in which nobody asks."""
    await driver.as_owner(
        "SET LOCAL honorar.across_accounts = 'on'",
        "UPDATE scheduled_tasks SET due_at = now() WHERE kind = 'print'",
    )
    await driver.served.run_due()


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the invoices that were printed, one for each time; tasks of other tests' accounts run as well."""
    ids: list[str] = []

    def observed(content: InvoiceContent, enclosed: Enclosed, *, at: datetime) -> bytes:
        ids.append(str(content.id))
        return print_pdf(content, enclosed, at=at)

    monkeypatch.setattr(documents, "print_pdf", observed)
    return ids


async def test_issuing_prints_nothing_and_the_task_makes_the_document(
    driver: Driver, printed: list[str]
) -> None:
    invoice = await driver.invoice()
    assert (await stored(driver), invoice["document_sha256"]) == ([], None)
    assert invoice["id"] not in printed
    await run_late_tasks(driver)
    [sha256] = await stored(driver)
    assert (await driver.read(f"invoices/{invoice['id']}"))["document_sha256"] == sha256
    document = await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    assert hashlib.sha256(document.content).hexdigest() == sha256
    assert printed.count(invoice["id"]) == 1


async def test_who_asks_first_makes_it_and_the_task_finds_it_there(
    driver: Driver, printed: list[str]
) -> None:
    invoice = await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    anybody = await driver.served.client()
    first = await anybody.get(issued.document.path)
    await run_late_tasks(driver)
    assert (await anybody.get(issued.document.path)).content == first.content
    assert (len(await stored(driver)), printed.count(invoice["id"])) == (1, 1)


async def test_all_who_ask_at_once_get_the_same_bytes(driver: Driver) -> None:
    invoice = await driver.invoice()
    [issued] = await driver.published(InvoiceIssued)
    anybody = await driver.served.client()
    token = issued.customer_page.partition("#")[2]
    customer = await driver.served.client({"Authorization": f"Bearer {token}"})
    answers = await asyncio.gather(
        *(driver.client.get(f"/v1/invoices/{invoice['id']}.pdf") for _ in range(3)),
        *(anybody.get(issued.document.path) for _ in range(3)),
        *(customer.get("/v1/customer-page/document") for _ in range(3)),
    )
    assert {answer.status_code for answer in answers} == {200}
    [content] = {answer.content for answer in answers}
    assert await stored(driver) == [hashlib.sha256(content).hexdigest()]


async def test_it_is_made_of_what_was_frozen_whenever_it_is_made(driver: Driver) -> None:
    invoice = await driver.invoice()
    async with driver.served.database.transaction(driver.account) as session:
        issued = await load_issued(session, UUID(invoice["id"]))
    assert issued is not None
    await driver.client.put("/v1/settings", json={**SETTINGS, "payment_instructions": "Elsewhere"})
    made = await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    assert made.content == print_pdf(issued.content, at=issued.issued_at)


@pytest.mark.parametrize("where", ["description", "notes", "name", "settings"])
async def test_what_cannot_be_printed_is_refused_before_the_number_is_taken(
    driver: Driver, where: str
) -> None:
    await driver.worked()
    if where == "name":
        named = driver.events.organization(driver.organization_id, version=2, name="བོད་")
        await driver.served.consume(named)
    draft = await driver.draft(**({"notes": "བོད་"} if where == "notes" else {}))
    if where == "description":
        await driver.add_line(draft["id"], kind="text", description="བོད་")
    if where == "settings":
        settings = {**SETTINGS, "payment_instructions": "བོད་"}
        assert (await driver.client.put("/v1/settings", json=settings)).status_code == 200
    refused = await driver.try_issue(draft["id"])
    assert refused.status_code == 422
    assert refused.json()["type"] == "urn:honorar:problem:text-not-printable"
    assert await driver.read("reports/numbering") == {"series": [], "astray": []}


async def test_every_character_and_every_marked_word_is_tried_once(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[set[str]] = []
    prints = printable._prints

    def observed(content: InvoiceContent, pieces: set[str]) -> bool:
        tried.append(pieces)
        return prints(content, pieces)

    monkeypatch.setattr(printable, "_prints", observed)
    monkeypatch.setattr(printable, "_printed", {})
    for notes in ("Tak", "Tak Ω", "ที่ Tak", "ที่ ที่ ΩΩ"):
        await driver.worked()
        draft = await driver.draft(notes=notes)
        await driver.issue(draft["id"])
    assert tried[1:] == [{"Ω"}, {"ที่"}]
