"""Why an entry costs what it costs, and what a period earns."""

from datetime import date, timedelta

import pytest

from database import new_id
from services.rates.tests.driver import Driver
from services.rates.tests.factories import billed, recorded, references


async def test_the_winner_and_the_losers_are_shown_with_their_reasons(driver: Driver) -> None:
    entry = recorded(project_id=new_id())
    default = await driver.create_rate("1000")
    special = await driver.create_rate("1450", organization_id=entry.organization_id)
    ended = await driver.create_rate("900", project_id=entry.project_id, valid_to="2026-02-28")
    await driver.create_rate("1", agent_id=new_id())
    await driver.consume(entry)
    explained = await driver.price(entry.entry_id)
    assert explained["rate"] == special
    assert [(one["rate"]["id"], one["won"], one["why"]) for one in explained["candidates"]] == [
        (ended["id"], False, "not valid on 2026-03-02: from 2026-01-01 to 2026-02-28"),
        (special["id"], True, "the most specific rule on 2026-03-02: weight 8"),
        (default["id"], False, "less specific: weight 0 is below 8"),
    ]


async def test_what_an_hour_would_cost_is_told_like_what_one_costs(driver: Driver) -> None:
    entry = recorded(project_id=new_id())
    await driver.create_rate("1000")
    await driver.create_rate("1450", organization_id=entry.organization_id)
    await driver.create_rate("900", project_id=entry.project_id, valid_to="2026-02-28")
    await driver.create_rate("1", agent_id=new_id())
    await driver.consume(entry)
    asked = await driver.match(
        on="2026-03-02",
        project_id=entry.project_id,
        organization_id=entry.organization_id,
        agent_id=entry.agent_id,
    )
    explained = await driver.price(entry.entry_id)
    told = {name: explained[name] for name in ("rate", "unpriced_reason", "candidates")}
    assert asked == told | {"cost": None}


async def test_work_that_would_have_no_price_has_a_reason(driver: Driver) -> None:
    customer = new_id()
    rate = await driver.create_rate("1000", organization_id=customer)
    nobody = await driver.match(on="2026-03-02")
    before = await driver.match(on="2025-12-31", organization_id=customer)
    assert (nobody["unpriced_reason"], nobody["candidates"]) == ("no-organization", [])
    assert (before["unpriced_reason"], before["rate"]) == ("no-rate", None)
    assert [(one["rate"]["id"], one["won"]) for one in before["candidates"]] == [
        (rate["id"], False)
    ]


async def test_the_history_of_a_price_is_shown(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(entry)
    rate = await driver.create_rate("1000")
    explained = await driver.price(entry.entry_id)
    assert [
        (one["price_version"], one["unpriced_reason"], one["rate_id"], one["hourly_rate"])
        for one in explained["history"]
    ] == [
        (1, "no-rate", None, None),
        (2, None, rate["id"], {"amount": "1000.00", "currency": "DKK"}),
    ]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"billable": False}, "not-billable"),
        ({"organization_id": None}, "no-organization"),
        ({"work_date": date(2025, 12, 31)}, "no-rate"),
    ],
)
async def test_time_without_a_price_has_a_reason(
    driver: Driver, changes: dict[str, object], reason: str
) -> None:
    await driver.create_rate("1000")
    entry = recorded(**changes)
    await driver.consume(entry)
    explained = await driver.price(entry.entry_id)
    assert (explained["unpriced_reason"], explained["rate"]) == (reason, None)
    assert all(not one["won"] for one in explained["candidates"])
    assert explained["repricing"] is False


async def test_a_price_that_is_about_to_change_is_marked(driver: Driver) -> None:
    entry = recorded()
    await driver.create_rate("1000")
    await driver.consume(entry, *references(agent_id=entry.agent_id))
    body = {
        "hourly_rate": {"amount": "1200", "currency": "DKK"},
        "valid_from": "2026-01-01",
        "agent_id": str(entry.agent_id),
    }
    await driver.client.post("/v1/rates", json=body)
    assert (await driver.price(entry.entry_id))["repricing"] is True
    await driver.reprice()
    assert (await driver.price(entry.entry_id))["repricing"] is False


async def test_billed_time_is_explained_by_the_rates_that_billed_it(driver: Driver) -> None:
    entry = recorded()
    rate = await driver.create_rate("1000")
    await driver.consume(entry)
    await driver.consume(billed(entry))
    await driver.create_rate("1200", agent_id=entry.agent_id)
    explained = await driver.price(entry.entry_id)
    assert (explained["rate"]["id"], explained["repricing"]) == (rate["id"], False)
    assert [one["rate"]["id"] for one in explained["candidates"]] == [rate["id"]]


async def test_there_is_no_price_of_an_entry_that_nobody_recorded(driver: Driver) -> None:
    assert (await driver.client.get(f"/v1/prices/{new_id()}")).status_code == 404


async def test_time_billed_before_it_was_recorded_is_not_shown(driver: Driver) -> None:
    entry = recorded()
    await driver.consume(billed(entry))
    assert (await driver.client.get(f"/v1/prices/{entry.entry_id}")).status_code == 404


async def test_revenue_is_summed_exactly_and_rounded_once(driver: Driver) -> None:
    customer = new_id()
    await driver.create_rate("100")
    for _ in range(6):
        await driver.consume(recorded(organization_id=customer, seconds=60))
    [line] = await driver.revenue()
    assert line == {
        "organization_id": str(customer),
        "entries": 6,
        "seconds": 360,
        "billed_seconds": 360,
        "rate_seconds": "36000.00",
        "amount": {"amount": "10.00", "currency": "DKK"},
        "invoiced_seconds": 0,
        "invoiced": {"amount": "0.00", "currency": "DKK"},
        "to_invoice_seconds": 360,
        "to_invoice": {"amount": "10.00", "currency": "DKK"},
        "approved_seconds": 0,
        "approved": {"amount": "0.00", "currency": "DKK"},
        "logged_seconds": 360,
        "logged": {"amount": "10.00", "currency": "DKK"},
        "written_off_seconds": 0,
        "included_seconds": 0,
        "prepaid_seconds": 0,
        "charges": {
            name: {"amount": "0.00", "currency": "DKK"}
            for name in ("amount", "billed", "ready", "expected")
        },
    }


async def test_revenue_is_rounded_once_per_project_work_item_and_rate_as_an_invoice_is(
    driver: Driver,
) -> None:
    customer, special, works = new_id(), new_id(), [new_id() for _ in range(3)]
    project = new_id()
    await driver.create_rate("1000")
    await driver.create_rate("1000.1", agent_id=special)
    second = {"organization_id": customer, "seconds": 1}
    for entry in (
        *({"work_item_id": one} for one in works * 2),
        {"work_item_id": works[0], "project_id": project},
        {"work_item_id": works[0], "agent_id": special},
        {},
    ):
        await driver.consume(recorded(**second, **entry))
    [line] = await driver.revenue()
    # 3 × 2 s are 0.56 each, and 1 s of another project, rate or work 0.28 each: as one sum 2.50
    assert (line["entries"], line["amount"]["amount"]) == (9, "2.52")


async def test_an_entry_on_another_work_item_is_rounded_with_that(driver: Driver) -> None:
    await driver.create_rate("1000")
    first = recorded(seconds=1, work_item_id=new_id())
    same = first.model_copy(update={"entry_id": new_id()})
    other = first.model_copy(update={"entry_id": new_id(), "work_item_id": new_id()})
    moved = other.model_copy(update={"version": 2, "work_item_id": first.work_item_id})
    await driver.consume(first, same, other)
    assert [one["amount"]["amount"] for one in await driver.revenue()] == ["0.84"]
    await driver.consume(moved, other, moved)
    assert [one["amount"]["amount"] for one in await driver.revenue()] == ["0.83"]


async def test_currencies_are_never_added_up(driver: Driver) -> None:
    customer, dane, american = new_id(), new_id(), new_id()
    await driver.create_rate("1000", agent_id=dane)
    await driver.create_rate("150.5", agent_id=american, currency="USD")
    await driver.consume(
        recorded(organization_id=customer, agent_id=dane, seconds=3600),
        recorded(organization_id=customer, agent_id=american, seconds=3600),
    )
    lines = await driver.revenue()
    assert [line["amount"] for line in lines] == [
        {"amount": "1000.00", "currency": "DKK"},
        {"amount": "150.50", "currency": "USD"},
    ]


async def test_a_period_includes_its_first_and_last_day(driver: Driver) -> None:
    await driver.create_rate("1000")
    customer, day = new_id(), date(2026, 3, 2)
    for offset in range(-1, 3):
        await driver.consume(
            recorded(organization_id=customer, work_date=day + timedelta(days=offset))
        )
    within = await driver.get(
        "/v1/costs-and-revenue", first_day="2026-03-02", last_day="2026-03-03"
    )
    assert [line["entries"] for line in within["revenue"]] == [2]
    backwards = {"first_day": "2026-03-03", "last_day": "2026-03-02"}
    refused = await driver.client.get("/v1/costs-and-revenue", params=backwards)
    assert refused.status_code == 422


async def test_revenue_is_totalled_by_currency(driver: Driver) -> None:
    await driver.create_rate("1000")
    await driver.consume(recorded(seconds=1800), recorded(organization_id=new_id(), seconds=3600))
    [total] = (await driver.get("/v1/costs-and-revenue"))["totals"]
    assert (total["entries"], total["seconds"], total["amount"]["amount"]) == (2, 5400, "1500.00")


async def test_time_without_a_price_is_summed_by_reason(driver: Driver) -> None:
    await driver.create_rate("1000", valid_from="2026-03-02")
    await driver.consume(
        recorded(billable=False, seconds=1),
        recorded(organization_id=None, seconds=20),
        recorded(work_date=date(2026, 3, 1), seconds=300),
        recorded(work_date=date(2026, 3, 1), seconds=4000),
        recorded(),
    )
    report = await driver.get("/v1/costs-and-revenue")
    assert report["unpriced"] == [
        {"reason": "no-organization", "entries": 1, "seconds": 20},
        {"reason": "no-rate", "entries": 2, "seconds": 4300},
        {"reason": "not-billable", "entries": 1, "seconds": 1},
    ]


async def test_billable_entries_without_a_price_are_listed_page_by_page(driver: Driver) -> None:
    await driver.create_rate("1000")
    missing = [
        recorded(work_date=date(2025, 12, 31)),
        recorded(organization_id=None, work_date=date(2026, 1, 5)),
    ]
    priced, unbillable = recorded(), recorded(billable=False)
    await driver.consume(*missing, priced, unbillable)
    first = await driver.get("/v1/unpriced-entries", limit="1")
    rest = await driver.get("/v1/unpriced-entries", cursor=first["next_cursor"])
    assert [
        (one["entry_id"], one["agent_id"], one["work_date"], one["reason"])
        for one in [*first["items"], *rest["items"]]
    ] == [
        (str(entry.entry_id), str(entry.agent_id), str(entry.work_date), reason)
        for entry, reason in zip(missing, ("no-rate", "no-organization"), strict=True)
    ]
    assert rest["next_cursor"] is None
    january = await driver.get("/v1/unpriced-entries", first_day="2026-01-01")
    assert [one["reason"] for one in january["items"]] == ["no-organization"]
