"""From approved, priced time to a draft."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceDrafted
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry


async def test_ready_time_of_the_period_is_claimed_and_priced(driver: Driver) -> None:
    await driver.worked(3000)
    draft = await driver.draft()
    [line] = draft["lines"]
    assert draft["state"] == "draft"
    assert draft["number"] is None
    assert (line["seconds"], line["hourly_rate"]["amount"]) == (3000, "1200.00")
    assert line["amount"] == {"amount": "1000.00", "currency": "DKK"}
    assert draft["total"] == {"amount": "1250.00", "currency": "DKK"}
    await driver.invariants_hold()


async def test_a_draft_is_published(driver: Driver) -> None:
    await driver.worked(3000)
    draft = await driver.draft()
    [event] = await driver.published(InvoiceDrafted)
    assert str(event.invoice_id) == draft["id"]
    assert (event.seconds, str(event.total.amount)) == (3000, "1250.00")


async def test_six_single_minutes_on_one_line_cost_ten(driver: Driver) -> None:
    for _ in range(6):
        await driver.worked(60, rate="100.00")
    draft = await driver.draft(group_by="all")
    assert [line["amount"]["amount"] for line in draft["lines"]] == ["10.00"]


async def test_a_line_never_mixes_rates(driver: Driver) -> None:
    await driver.worked(3600, rate="1000.00")
    await driver.worked(3600, rate="1200.00")
    await driver.worked(3600, rate="1200.0")
    draft = await driver.draft(group_by="all")
    assert sorted((line["seconds"], line["amount"]["amount"]) for line in draft["lines"]) == [
        (3600, "1000.00"),
        (7200, "2400.00"),
    ]


async def test_a_line_has_a_service_type_only_when_all_its_time_has_the_same(
    driver: Driver,
) -> None:
    await driver.worked()
    await driver.worked(service_type_id=UUID(int=41), service_type_name="Design")
    [mixed] = (await driver.draft(group_by="all"))["lines"]
    assert (mixed["service_type_id"], mixed["service_type_name"]) == (None, None)


async def test_time_outside_the_period_or_of_another_customer_stays_ready(driver: Driver) -> None:
    other = driver.events.organization(name="Sol A/S")
    await driver.served.consume(other)
    await driver.worked(3600)
    await driver.worked(60, work_date="2026-10-01")
    await driver.worked(60, organization_id=other.organization_id)
    assert (await driver.draft())["seconds"] == 3600
    assert (await driver.read("billable-time"))["sums"]["ready"] == 120


async def test_nothing_to_bill_says_what_there_is(driver: Driver) -> None:
    unpriced = approved_entry(driver.organization_id, 1800)
    await driver.served.consume(
        driver.events.timesheet(unpriced), driver.events.no_price(unpriced.entry_id)
    )
    await driver.worked(3600, currency="EUR")
    refused = await driver.try_draft()
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["type"].endswith("nothing-to-bill")
    assert {e["field"]: e["reason"].split(":")[0] for e in problem["errors"]} == {
        "other-currency": "3600 seconds in 1 entries are priced in EUR",
        "unpriced": "1800 seconds in 1 entries have no price (no-rate)",
    }


async def test_what_was_asked_for_and_is_not_on_the_draft_is_listed_with_a_way_out(
    driver: Driver,
) -> None:
    billed = await driver.worked(100)
    invoice = await driver.issue((await driver.draft(entry_ids=[str(billed.entry_id)]))["id"])
    claimed = await driver.worked(200)
    other = await driver.draft(entry_ids=[str(claimed.entry_id)])
    unpriced, coming = (approved_entry(driver.organization_id, n) for n in (300, 400))
    await driver.served.consume(
        driver.events.timesheet(unpriced, coming), driver.events.no_price(unpriced.entry_id)
    )
    await driver.worked(500, currency="EUR")
    await driver.worked(600, work_date="2026-10-01")
    await driver.worked(5400)
    draft = await driver.draft()
    assert draft["seconds"] == 5400
    found = {one["reason"]: one for one in draft["left_out"]}
    assert {reason: one["seconds"] for reason, one in found.items()} == {
        "billed": 100,
        "on-another-draft": 200,
        "unpriced": 300,
        "price-on-its-way": 400,
        "other-currency": 500,
    }
    assert found["billed"]["invoice_ids"] == [invoice["id"]]
    assert found["on-another-draft"]["invoice_ids"] == [other["id"]]
    assert (found["unpriced"]["detail"], found["other-currency"]["detail"]) == ("no-rate", "EUR")
    assert all(one["way_out"] and one["entries"] == 1 for one in draft["left_out"])
    assert draft == await driver.read(f"invoices/{draft['id']}")
    await driver.served.consume(driver.events.price(coming, version=1))
    now = (await driver.read(f"invoices/{draft['id']}"))["left_out"]
    assert [one["seconds"] for one in now if one["reason"] == "ready"] == [400]
    issued = await driver.issue(draft["id"])
    assert issued["left_out"] == []


async def test_time_whose_price_has_not_arrived_is_on_its_way(driver: Driver) -> None:
    made = approved_entry(driver.organization_id)
    await driver.served.consume(driver.events.timesheet(made))
    for asked in ({}, {"entry_ids": [str(made.entry_id)]}):
        refused = await driver.try_draft(**asked)
        assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (
            409,
            "time-on-its-way",
        )
        assert "on its way" in refused.json()["detail"]
        assert int(refused.headers["retry-after"]) > 0
    await driver.served.consume(driver.events.price(made))
    assert (await driver.draft(entry_ids=[str(made.entry_id)]))["seconds"] == 3000


async def test_an_entry_whose_price_came_before_its_approval_is_on_its_way(driver: Driver) -> None:
    made = approved_entry(driver.organization_id)
    await driver.served.consume(driver.events.price(made))
    refused = await driver.try_draft(entry_ids=[str(made.entry_id)])
    assert refused.json()["type"].endswith("time-on-its-way")
    assert refused.json()["errors"][0]["field"] == "entry_ids.0"


async def test_nothing_known_of_the_period_says_that_time_may_be_on_its_way(driver: Driver) -> None:
    refused = await driver.try_draft()
    assert refused.json()["type"].endswith("nothing-to-bill")
    assert "on its way" in refused.json()["detail"]


async def test_another_currency_can_be_drafted_on_its_own(driver: Driver) -> None:
    await driver.worked(3600)
    await driver.worked(3600, rate="150.00", currency="EUR")
    draft = await driver.draft(currency="EUR")
    assert draft["total"] == {"amount": "187.50", "currency": "EUR"}


async def test_named_entries_must_all_be_ready(driver: Driver) -> None:
    made = await driver.worked()
    missing = str(new_id())
    refused = await driver.try_draft(entry_ids=[str(made.entry_id), missing])
    assert refused.status_code == 409
    [error] = refused.json()["errors"]
    assert error["field"] == "entry_ids.1"
    assert missing in error["reason"]
    assert (await driver.read("billable-time"))["sums"]["claimed"] == 0


async def test_a_draft_for_an_unknown_customer_is_refused(driver: Driver) -> None:
    refused = await driver.try_draft(organization_id=str(new_id()))
    [error] = refused.json()["errors"]
    assert (refused.status_code, error["field"]) == (422, "organization_id")


async def test_half_a_period_is_refused(driver: Driver) -> None:
    body = {"organization_id": str(driver.organization_id), "first_day": "2026-09-01"}
    assert (await driver.client.post("/v1/invoices", json=body)).status_code == 422


async def test_parallel_drafts_never_share_an_entry_and_lose_none(driver: Driver) -> None:
    await driver.worked_much(40)
    answers = await asyncio.gather(*(driver.try_draft() for _ in range(8)))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 7
    [won] = [a.json() for a in answers if a.status_code == 201]
    assert won["seconds"] == 2400
    await driver.invariants_hold()


async def test_parallel_drafts_of_overlapping_entries_do_not_deadlock(driver: Driver) -> None:
    made = await driver.worked_much(20)
    ids = [str(one.entry_id) for one in made]
    choices = [ids[:10], ids[5:15][::-1], ids[10:], ids[::-1]]
    answers = await asyncio.gather(*(driver.try_draft(entry_ids=chosen) for chosen in choices))
    assert {a.status_code for a in answers} <= {201, 409}
    billed = sum(a.json()["seconds"] for a in answers if a.status_code == 201)
    assert billed == (await driver.read("billable-time"))["sums"]["claimed"]
    await driver.invariants_hold()


async def test_too_many_lines_are_refused_and_nothing_is_claimed(driver: Driver) -> None:
    await driver.worked_much(751)
    refused = await driver.try_draft(group_by="entry")
    assert refused.json()["type"].endswith("too-many-lines")
    assert (await driver.read("billable-time"))["sums"]["claimed"] == 0
    assert (await driver.draft(group_by="project"))["seconds"] == 751 * 60


async def test_a_deleted_draft_frees_its_time(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert (await driver.client.delete(f"/v1/invoices/{draft['id']}")).status_code == 204
    assert (await driver.read("billable-time"))["sums"] == {
        "unpriced": 0,
        "ready": 3000,
        "held": 0,
        "claimed": 0,
        "billed": 0,
        "written_off": 0,
        "held_back": 0,
    }
    assert (await driver.client.get(f"/v1/invoices/{draft['id']}")).status_code == 404
    await driver.invariants_hold()


async def test_the_same_idempotency_key_drafts_once(driver: Driver) -> None:
    await driver.worked()
    driver.client.headers["Idempotency-Key"] = "september"
    first, again = await driver.try_draft(), await driver.try_draft()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


async def test_explain_shows_the_entries_behind_a_line(driver: Driver) -> None:
    made = await driver.worked()
    draft = await driver.draft()
    [line] = (await driver.read(f"invoices/{draft['id']}/explain"))["lines"]
    assert line["formula"] == "3000 s × 1200.00 ÷ 3600 = 1000 → 1000.00"
    assert [(e["entry_id"], e["seconds"]) for e in line["entries"]] == [(str(made.entry_id), 3000)]


async def test_a_customer_heard_of_with_no_real_currency_is_not_billed_in_it(
    driver: Driver,
) -> None:
    odd = driver.events.organization(currency="XQQ")
    await driver.served.consume(odd)
    await driver.worked(organization_id=odd.organization_id)
    refused = await driver.try_draft(organization_id=str(odd.organization_id))
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (422, "unknown-currency")
    assert await driver.draft(organization_id=str(odd.organization_id), currency="DKK")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("1899-01-01", "2026-09-30", "first_day"), ("2026-09-01", "9999-12-31", "last_day")],
)
async def test_a_period_beyond_all_reckoning_is_refused(
    driver: Driver, first: str, last: str, field: str
) -> None:
    refused = await driver.try_draft(first_day=first, last_day=last)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("customer", "asked", "currency", "language"),
    [
        ({"currency": "EUR", "language": "en-GB"}, {}, "EUR", "en"),
        ({"currency": None, "language": "fr"}, {}, "DKK", "da"),
        ({"currency": "EUR", "language": "da"}, {"currency": "JPY"}, "JPY", "da"),
    ],
)
async def test_a_draft_follows_its_request_then_its_customer_then_the_account(
    driver: Driver,
    customer: dict[str, Any],
    asked: dict[str, Any],
    currency: str,
    language: str,
) -> None:
    changed = driver.events.organization(driver.organization_id, version=2, **customer)
    await driver.served.consume(changed)
    draft = await driver.draft(entry_ids=[], **asked)
    assert (draft["currency"], draft["language"]) == (currency, language)


async def test_what_was_asked_for_is_on_the_draft(driver: Driver) -> None:
    await driver.worked()
    tax = {"category": "standard", "rate": "12.5"}
    draft = await driver.draft(notes="Tak.", reference="PO 1", tax=tax, group_by="day")
    assert (draft["notes"], draft["reference"], draft["group_by"]) == ("Tak.", "PO 1", "day")
    assert (draft["first_day"], draft["last_day"]) == ("2026-09-01", "2026-09-30")
    assert [(t["rate"], t["tax"]["amount"]) for t in draft["tax_totals"]] == [("12.5", "125.00")]
    assert draft["buyer"]["name"] == draft["organization_name"] == "Nordlys ApS"
    assert draft["billing_contact"] == {"name": "Eva Holm", "email": "faktura@nordlys.example"}


async def test_a_draft_of_entries_spans_the_days_of_their_work(driver: Driver) -> None:
    made = [await driver.worked(60, work_date=day) for day in ("2026-09-03", "2026-09-20")]
    draft = await driver.draft(entry_ids=[str(one.entry_id) for one in made])
    assert (draft["first_day"], draft["last_day"]) == ("2026-09-03", "2026-09-20")


async def test_an_entry_named_twice_is_billed_once(driver: Driver) -> None:
    made = str((await driver.worked(3000)).entry_id)
    assert (await driver.draft(entry_ids=[made, made]))["seconds"] == 3000


async def test_named_entries_of_another_customer_or_currency_are_refused(driver: Driver) -> None:
    mine = await driver.worked()
    other = driver.events.organization(name="Sol A/S")
    await driver.served.consume(other)
    theirs = await driver.worked(organization_id=other.organization_id)
    euros = await driver.worked(currency="EUR")
    named = [str(one.entry_id) for one in (mine, theirs, euros)]
    refused = await driver.try_draft(entry_ids=named)
    assert refused.json()["type"].endswith("entries-not-ready")
    found = {e["field"]: e["reason"] for e in refused.json()["errors"]}
    assert list(found) == ["entry_ids.1", "entry_ids.2"]
    assert "another customer" in found["entry_ids.1"]
    assert "EUR" in found["entry_ids.2"]
    await driver.invariants_hold()


async def test_drafts_show_the_customer_as_it_is_now(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    renamed = driver.events.organization(driver.organization_id, version=2, name="Nordlys 2 ApS")
    await driver.served.consume(renamed)
    assert (await driver.read(f"invoices/{draft['id']}"))["buyer"]["name"] == "Nordlys 2 ApS"


async def test_discarding_while_a_draft_is_issued_ends_in_one_of_the_two(driver: Driver) -> None:
    for _ in range(4):
        await driver.worked(60)
        draft = await driver.draft()
        path = f"/v1/invoices/{draft['id']}"
        issued, deleted = await asyncio.gather(
            driver.try_issue(draft["id"]), driver.client.delete(path)
        )
        assert (issued.status_code, deleted.status_code) in {(200, 409), (404, 204)}
        await driver.invariants_hold()


async def test_a_draft_says_what_the_law_still_misses(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft()
    assert draft["missing"] == []
    empty = await driver.draft(first_day=None, last_day=None)
    assert [one["field"] for one in empty["missing"]] == ["lines"]


async def test_the_texts_of_a_draft_are_changed_in_part(driver: Driver) -> None:
    await driver.worked()
    draft = await driver.draft(notes="Thank you", reference="PO 1")
    path = f"/v1/invoices/{draft['id']}"
    changed = (await driver.client.patch(path, json={"reference": "PO 2"})).json()
    assert (changed["notes"], changed["reference"]) == ("Thank you", "PO 2")
    changed = (await driver.client.patch(path, json={"notes": ""})).json()
    assert (changed["notes"], changed["reference"]) == ("", "PO 2")
    await driver.issue(draft["id"])
    refused = await driver.client.patch(path, json={"notes": "Too late"})
    assert refused.json()["type"] == "urn:honorar:problem:invoice-issued"


async def test_of_an_entry_that_it_has_in_part_a_draft_lists_the_rest(driver: Driver) -> None:
    made = await driver.worked(3000)
    await driver.worked(600)
    invoice = await driver.issue((await driver.draft(entry_ids=[str(made.entry_id)]))["id"])
    part = {"entry_id": str(made.entry_id), "start": 0, "end": 1200}
    await driver.credit(
        invoice["id"], {"line_id": invoice["lines"][0]["line_id"], "entries": [part]}
    )
    draft = await driver.draft()
    assert draft["seconds"] == 1800
    [left] = draft["left_out"]
    assert (left["reason"], left["seconds"]) == ("billed", 1800)
