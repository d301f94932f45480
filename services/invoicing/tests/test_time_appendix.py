"""The time behind an invoice's lines goes along where the account or the draft wants it, and is frozen with the invoice."""

import hashlib
import io
from base64 import b64encode
from typing import Any
from uuid import UUID

import pypdf
import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from invoicing.domain.appendix import worked_on
from invoicing.printing import print_pdf
from invoicing.store.enclosed import load_enclosed
from invoicing.store.invoices import load_issued
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_logos import SVG


async def pages(driver: Driver, invoice: dict[str, Any]) -> list[str]:
    answer = await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")
    document = pypdf.PdfReader(io.BytesIO(answer.content))
    return [" ".join(page.extract_text().split()) for page in document.pages]


async def choose(driver: Driver, what: str) -> None:
    await driver.read("settings")
    changed = await driver.client.patch("/v1/settings", json={"time_appendix": what})
    assert changed.status_code == 200, changed.text


@pytest.mark.parametrize(
    ("what", "count"), [("none", 1), ("entries", 2), ("entries-without-names", 2)]
)
async def test_the_account_decides_what_goes_along(driver: Driver, what: str, count: int) -> None:
    await choose(driver, what)
    await driver.worked(3000, agent_name="Ida Holm", description="Fix the pay button")
    draft = await driver.draft()
    assert draft["time_appendix"] == what
    for invoice in (draft, await driver.issue(draft["id"])):
        found = await pages(driver, invoice)
        assert len(found) == count
        if count == 2:
            assert "Fix the pay button" in found[1]
            assert "0:50" in found[1]
            assert ("Ida Holm" in found[1]) == (what == "entries")


async def test_a_draft_may_say_otherwise(driver: Driver) -> None:
    await driver.worked(3000, description="Fix the pay button")
    draft = await driver.draft()
    changed = await driver.client.patch(
        f"/v1/invoices/{draft['id']}", json={"time_appendix": "entries"}
    )
    assert changed.json()["time_appendix"] == "entries"
    assert len(await pages(driver, await driver.issue(draft["id"]))) == 2


async def test_it_is_frozen_whenever_it_is_printed(driver: Driver) -> None:
    await choose(driver, "entries")
    await driver.worked(3000, agent_name="Ida Holm", description="Fix the pay button")
    invoice = await driver.issue((await driver.draft())["id"])
    mine = f"account_id = '{driver.account}'"
    await driver.tamper(f"UPDATE time_entries SET description = 'x', agent_name = 'y' WHERE {mine}")
    assert "Fix the pay button" in (await pages(driver, invoice))[1]


async def test_a_reprint_of_all_that_was_frozen_is_the_stored_document_to_the_byte(
    driver: Driver,
) -> None:
    await choose(driver, "entries")
    logo = {"content": b64encode(SVG).decode()}
    assert (await driver.client.put("/v1/settings/logo", json=logo)).status_code == 200
    await driver.worked(3000, description="Fix the pay button")
    invoice = await driver.issue((await driver.draft())["id"])
    stored = (await driver.client.get(f"/v1/invoices/{invoice['id']}.pdf")).content
    await driver.client.delete("/v1/settings/logo")
    async with driver.served.database.transaction(driver.account) as session:
        issued = await load_issued(session, UUID(invoice["id"]))
        assert issued is not None
        enclosed = await load_enclosed(session, issued.content)
    assert print_pdf(issued.content, enclosed, at=issued.issued_at) == stored
    assert hashlib.sha256(stored).hexdigest() == issued.document_sha256


async def test_nobody_is_named_where_names_stay_at_home(driver: Driver) -> None:
    await choose(driver, "entries-without-names")
    await driver.worked(3000, agent_name="Ida Holm", description="Fix the pay button")
    await driver.issue((await driver.draft())["id"])
    async with driver.served.database.transaction(driver.account) as session:
        [kept] = await session.scalars(text("SELECT content FROM appendices"))
    assert "Fix the pay button" in kept
    assert "Ida Holm" not in kept


async def test_a_changed_appendix_is_found_and_the_service_cannot_change_one(
    driver: Driver,
) -> None:
    await choose(driver, "entries")
    await driver.worked(3000)
    await driver.issue((await driver.draft())["id"])
    [series] = (await driver.read("reports/numbering", verify=True))["series"]
    assert series["chained"] is True
    with pytest.raises(ProgrammingError):
        async with driver.served.database.transaction(driver.account) as session:
            await session.execute(text("UPDATE appendices SET content = ''"))
    changed = "UPDATE appendices SET content = replace(content, '3000', '3600')"
    await driver.tamper(f"{changed} WHERE account_id = '{driver.account}'")
    [series] = (await driver.read("reports/numbering", verify=True))["series"]
    assert series["chained"] is False


async def test_what_cannot_be_printed_of_the_time_is_refused_before_the_number_is_taken(
    driver: Driver,
) -> None:
    await choose(driver, "entries")
    await driver.worked(3000, description="བོད་")
    refused = await driver.try_issue((await driver.draft())["id"])
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "appendix.entries.0.work"
    assert await driver.read("reports/numbering") == {"series": [], "astray": []}


async def test_an_invoice_without_time_has_no_appendix(driver: Driver) -> None:
    await choose(driver, "entries")
    asked = {"organization_id": str(driver.organization_id)}
    empty = (await driver.client.post("/v1/invoices", json=asked)).json()
    draft = await driver.add_line(empty["id"], kind="fee", description="Set-up", amount="100.00")
    assert len(await pages(driver, draft)) == 1


@pytest.mark.parametrize(
    ("names", "description", "said"),
    [
        (("Webshop", "Checkout"), "Fix the pay button", "Webshop: Checkout: Fix the pay button"),
        (("Webshop", None), "", "Webshop"),
        ((None, None), " a\n b ", "a b"),
        (("Care", "Care"), "Care", "Care"),
    ],
)
def test_an_entry_says_each_of_its_names_once(
    names: tuple[str | None, ...], description: str, said: str
) -> None:
    assert worked_on(names, description) == said
