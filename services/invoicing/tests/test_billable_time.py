"""Hours and prices come twice and in any order, and always end in the same state."""

import itertools
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts import Event
from contracts.invoicing import TimeBilled
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry


async def time_of(driver: Driver) -> list[dict[str, Any]]:
    """The account's time as the API shows it."""
    items: list[dict[str, Any]] = (await driver.read("billable-time"))["items"]
    return items


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_any_order_twice_ends_with_the_newest_hours_and_price(
    driver: Driver, order: tuple[int, ...]
) -> None:
    old = approved_entry(driver.organization_id, 600)
    new = approved_entry(driver.organization_id, 900, entry_id=old.entry_id, version=2)
    events: list[Event] = [
        driver.events.timesheet(old),
        driver.events.timesheet(new, version=2),
        driver.events.price(old, "1000.00", version=1),
        driver.events.price(new, "1200.00", version=2),
    ]
    for position in (*order, *order[::-1]):
        await driver.served.consume(events[position])
    [item] = await time_of(driver)
    assert (item["seconds"], item["version"], item["state"]) == (900, 2, "ready")
    assert item["hourly_rate"] == {"amount": "1200.00", "currency": "DKK"}
    await driver.invariants_hold()


async def test_redelivery_changes_nothing(driver: Driver) -> None:
    made = approved_entry(driver.organization_id)
    records = await driver.served.consume(driver.events.timesheet(made), driver.events.price(made))
    before = await time_of(driver)
    await driver.served.process(records)
    await driver.served.consume(driver.events.price(made), driver.events.timesheet(made))
    assert await time_of(driver) == before


async def test_a_price_belongs_to_one_version_of_the_entry(driver: Driver) -> None:
    old = approved_entry(driver.organization_id, 600)
    new = approved_entry(driver.organization_id, 900, entry_id=old.entry_id, version=2)
    await driver.served.consume(driver.events.price(old), driver.events.timesheet(new))
    [item] = await time_of(driver)
    assert (item["state"], item["reason"]) == ("unpriced", "not-priced-yet")


async def test_an_unpriced_entry_says_why(driver: Driver) -> None:
    made = approved_entry(driver.organization_id)
    await driver.served.consume(
        driver.events.timesheet(made), driver.events.no_price(made.entry_id)
    )
    [item] = await time_of(driver)
    assert (item["state"], item["reason"], item["hourly_rate"]) == ("unpriced", "no-rate", None)


async def test_priced_time_without_a_customer_cannot_be_billed(driver: Driver) -> None:
    await driver.worked(organization_id=None)
    [item] = await time_of(driver)
    assert (item["state"], item["reason"]) == ("unpriced", "no-organization")
    await driver.invariants_hold()


async def test_unbillable_time_is_kept_but_in_no_bucket(driver: Driver) -> None:
    await driver.worked(billable=False)
    assert await time_of(driver) == []
    assert (await driver.read("reports/conservation"))["seconds"]["approved"] == 0


async def test_a_price_in_another_currency_frees_the_time_from_its_draft(driver: Driver) -> None:
    kept, changed = await driver.worked(3600), await driver.worked(1800)
    draft = await driver.draft(group_by="all")
    price = driver.events.price(changed, "150.00", "EUR", version=2)
    records = await driver.served.consume(price)
    await driver.served.process(records)
    after = await driver.read(f"invoices/{draft['id']}")
    [line] = after["lines"]
    assert (line["seconds"], line["amount"]["amount"]) == (3600, "1200.00")
    states = {item["entry_id"]: item["state"] for item in await time_of(driver)}
    assert states == {str(kept.entry_id): "claimed", str(changed.entry_id): "ready"}
    await driver.invariants_hold()


async def test_the_same_price_again_leaves_the_draft_alone(driver: Driver) -> None:
    made = await driver.worked(3600)
    draft = await driver.draft()
    await driver.served.consume(driver.events.price(made, version=2))
    assert await driver.read(f"invoices/{draft['id']}") == draft


async def test_new_hours_free_the_time_from_its_draft_and_the_empty_line_goes(
    driver: Driver,
) -> None:
    made = await driver.worked(3600)
    draft = await driver.draft()
    changed = approved_entry(driver.organization_id, 60, entry_id=made.entry_id, version=2)
    await driver.served.consume(driver.events.timesheet(changed))
    after = await driver.read(f"invoices/{draft['id']}")
    assert (after["lines"], after["seconds"]) == ([], 0)
    await driver.served.consume(driver.events.price(changed, version=2))
    assert (await driver.read("billable-time"))["sums"]["ready"] == 60
    await driver.invariants_hold()


async def test_a_draft_changed_by_a_price_has_a_new_etag(driver: Driver) -> None:
    made = await driver.worked(3600)
    await driver.worked(60)
    draft = await driver.draft()
    await driver.served.consume(driver.events.price(made, "1.00", version=2))
    driver.client.headers["If-Match"] = '"1"'
    assert (await driver.try_issue(draft["id"])).status_code == 412


async def test_a_new_price_changes_nothing_on_an_issued_invoice(driver: Driver) -> None:
    invoice = await driver.invoice()
    await driver.served.consume(driver.events.price(driver.entries[0], "1.00", version=2))
    assert await driver.read(f"invoices/{invoice['id']}") == invoice
    assert (await driver.read("billable-time"))["sums"]["billed"] == 3000
    await driver.invariants_hold()


@pytest.mark.parametrize(
    "change", [{"seconds": 60}, {"billable": False}, {"organization_id": None}]
)
async def test_of_a_sheet_only_the_changed_billed_entry_is_set_aside_with_the_reason(
    driver: Driver, change: dict[str, Any]
) -> None:
    invoice = await driver.invoice()
    [made] = driver.entries
    changed = made.model_copy(update={"version": 2, **change})
    others = [approved_entry(driver.organization_id, 60) for _ in range(499)]
    dead = await driver.served.dead_letters()
    sheet = driver.events.timesheet(*others[:250], changed, *others[250:])
    records = await driver.served.consume(sheet)
    await driver.served.process(records)
    assert await driver.served.dead_letters() == dead
    assert await driver.read(f"invoices/{invoice['id']}") == invoice
    assert (await driver.read("billable-time"))["sums"]["unpriced"] == 499 * 60
    [item] = (await driver.read("billable-time", change_refused=True))["items"]
    assert (item["entry_id"], item["version"], item["state"]) == (str(made.entry_id), 1, "billed")
    refused = item["refused_change"]
    assert (refused["version"], refused["seconds"]) == (2, changed.seconds)
    assert invoice["number"] in refused["reason"]
    await driver.invariants_hold()


async def test_hours_that_agree_with_their_invoice_again_are_taken(driver: Driver) -> None:
    await driver.invoice()
    [made] = driver.entries
    changed = made.model_copy(update={"version": 2, "seconds": 60})
    restored = made.model_copy(update={"version": 3})
    for order in ([changed, restored], [changed, restored, changed]):
        for one in order:
            await driver.served.consume(driver.events.timesheet(one, version=one.version))
        [item] = await time_of(driver)
        assert (item["version"], item["seconds"], item["refused_change"]) == (3, 3000, None)
    assert (await driver.read("billable-time", change_refused=True))["items"] == []


async def test_new_words_on_billed_time_are_taken(driver: Driver) -> None:
    await driver.invoice()
    [made] = driver.entries
    words = made.model_copy(update={"version": 2, "description": "Fix the button, again"})
    await driver.served.consume(driver.events.timesheet(words))
    [item] = await time_of(driver)
    assert (item["description"], item["state"]) == ("Fix the button, again", "billed")


@pytest.mark.parametrize("order", list(itertools.permutations([2, 3, 4])))
async def test_the_newest_customer_holds_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    for version in order:
        event = driver.events.organization(
            driver.organization_id, version=version, name=f"Nordlys {version}"
        )
        records = await driver.served.consume(event, event)
        await driver.served.process(records)
    assert (await driver.draft(entry_ids=[]))["organization_name"] == "Nordlys 4"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_the_newest_of_prices_and_of_no_price_holds_in_whatever_order_and_twice(
    driver: Driver, order: tuple[int, ...]
) -> None:
    made = approved_entry(driver.organization_id)
    await driver.served.consume(driver.events.timesheet(made))
    events: list[Event] = [
        driver.events.price(made, "1000.00", version=1),
        driver.events.no_price(made.entry_id, version=2),
        driver.events.price(made, "1200.00", version=3),
    ]
    for position in (*order, *order):
        await driver.served.consume(events[position])
    [item] = await time_of(driver)
    assert (item["state"], item["hourly_rate"]["amount"]) == ("ready", "1200.00")


async def test_time_is_filtered_by_customer_period_and_state_in_pages(driver: Driver) -> None:
    for day in ("2026-09-01", "2026-09-02", "2026-10-01"):
        await driver.worked(60, work_date=day)
    await driver.worked(60, organization_id=None)
    wanted = {"organization_id": str(driver.organization_id), "last_day": "2026-09-30"}
    first = await driver.read("billable-time", **wanted, state="ready", limit=1)
    second = await driver.read(
        "billable-time", **wanted, state="ready", limit=1, cursor=first["next_cursor"]
    )
    days = [page["items"][0]["work_date"] for page in (first, second)]
    assert (days, second["next_cursor"]) == (["2026-09-01", "2026-09-02"], None)
    assert first["sums"]["ready"] == 120
    assert (await driver.read("billable-time", state="billed"))["items"] == []


async def test_billed_time_is_published_with_the_price_of_its_line(driver: Driver) -> None:
    made = await driver.worked()
    draft = await driver.draft()
    await driver.served.consume(driver.events.price(made, "1200.00", version=2))
    await driver.issue(draft["id"])
    await driver.served.consume(driver.events.price(made, "1500.00", version=3))
    [billed] = await driver.published(TimeBilled)
    [time] = billed.ranges
    assert (time.hourly_rate, billed.currency) == (Decimal("1200.00"), "DKK")
    assert time.price_version == 1


async def test_billed_time_shows_the_rate_of_its_line_whatever_price_comes_later(
    driver: Driver,
) -> None:
    made = await driver.worked()
    await driver.draft()
    [claimed] = (await driver.read("billable-time"))["items"]
    await driver.issue(claimed["invoice_id"])
    await driver.served.consume(driver.events.price(made, "99.00", "EUR", version=2))
    [billed] = (await driver.read("billable-time"))["items"]
    assert (claimed["state"], billed["state"]) == ("claimed", "billed")
    rate = {"amount": "1200.00", "currency": "DKK"}
    assert (claimed["hourly_rate"], billed["hourly_rate"]) == (rate, rate)


async def test_claimed_time_shows_the_rate_of_its_line(driver: Driver) -> None:
    await driver.worked()
    await driver.draft()
    await driver.tamper(
        f"UPDATE time_entries SET segments = '[{{\"hourly_rate\": 5}}]' WHERE account_id = '{driver.account}'"
    )
    [claimed] = (await driver.read("billable-time"))["items"]
    assert claimed["hourly_rate"]["amount"] == "1200.00"


async def test_what_is_not_billed_is_listed_by_customer(driver: Driver) -> None:
    other = driver.events.organization(name="Sydlys ApS")
    await driver.served.consume(other)
    await driver.invoice(7200)
    await driver.worked(60)
    unpriced = approved_entry(other.organization_id, 1800)
    await driver.served.consume(driver.events.timesheet(unpriced))
    drafted = await driver.worked(600, organization_id=other.organization_id)
    await driver.draft(
        organization_id=str(other.organization_id), entry_ids=[str(drafted.entry_id)]
    )
    gone = await driver.worked(120)
    about = {"organization_id": str(driver.organization_id), "reason": "A favour"}
    await driver.write("write-offs", {**about, "entries": [{"entry_id": str(gone.entry_id)}]})
    held = await driver.worked(30)
    await driver.write("held-back-time", {**about, "entry_ids": [str(held.entry_id)]})
    found = await driver.read("billable-time/customers")
    by_customer = {
        UUID(one["organization_id"]): {k: v for k, v in one.items() if v and k != "organization_id"}
        for one in found["customers"]
    }
    assert by_customer == {
        driver.organization_id: {"ready": 90, "held_back": 30, "written_off": 120},
        other.organization_id: {"unpriced": 1800, "claimed_by_drafts": 600},
    }
    assert found["sums"]["ready"] == 90


async def test_customers_time_is_for_those_who_read_invoices(driver: Driver) -> None:
    await driver.worked(60)
    for role, status in (("manager", 200), ("agent", 403)):
        client = await driver.served.as_(role, account=driver.account)
        assert (await client.get("/v1/billable-time/customers")).status_code == status
