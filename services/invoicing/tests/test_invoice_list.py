"""Invoices at a glance: filters, pages, and what is derived of each."""

from database import new_id
from services.invoicing.tests.driver import Driver


async def test_invoices_are_listed_by_customer_state_number_and_lateness(driver: Driver) -> None:
    late = await driver.invoice(issue_date="2026-01-05", due_date="2026-01-20")
    fresh = await driver.invoice()
    await driver.worked()
    draft = await driver.draft()
    searches = {
        "all": ({}, [late, fresh, draft]),
        "drafts": ({"state": "draft"}, [draft]),
        "issued": ({"state": "issued"}, [late, fresh]),
        "number": ({"number": fresh["number"]}, [fresh]),
        "overdue": ({"overdue": True}, [late]),
        "in time": ({"overdue": False}, [fresh, draft]),
        "customer": ({"organization_id": str(new_id())}, []),
    }
    for query, expected in searches.values():
        found = (await driver.read("invoices", **query))["items"]
        assert [item["id"] for item in found] == [item["id"] for item in expected]


async def test_a_listed_invoice_shows_the_same_as_when_read_alone(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.worked()
    draft = await driver.draft()
    for item in (await driver.read("invoices"))["items"]:
        alone = {invoice["id"]: invoice, draft["id"]: draft}[item["id"]]
        assert item == {name: alone[name] for name in item}


async def test_the_list_comes_in_pages(driver: Driver) -> None:
    ids = [(await driver.invoice(60))["id"] for _ in range(3)]
    first = await driver.read("invoices", limit=2)
    rest = await driver.read("invoices", limit=2, cursor=first["next_cursor"])
    assert [item["id"] for item in first["items"] + rest["items"]] == ids
    assert rest["next_cursor"] is None


async def test_pages_mix_drafts_and_invoices_in_the_order_of_their_drafts(driver: Driver) -> None:
    ids = []
    for number in range(5):
        made = await driver.worked(60)
        drafted = await driver.draft(entry_ids=[str(made.entry_id)])
        ids.append(drafted["id"])
        if number % 2:
            await driver.issue(drafted["id"])
    found, cursor = [], None
    while True:
        page = await driver.read("invoices", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert found == ids


async def test_an_invoice_shows_what_is_paid_and_owed(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.pay("500.00", (invoice["id"], "500.00"))
    [item] = (await driver.read("invoices"))["items"]
    assert (item["paid"]["amount"], item["balance"]["amount"], item["payment"]) == (
        "500.00",
        "750.00",
        "partial",
    )


async def test_amounts_have_the_decimals_of_their_currency(driver: Driver) -> None:
    for currency, rate in (("JPY", "9001"), ("KWD", "10.001")):
        made = await driver.worked(3600, rate, currency)
        await driver.issue(
            (await driver.draft(entry_ids=[str(made.entry_id)], currency=currency))["id"]
        )
    items = (await driver.read("invoices"))["items"]
    assert [(i["subtotal"]["amount"], i["tax"]["amount"], i["paid"]["amount"]) for i in items] == [
        ("9001", "2250", "0"),
        ("10.001", "2.500", "0.000"),
    ]


async def test_invoices_are_found_by_how_far_they_are_paid(driver: Driver) -> None:
    unpaid, partial, paid = [await driver.invoice() for _ in range(3)]
    await driver.worked()
    await driver.draft()
    await driver.pay("1", (partial["id"], "1"))
    total = paid["total"]["amount"]
    await driver.pay(total, (paid["id"], total))
    for payment, expected in (("unpaid", unpaid), ("partial", partial), ("paid", paid)):
        found = (await driver.read("invoices", payment=payment))["items"]
        assert [(item["id"], item["payment"]) for item in found] == [(expected["id"], payment)]
    assert (await driver.read("invoices", payment="overpaid"))["items"] == []


async def test_pages_of_the_newest_first_are_the_same_backwards(driver: Driver) -> None:
    ids = [(await driver.invoice(60))["id"] for _ in range(2)]
    await driver.worked(60)
    ids.append((await driver.draft())["id"])
    first = await driver.read("invoices", limit=2, newest_first=True)
    rest = await driver.read("invoices", limit=2, newest_first=True, cursor=first["next_cursor"])
    assert [item["id"] for item in first["items"] + rest["items"]] == ids[::-1]
