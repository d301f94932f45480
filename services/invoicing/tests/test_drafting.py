"""From approved, priced time to a draft."""

import asyncio
from uuid import UUID

import pytest

from contracts.invoicing import InvoiceDrafted
from database import new_id
from services.invoicing.tests.studio import Studio, entry


async def test_ready_time_of_the_period_is_claimed_and_priced(studio: Studio) -> None:
    await studio.worked(3000)
    draft = await studio.draft()
    [line] = draft["lines"]
    assert draft["state"] == "draft"
    assert draft["number"] is None
    assert (line["seconds"], line["hourly_rate"]["amount"]) == (3000, "1200.00")
    assert line["amount"] == {"amount": "1000.00", "currency": "DKK"}
    assert draft["total"] == {"amount": "1250.00", "currency": "DKK"}
    await studio.laws_hold()


async def test_a_draft_is_said(studio: Studio) -> None:
    await studio.worked(3000)
    draft = await studio.draft()
    [fact] = await studio.published(InvoiceDrafted)
    assert str(fact.invoice_id) == draft["id"]
    assert (fact.seconds, str(fact.total.amount)) == (3000, "1250.00")


async def test_six_single_minutes_on_one_line_cost_ten(studio: Studio) -> None:
    for _ in range(6):
        await studio.worked(60, rate="100.00")
    draft = await studio.draft(group_by="all")
    assert [line["amount"]["amount"] for line in draft["lines"]] == ["10.00"]


async def test_a_line_never_mixes_rates(studio: Studio) -> None:
    await studio.worked(3600, rate="1000.00")
    await studio.worked(3600, rate="1200.00")
    await studio.worked(3600, rate="1200.0")
    draft = await studio.draft(group_by="all")
    assert sorted((line["seconds"], line["amount"]["amount"]) for line in draft["lines"]) == [
        (3600, "1000.00"),
        (7200, "2400.00"),
    ]


async def test_each_grouping_names_its_lines(studio: Studio) -> None:
    names = {
        "entry": "Checkout: Fix the pay button",
        "work_item": "Webshop: Checkout",
        "project": "Webshop",
        "agent": "Mette Friis",
        "service_type": "Development",
        "day": "28. september 2026",
        "all": "Arbejde",
    }
    await studio.worked()
    for grouping, name in names.items():
        draft = await studio.draft(group_by=grouping)
        assert [line["description"] for line in draft["lines"]] == [name]
        await studio.client.delete(f"/v1/invoices/{draft['id']}")


async def test_a_line_has_a_service_type_only_when_all_its_time_has_the_same(
    studio: Studio,
) -> None:
    await studio.worked()
    await studio.worked(service_type_id=UUID(int=41), service_type_name="Design")
    [mixed] = (await studio.draft(group_by="all"))["lines"]
    assert (mixed["service_type_id"], mixed["service_type_name"]) == (None, None)


async def test_time_outside_the_period_or_of_another_customer_stays_ready(studio: Studio) -> None:
    other = studio.customer(name="Sol A/S")
    await studio.served.consume(other)
    await studio.worked(3600)
    await studio.worked(60, work_date="2026-10-01")
    await studio.worked(60, organization_id=other.organization_id)
    assert (await studio.draft())["seconds"] == 3600
    assert (await studio.read("billable-time"))["sums"]["ready"] == 120


async def test_nothing_to_bill_says_what_there_is(studio: Studio) -> None:
    unpriced = entry(studio.organization_id, 1800)
    await studio.served.consume(studio.approved(unpriced))
    await studio.worked(3600, currency="EUR")
    refused = await studio.try_draft()
    assert refused.status_code == 409
    problem = refused.json()
    assert problem["type"].endswith("nothing-to-bill")
    assert {e["field"]: e["reason"] for e in problem["errors"]} == {
        "priced in EUR": "1 entries, 3600 seconds",
        "unpriced": "1 entries, 1800 seconds",
    }


async def test_another_currency_can_be_drafted_on_its_own(studio: Studio) -> None:
    await studio.worked(3600)
    await studio.worked(3600, rate="150.00", currency="EUR")
    draft = await studio.draft(currency="EUR")
    assert draft["total"] == {"amount": "187.50", "currency": "EUR"}


async def test_named_entries_must_all_be_ready(studio: Studio) -> None:
    made = await studio.worked()
    missing = str(new_id())
    refused = await studio.try_draft(entry_ids=[str(made.entry_id), missing])
    assert refused.status_code == 409
    assert [e["reason"] for e in refused.json()["errors"]] == [missing]
    assert (await studio.read("billable-time"))["sums"]["claimed"] == 0


async def test_an_unknown_customer_is_not_found(studio: Studio) -> None:
    assert (await studio.try_draft(organization_id=str(new_id()))).status_code == 404


async def test_half_a_period_is_refused(studio: Studio) -> None:
    body = {"organization_id": str(studio.organization_id), "first_day": "2026-09-01"}
    assert (await studio.client.post("/v1/invoices", json=body)).status_code == 422


async def test_parallel_drafts_never_share_an_entry_and_lose_none(studio: Studio) -> None:
    await studio.worked_much(40)
    answers = await asyncio.gather(*(studio.try_draft() for _ in range(8)))
    assert sorted(a.status_code for a in answers) == [201] + [409] * 7
    [won] = [a.json() for a in answers if a.status_code == 201]
    assert won["seconds"] == 2400
    await studio.laws_hold()


async def test_parallel_drafts_of_overlapping_entries_do_not_deadlock(studio: Studio) -> None:
    made = await studio.worked_much(20)
    ids = [str(one.entry_id) for one in made]
    choices = [ids[:10], ids[5:15][::-1], ids[10:], ids[::-1]]
    answers = await asyncio.gather(*(studio.try_draft(entry_ids=chosen) for chosen in choices))
    assert {a.status_code for a in answers} <= {201, 409}
    billed = sum(a.json()["seconds"] for a in answers if a.status_code == 201)
    assert billed == (await studio.read("billable-time"))["sums"]["claimed"]
    await studio.laws_hold()


async def test_too_many_lines_are_refused_and_nothing_is_claimed(studio: Studio) -> None:
    await studio.worked_much(751)
    refused = await studio.try_draft(group_by="entry")
    assert refused.json()["type"].endswith("too-many-lines")
    assert (await studio.read("billable-time"))["sums"]["claimed"] == 0
    assert (await studio.draft(group_by="project"))["seconds"] == 751 * 60


async def test_a_deleted_draft_frees_its_time(studio: Studio) -> None:
    await studio.worked()
    draft = await studio.draft()
    assert (await studio.client.delete(f"/v1/invoices/{draft['id']}")).status_code == 204
    assert (await studio.read("billable-time"))["sums"] == {
        "unpriced": 0,
        "ready": 3000,
        "claimed": 0,
        "billed": 0,
    }
    assert (await studio.client.get(f"/v1/invoices/{draft['id']}")).status_code == 404
    await studio.laws_hold()


async def test_the_same_idempotency_key_drafts_once(studio: Studio) -> None:
    await studio.worked()
    studio.client.headers["Idempotency-Key"] = "september"
    first, again = await studio.try_draft(), await studio.try_draft()
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]


async def test_explain_shows_the_entries_behind_a_line(studio: Studio) -> None:
    made = await studio.worked()
    draft = await studio.draft()
    [line] = (await studio.read(f"invoices/{draft['id']}/explain"))["lines"]
    assert line["formula"] == "3000 s × 1200.00 ÷ 3600 = 1000 → 1000.00"
    assert [(e["entry_id"], e["seconds"]) for e in line["entries"]] == [(str(made.entry_id), 3000)]


async def test_a_customer_heard_of_with_no_real_currency_is_not_billed_in_it(
    studio: Studio,
) -> None:
    odd = studio.customer(currency="XQQ")
    await studio.served.consume(odd)
    await studio.worked(organization_id=odd.organization_id)
    refused = await studio.try_draft(organization_id=str(odd.organization_id))
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (422, "unknown-currency")
    assert await studio.draft(organization_id=str(odd.organization_id), currency="DKK")


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("1899-01-01", "2026-09-30", "first_day"), ("2026-09-01", "9999-12-31", "last_day")],
)
async def test_a_period_beyond_all_reckoning_is_refused(
    studio: Studio, first: str, last: str, field: str
) -> None:
    refused = await studio.try_draft(first_day=first, last_day=last)
    assert refused.status_code == 422
    assert [e["field"] for e in refused.json()["errors"]] == [field]
