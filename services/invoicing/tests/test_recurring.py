"""Recurring invoices are made on their day, each period once, and nothing is skipped without a word."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import DBAPIError

from contracts.timer import OrganizationMerged
from invoicing.commands import recurring
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW
from services.invoicing.tests.recurring_driver import HOSTING, RecurringDriver, states
from services.invoicing.tests.test_expenses import approved
from testkit import count_statements


@pytest.fixture
async def made(driver: Driver) -> RecurringDriver:
    return RecurringDriver(driver)


async def test_it_is_made_on_its_day_with_the_texts_of_the_period(made: RecurringDriver) -> None:
    support = {
        "kind": "fee",
        "description": "Licences",
        "quantity": "3",
        "unit": "seats",
        "price": "99.50",
    }
    found = await made.make(
        HOSTING,
        support,
        {"kind": "text", "description": "For {period}"},
        {"kind": "discount", "description": "Partner", "percent": "10"},
        notes="Thank you for {quarter}",
        reference="PO {year}",
    )
    assert await made.day(found["id"], "2026-11-30") == []
    [period] = await made.day(found["id"], "2026-12-01")
    assert (period["state"], period["noted_by"]) == ("draft", "recurring")
    draft = await made.driver.read(f"invoices/{period['invoice_id']}")
    assert [(line["description"], line["amount"]) for line in draft["lines"]] == [
        ("Hosting, december 2026", {"amount": "250.00", "currency": "DKK"}),
        ("Licences", {"amount": "298.50", "currency": "DKK"}),
        ("For 1.–31. dec. 2026", None),
        ("Partner", {"amount": "-54.85", "currency": "DKK"}),
    ]
    licences = draft["lines"][1]
    assert (licences["quantity"], licences["unit"]) == ("3", "seats")
    assert licences["unit_price"]["amount"] == "99.50"
    assert (draft["first_day"], draft["last_day"]) == ("2026-12-01", "2026-12-31")
    assert (draft["notes"], draft["reference"]) == ("Thank you for 4. kvartal", "PO 2026")
    assert period["total"] == draft["total"]
    assert (await made.read(found["id"]))["next_on"] == "2027-01-01"


async def test_the_account_s_midnight_is_waited_for(made: RecurringDriver) -> None:
    found = await made.make()
    assert await made.waits(found["id"]) == [datetime(2026, 11, 30, 23, tzinfo=UTC)]
    async with made.begin() as session:
        await recurring.follow_time_zone(
            session, "Asia/Tokyo", now=datetime(2026, 11, 29, tzinfo=UTC)
        )
    assert await made.waits(found["id"]) == [datetime(2026, 11, 30, 15, tzinfo=UTC)]


async def test_the_task_makes_it_and_waits_for_the_next(made: RecurringDriver) -> None:
    now = datetime.now(UTC)
    today = now.astimezone(ZoneInfo("Europe/Copenhagen")).date()
    with made.driver.at(now):
        found = await made.make(recurrence={"starts_on": str(today)}, issue="automatic")
    await made.driver.served.run_due()
    [period] = await made.periods(found["id"])
    assert (period["state"], period["due_on"]) == ("issued", str(today))
    [waits] = await made.waits(found["id"])
    assert waits > now


async def test_a_worker_that_dies_leaves_it_to_the_next(made: RecurringDriver) -> None:
    found = await made.make()
    async with made.driver.dying_at("recurring_periods"):
        with pytest.raises(DBAPIError):
            await made.day(found["id"], "2026-12-01")
    assert (await made.driver.read("invoices"))["items"] == []
    assert states(await made.day(found["id"], "2026-12-01")) == [("2026-12-01", "draft")]
    assert len((await made.driver.read("invoices"))["items"]) == 1


async def test_any_number_of_workers_make_it_once(made: RecurringDriver) -> None:
    found = await made.make()
    work = made.work(found["id"], "2027-01-01")
    done = await asyncio.gather(*(recurring.make_next(work) for _ in range(6)))
    assert sum(done) == 2
    assert states(await made.periods(found["id"])) == [
        ("2026-12-01", "draft"),
        ("2027-01-01", "draft"),
    ]
    drafts = (await made.driver.read("invoices"))["items"]
    assert len(drafts) == 2


async def test_the_database_lets_no_two_invoices_bill_one_day(made: RecurringDriver) -> None:
    found = await made.make()
    await made.day(found["id"], "2026-12-01")
    await made.driver.as_superuser(
        f"UPDATE recurring_invoices SET place = 0, next_on = '2026-12-01' WHERE id = '{found['id']}'"
    )
    with pytest.raises(Exception, match="recurring_periods_once"):
        await recurring.make_next(made.work(found["id"], "2026-12-01"))
    assert len((await made.driver.read("invoices"))["items"]) == 1


async def test_missed_days_are_made_up_in_order_and_told(made: RecurringDriver) -> None:
    found = await made.make(issue="automatic")
    periods = await made.day(found["id"], "2027-02-02")
    assert states(periods) == [
        ("2026-12-01", "draft"),
        ("2027-01-01", "draft"),
        ("2027-02-01", "issued"),
    ]
    assert [one["held_back"] for one in periods] == [["late"], ["late"], []]
    shown = (await made.driver.read("recurring-invoices", attention="true"))["items"]
    assert [one["first_day"] for one in shown[0]["attention"]] == ["2026-12-01", "2027-01-01"]


async def test_one_that_was_paused_before_it_was_issued_stays_a_draft(
    made: RecurringDriver,
) -> None:
    found = await made.make(issue="automatic")
    assert await recurring.make_next(made.work(found["id"], "2026-12-01"))
    await made.act(found["id"], "pause")
    [period] = await made.day(found["id"], "2026-12-01")
    assert (period["state"], period["held_back"]) == ("draft", ["paused"])
    await made.act(found["id"], "resume", catch_up=True)
    assert states(await made.day(found["id"], "2027-01-01")) == [
        ("2026-12-01", "draft"),
        ("2027-01-01", "issued"),
    ]
    await made.act(found["id"], "pause")
    await made.driver.read(f"invoices/{period['invoice_id']}")
    await made.driver.client.delete(f"/v1/invoices/{period['invoice_id']}")
    answer = await made.try_to(found["id"], f"periods/{period['id']}/make")
    assert answer.status_code == 201, answer.text
    [again, _] = await made.day(found["id"], "2027-01-02")
    assert (again["state"], again["held_back"]) == ("draft", ["paused"])


@pytest.mark.parametrize(
    ("ends_on", "state", "held_back"),
    [("2026-11-30", "draft", ["ended"]), ("2026-12-01", "issued", [])],
)
async def test_the_last_one_is_issued_and_what_was_made_beyond_the_end_is_not(
    made: RecurringDriver, ends_on: str, state: str, held_back: list[str]
) -> None:
    begins = {"starts_on": "2026-11-01"}
    found = await made.make(recurrence=begins, issue="automatic")
    await made.day(found["id"], "2026-11-01")
    assert await recurring.make_next(made.work(found["id"], "2026-12-01"))
    ends = {**begins, "ends_on": ends_on}
    changed = await made.try_change(found["id"], recurrence=ends, issue="automatic")
    assert changed.status_code == 200, changed.text
    last = (await made.day(found["id"], "2026-12-01"))[-1]
    assert (last["state"], last["held_back"]) == (state, held_back)


async def test_too_many_missed_ones_are_left_to_a_person(made: RecurringDriver) -> None:
    found = await made.make(recurrence={"unit": "week"})
    assert await made.day(found["id"], "2027-03-30") == []
    paused = await made.read(found["id"])
    assert (paused["state"], paused["paused_by"]) == ("paused", "system")
    with made.driver.at(datetime(2027, 3, 30, 12, tzinfo=UTC)):
        await made.act(found["id"], "resume", catch_up=True)
    assert len(await made.day(found["id"], "2027-03-30")) == 18


async def test_what_was_missed_while_it_was_paused_is_noted_as_skipped(
    made: RecurringDriver,
) -> None:
    found = await made.make()
    await made.act(found["id"], "pause")
    assert await made.day(found["id"], "2027-01-05") == []
    with made.driver.at(datetime(2027, 1, 5, 12, tzinfo=UTC)):
        going = await made.act(found["id"], "resume", catch_up=False)
    assert (going["state"], going["next_on"]) == ("active", "2027-02-01")
    periods = await made.periods(found["id"])
    assert states(periods) == [("2026-12-01", "skipped"), ("2027-01-01", "skipped")]
    assert periods[0]["noted_by"] == "billing-1"
    again = await made.driver.client.post(
        f"/v1/recurring-invoices/{found['id']}/periods/{periods[0]['id']}/make",
        headers={"If-Match": '"3"', "Idempotency-Key": found["id"]},
    )
    assert again.status_code == 201, again.text
    assert (await made.periods(found["id"]))[0]["state"] == "draft"


async def test_a_deleted_draft_is_made_again_when_somebody_says_so(made: RecurringDriver) -> None:
    found = await made.make()
    [period] = await made.day(found["id"], "2026-12-01")
    await made.driver.read(f"invoices/{period['invoice_id']}")
    await made.driver.client.delete(f"/v1/invoices/{period['invoice_id']}")
    assert states(await made.day(found["id"], "2026-12-02")) == [("2026-12-01", "discarded")]
    answer = await made.try_to(found["id"], f"periods/{period['id']}/make")
    assert answer.status_code == 201, answer.text
    [again] = await made.periods(found["id"])
    assert (again["state"], again["invoice_id"]) == ("draft", answer.json()["id"])
    refused = await made.try_to(found["id"], f"periods/{period['id']}/make")
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (409, "period-billed")


async def test_a_failure_stands_alone_and_says_what_to_do(made: RecurringDriver) -> None:
    code = {"code": "DK12", "name": "Reduced", "category": "standard", "rate": "12"}
    await made.driver.write("tax-codes", code)
    found = await made.make({**HOSTING, "tax_code": "DK12"})
    whole = await made.make()
    await made.driver.as_superuser(
        f"UPDATE tax_codes SET retired = true WHERE account_id = '{made.driver.account}'"
    )
    [failed] = await made.day(found["id"], "2026-12-01")
    assert (failed["state"], failed["failure"]["type"]) == ("failed", "invalid-input")
    assert failed["failure"]["way_out"]
    assert states(await made.day(whole["id"], "2026-12-01")) == [("2026-12-01", "draft")]
    shown = (await made.driver.read("recurring-invoices", attention="true"))["items"]
    assert [one["id"] for one in shown] == [found["id"]]
    assert (await made.read(found["id"]))["next_on"] == "2027-01-01"
    answer = await made.try_change(found["id"])
    assert answer.status_code == 200, answer.text
    answer = await made.try_to(found["id"], f"periods/{failed['id']}/make")
    assert answer.status_code == 201, answer.text
    assert states(await made.periods(found["id"])) == [("2026-12-01", "draft")]


async def test_a_customer_without_address_is_drafted_and_not_issued(made: RecurringDriver) -> None:
    bare = made.driver.events.organization(made.driver.organization_id, version=2, address=None)
    await made.driver.served.consume(bare)
    found = await made.make(issue="automatic")
    [period] = await made.day(found["id"], "2026-12-01")
    assert (period["state"], period["held_back"]) == ("draft", ["missing:buyer.address"])


async def test_it_is_billed_to_the_customer_who_stays(made: RecurringDriver) -> None:
    found = await made.make()
    stays = made.driver.events.organization(name="Sydlys ApS")
    double = made.driver.events.organization(made.driver.organization_id, version=2)
    into = {"into_organization_id": stays.organization_id, "merged_at": NOW}
    await made.driver.served.consume(stays, OrganizationMerged(**dict(double), **into))
    [period] = await made.day(found["id"], "2026-12-01")
    draft = await made.driver.read(f"invoices/{period['invoice_id']}")
    assert draft["organization_id"] == str(stays.organization_id)


async def test_it_is_issued_and_sent_where_that_is_wanted(made: RecurringDriver) -> None:
    seats = {"kind": "fee", "description": "Seats", "quantity": "2.5", "price": "33.33"}
    found = await made.make(HOSTING, seats, issue="automatic")
    [period] = await made.day(found["id"], "2026-12-01")
    assert (period["state"], period["number"]) == ("issued", "2026-0001")
    invoice = await made.driver.read(f"invoices/{period['invoice_id']}")
    assert (invoice["issue_date"], invoice["delivery"]["state"]) == ("2026-12-01", "queued")
    assert invoice["subtotal"]["amount"] == "333.33"
    audit({"invoice": await made.driver.read(f"invoices/{invoice['id']}/explain")})
    refused = await made.try_to(found["id"], f"periods/{period['id']}/make")
    assert refused.status_code == 409
    await made.driver.invariants_hold()


async def test_time_and_expenses_of_the_period_go_on_it_in_arrears(made: RecurringDriver) -> None:
    worked, spent = await made.driver.worked(3600), await approved(made.driver)
    found = await made.make(
        with_time=True,
        recurrence={"starts_on": "2026-09-01", "timing": "arrears", "times": 1},
    )
    [period] = await made.day(found["id"], "2026-12-01")
    draft = await made.driver.read(f"invoices/{period['invoice_id']}")
    assert [line["kind"] for line in draft["lines"]] == ["fee", "time", "expense"]
    assert draft["seconds"] == worked.seconds
    assert (await made.driver.read(f"expenses/{spent['id']}"))["state"] == "drafted"
    assert (await made.read(found["id"]))["state"] == "ended"
    await made.driver.invariants_hold()


async def test_a_change_is_of_the_future_only(made: RecurringDriver) -> None:
    found = await made.make()
    [period] = await made.day(found["id"], "2026-12-01")
    dearer = {**HOSTING, "price": "300"}
    answer = await made.try_change(found["id"], dearer)
    assert answer.status_code == 200, answer.text
    draft = await made.driver.read(f"invoices/{period['invoice_id']}")
    assert draft["subtotal"]["amount"] == "250.00"
    _, january = await made.day(found["id"], "2027-01-01")
    draft = await made.driver.read(f"invoices/{january['invoice_id']}")
    assert draft["subtotal"]["amount"] == "300.00"


async def test_other_periods_begin_after_those_that_are_done(made: RecurringDriver) -> None:
    found = await made.make()
    await made.day(found["id"], "2026-12-01")
    refused = await made.try_change(found["id"], recurrence={"unit": "quarter"})
    assert refused.status_code == 422
    assert "2026-12-31" in refused.text
    quarterly = {"unit": "quarter", "starts_on": "2027-01-01"}
    changed = await made.try_change(found["id"], recurrence=quarterly)
    assert changed.status_code == 200, changed.text
    assert states(await made.day(found["id"], "2027-04-01")) == [
        ("2026-12-01", "draft"),
        ("2027-01-01", "draft"),
        ("2027-04-01", "draft"),
    ]


async def test_one_of_which_nothing_was_made_can_be_deleted(made: RecurringDriver) -> None:
    one, other = await made.make(), await made.make()
    path = "/v1/recurring-invoices"
    assert (await made.driver.client.delete(f"{path}/{one['id']}")).status_code == 204
    await made.day(other["id"], "2026-12-01")
    await made.read(other["id"])
    refused = await made.driver.client.delete(f"{path}/{other['id']}")
    assert refused.status_code == 409


async def test_the_forecast_has_what_is_to_be_made(made: RecurringDriver) -> None:
    await made.make()
    await made.make(recurrence={"unit": "quarter"}, currency="EUR")
    found = await made.driver.read("recurring-invoices/forecast")
    assert [(one["monthly"]["amount"], one["currency"]) for one in found["monthly"]] == [
        ("250.00", "DKK"),
        ("83.33", "EUR"),
    ]
    kroner = [one for one in found["months"] if one["currency"] == "DKK"]
    assert [one["month"] for one in kroner][:2] == ["2026-12-01", "2027-01-01"]
    assert len(kroner) == 11
    assert sum(one["count"] for one in found["months"]) == 15


async def test_a_preview_shows_the_next_three_and_keeps_nothing(made: RecurringDriver) -> None:
    about = {"organization_id": str(made.driver.organization_id)}
    body = {**about, **made.body(indexing={"percent": "4", "starts_on": "2027-01-01"})}
    answer = await made.driver.client.post("/v1/recurring-invoices/preview", json=body)
    assert answer.status_code == 200, answer.text
    shown = answer.json()
    assert [(one["due_on"], one["subtotal"]["amount"]) for one in shown["upcoming"]] == [
        ("2026-12-01", "250.00"),
        ("2027-01-01", "260.00"),
        ("2027-02-01", "260.00"),
    ]
    assert shown["upcoming"][0]["lines"][0]["description"] == "Hosting, december 2026"
    assert (await made.driver.read("recurring-invoices"))["items"] == []


async def test_a_change_is_shown_before_it_is_made(made: RecurringDriver) -> None:
    found = await made.make()
    await made.day(found["id"], "2026-12-01")
    path = f"/v1/recurring-invoices/{found['id']}/preview"
    dearer = made.body({**HOSTING, "price": "300"})
    shown = (await made.driver.client.post(path, json=dearer)).json()
    assert [one["first_day"] for one in shown["upcoming"]] == [
        *("2027-01-01", "2027-02-01", "2027-03-01")
    ]
    assert shown["upcoming"][0]["subtotal"]["amount"] == "300.00"
    assert (await made.read(found["id"]))["amount"]["amount"] == "250.00"


@pytest.mark.parametrize(
    "changed",
    [
        {"lines": [{"kind": "text", "description": "Nothing"}]},
        {"lines": [{**HOSTING, "description": "Of {moon}"}]},
        {"lines": [{**HOSTING, "price": "1.001"}]},
        {"lines": [{**HOSTING, "tax_code": "NONE"}]},
        {"lines": [HOSTING, {"kind": "discount", "description": "Off", "price": "251"}]},
        {"currency": "XAU"},
        {"recurrence": {"starts_on": "2020-01-01"}},
        {"organization_id": "0192aaaa-0000-7000-8000-000000000000"},
    ],
)
async def test_what_could_not_be_made_is_refused(
    made: RecurringDriver, changed: dict[str, Any]
) -> None:
    lines = changed.pop("lines", [])
    answer = await made.try_make(*lines, **changed)
    assert answer.status_code == 422, answer.text
    assert (await made.driver.read("recurring-invoices"))["items"] == []


async def test_making_one_takes_a_bounded_number_of_statements(made: RecurringDriver) -> None:
    found = await made.make()
    with count_statements(made.driver.served.database) as counted:
        assert await recurring.make_next(made.work(found["id"], "2026-12-01"))
    assert counted.count == 9, str(counted)


async def test_only_billing_changes_and_agents_see_nothing(made: RecurringDriver) -> None:
    found = await made.make()
    account = made.driver.account
    manager = await made.driver.served.as_("manager", account=account)
    agent = await made.driver.served.as_("agent", account=account)
    stranger = await made.driver.served.as_("billing")
    path = f"/v1/recurring-invoices/{found['id']}"
    assert (await manager.get(path)).status_code == 200
    assert (await agent.get(path)).status_code == 403
    assert (await agent.get("/v1/recurring-invoices/forecast")).status_code == 403
    assert (await stranger.get(path)).status_code == 404
    assert (await stranger.get("/v1/recurring-invoices")).json()["items"] == []
    once = {"If-Match": '"1"', "Idempotency-Key": found["id"]}
    assert (await manager.post(f"{path}/pause", headers=once)).status_code == 403
    assert (await stranger.post(f"{path}/pause", headers=once)).status_code == 404
