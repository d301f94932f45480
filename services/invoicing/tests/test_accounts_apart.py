"""Nothing of one account reaches another, and only the right roles reach anything."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from database import new_id
from invoicing.store.tables import Base
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import SETTINGS, approved_entry
from services.invoicing.tests.recurring_driver import RecurringDriver

LISTS = (
    *("agreement-charges", "billable-time", "credit-notes", "expenses", "invoices", "payments"),
    "recurring-invoices",
)
REPORTS = (
    "reports/conservation",
    "reports/receivables",
    "recurring-invoices/forecast",
    "reports/numbering",
    "reports/vat?first_day=2026-01-01&last_day=2026-12-31",
    "ledger-settings",
    "settings",
    "tax-codes",
)


async def fill(driver: Driver) -> dict[str, Any]:
    """Let every list and report of the account have something in it; returns what was made."""
    invoice = await driver.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    payment = await driver.pay("100.00", (invoice["id"], "60.00"))
    seen = driver.events.payment_seen(invoice["id"], "10.00")
    note = await credit_some(driver, invoice["id"])
    await driver.served.consume(seen, driver.events.credit_note_sent(note["id"]))
    await driver.worked(60)
    draft = await driver.draft()
    await driver.worked(30)
    said = {"description": "Train", "spent_on": "2026-01-05", "currency": "DKK", "amount": "1.00"}
    whole = {"organization_id": str(driver.organization_id), **said}
    assert (await driver.client.post("/v1/expenses", json=whole)).status_code == 201
    charge = driver.events.charge(driver.organization_id)
    held = approved_entry(driver.organization_id, 60)
    await driver.served.consume(
        charge, driver.events.timesheet(held), driver.events.covered_price(held, charge.charge_id)
    )
    recurring = await RecurringDriver(driver).make()
    return {
        "invoice": invoice,
        "payment": payment,
        "draft": draft,
        "seen": seen,
        "note": note,
        "recurring": recurring,
    }


async def credit_some(driver: Driver, invoice_id: str) -> dict[str, Any]:
    """Credit ten minutes of an invoice."""
    [line] = (await driver.read(f"invoices/{invoice_id}/credit"))["lines"]
    part = {"entry_id": line["entries"][0]["entry_id"], "start": 0, "end": 600}
    return await driver.credit(invoice_id, {"line_id": line["line_id"], "entries": [part]})


@pytest.fixture
async def both(driver: Driver) -> tuple[Driver, Driver]:
    """Two accounts of the same service."""
    return driver, await Driver.begin(driver.served)


async def everything(driver: Driver) -> dict[str, Any]:
    """All lists and reports of an account."""
    return {path: await driver.read(path) for path in (*LISTS, *REPORTS)}


async def test_each_account_lists_its_own_and_nothing_of_the_other(
    both: tuple[Driver, Driver],
) -> None:
    made = [await fill(one) for one in both]
    for mine, theirs, driver in zip(made, made[::-1], both, strict=True):
        shown = await everything(driver)
        assert all(shown[path]["items"] for path in LISTS)
        assert shown["reports/receivables"]["items"]
        assert shown["reports/numbering"]["series"][0]["count"] == 1
        assert shown["reports/conservation"]["seconds"]["approved"] == 3000 + 60 + 30 + 60
        assert str(mine["invoice"]["id"]) in str(shown)
        for name in ("invoice", "payment", "draft", "note", "recurring"):
            assert str(theirs[name]["id"]) not in str(shown)


async def test_what_happens_in_one_account_changes_nothing_in_the_other(
    both: tuple[Driver, Driver],
) -> None:
    mine, other = both
    await fill(mine)
    before = await everything(mine)
    theirs = await fill(other)
    await other.served.consume(
        other.events.payment_undone(theirs["seen"]),
        other.events.account_settings(version=2, currency="SEK", time_zone="Asia/Tokyo"),
        other.events.organization(other.organization_id, version=2, name="Sydlys ApS"),
    )
    await other.reverse(theirs["payment"]["id"])
    await other.issue(theirs["draft"]["id"])
    await other.client.put("/v1/settings", json={**SETTINGS, "number_format": "F{seq}"})
    assert await everything(mine) == before


async def test_a_stranger_reads_and_changes_nothing_by_id(both: tuple[Driver, Driver]) -> None:
    driver, stranger = both
    made = await fill(driver)
    await fill(stranger)
    before = await everything(driver)
    client, share = stranger.client, (made["invoice"]["id"], "1.00")
    for found in (made["invoice"], made["draft"]):
        path = f"/v1/invoices/{found['id']}"
        fee = {"kind": "fee", "description": "Setup", "amount": "1.00"}
        responses = [
            await client.get(path),
            await client.get(f"{path}.pdf"),
            await client.get(f"{path}/explain"),
            await client.delete(path),
            await client.post(f"{path}/issue", json={}),
            await client.post(f"{path}/lines", json=fee),
        ]
        assert [r.status_code for r in responses] == [404] * 6
    responses = [
        await client.get(f"/v1/credit-notes/{made['note']['id']}/explain"),
        await client.get(f"/v1/payments/{made['payment']['id']}"),
        await stranger.try_allocate(made["payment"]["id"], share),
        await stranger.try_reverse(made["payment"]["id"]),
    ]
    assert [r.status_code for r in responses] == [404] * 4
    refused = await stranger.try_pay("1.00", share)
    assert "there is no such issued invoice" in refused.json()["detail"]
    assert await everything(driver) == before


async def test_filters_do_not_reach_another_accounts_things(both: tuple[Driver, Driver]) -> None:
    driver, stranger = both
    made = await fill(driver)
    await fill(stranger)
    its = {"organization_id": str(driver.organization_id)}
    for path in LISTS:
        assert (await stranger.read(path, **its))["items"] == []
    searches = [
        ("payments", {"invoice_id": made["invoice"]["id"]}),
        ("billable-time", {"organization_id": str(driver.organization_id), "state": "billed"}),
    ]
    for path, query in searches:
        assert (await stranger.read(path, **query))["items"] == []


async def test_an_event_reaches_only_its_own_accounts_rows(both: tuple[Driver, Driver]) -> None:
    """The other account's message names this one's entry and invoice."""
    driver, stranger = both
    made = await fill(driver)
    before = await everything(driver)
    [mine] = driver.entries[:1]
    [charge] = (await driver.read("agreement-charges"))["items"]
    await stranger.served.consume(
        stranger.events.charge(
            driver.organization_id, charge_id=UUID(charge["charge_id"]), version=9, amount=1
        ),
        stranger.events.price(mine, "1.00", version=9),
        stranger.events.timesheet(mine.model_copy(update={"version": 9, "seconds": 1})),
        stranger.events.payment_seen(made["invoice"]["id"]),
    )
    assert await everything(driver) == before


async def test_the_same_entry_id_in_two_accounts_is_two_entries(
    both: tuple[Driver, Driver],
) -> None:
    driver, other = both
    made = await driver.worked(3000)
    theirs = made.model_copy(update={"organization_id": other.organization_id, "seconds": 60})
    await driver.served.consume(other.events.timesheet(theirs), other.events.price(theirs))
    assert (await driver.draft())["seconds"] == 3000
    assert (await other.draft())["seconds"] == 60


async def test_a_transaction_without_an_account_sees_no_row_of_any_table(driver: Driver) -> None:
    await fill(driver)
    async with driver.served.database.transaction() as session:
        counts = {
            name: await session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    assert {
        "agreement_charges",
        "covered_time",
        "time_entries",
        "claims",
        "invoices",
        "payments",
        "allocations",
    } <= set(counts)
    assert set(counts.values()) == {0}


@pytest.mark.parametrize("role", ["agent", "client"])
async def test_agents_and_clients_have_nothing_to_do_here(driver: Driver, role: str) -> None:
    caller = await driver.served.as_(role, account=driver.account)
    for path in (*LISTS, *REPORTS):
        if (role, path) != ("agent", "expenses"):  # they see their own of these
            assert (await caller.get(f"/v1/{path}")).status_code == 403


async def test_a_manager_reads_and_changes_nothing(driver: Driver) -> None:
    made = await fill(driver)
    before = await everything(driver)
    manager = await driver.served.as_("manager", account=driver.account)
    for path in (*LISTS, *REPORTS):
        assert (await manager.get(f"/v1/{path}")).json() == before[path]
    draft, payment = f"/v1/invoices/{made['draft']['id']}", f"/v1/payments/{made['payment']['id']}"
    shares = {"allocations": [{"invoice_id": made["invoice"]["id"], "amount": "1.00"}]}
    body = {"organization_id": str(driver.organization_id)}
    responses = [
        await manager.put("/v1/settings", json={}),
        await manager.post("/v1/invoices", json=body),
        await manager.post(f"{draft}/issue", json={}),
        await manager.delete(draft),
        await manager.post("/v1/payments", json={}),
        await manager.post(f"{payment}/allocations", json=shares),
        await manager.post(f"{payment}/reverse", json={"reason": "x"}),
    ]
    assert {r.status_code for r in responses} <= {403, 422}
    assert await everything(driver) == before


async def test_without_a_token_there_is_nothing(driver: Driver) -> None:
    nobody = await driver.served.client()
    for path in (*LISTS, *REPORTS):
        assert (await nobody.get(f"/v1/{path}")).status_code == 401
    assert (await nobody.get(f"/v1/payments/{new_id()}")).status_code == 401
