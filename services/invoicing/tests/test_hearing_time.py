"""Hours and prices come twice and in any order, and always end in the same state."""

import itertools
from typing import Any
from uuid import UUID

import pytest

from contracts import Event
from contracts.rates import TimeUnpriced
from services.invoicing.tests.studio import Studio, entry


async def time_of(studio: Studio) -> list[dict[str, Any]]:
    """What the API says of the account's time."""
    items: list[dict[str, Any]] = (await studio.read("billable-time"))["items"]
    return items


def unpriced(studio: Studio, entry_id: UUID, version: int) -> TimeUnpriced:
    return TimeUnpriced(
        account_id=studio.account,
        entry_id=entry_id,
        entry_version=1,
        price_version=version,
        reason="no-rate",
    )


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_any_order_ends_with_the_newest_hours_and_price(
    studio: Studio, order: tuple[int, ...]
) -> None:
    old = entry(studio.organization_id, 600)
    new = entry(studio.organization_id, 900, entry_id=old.entry_id, version=2)
    facts: list[Event] = [
        studio.approved(old),
        studio.approved(new, version=2),
        studio.priced(old, "1000.00", version=1),
        studio.priced(new, "1200.00", version=2),
    ]
    for position in order:
        await studio.served.consume(facts[position])
    [item] = await time_of(studio)
    assert (item["seconds"], item["version"], item["state"]) == (900, 2, "ready")
    assert item["hourly_rate"] == {"amount": "1200.00", "currency": "DKK"}
    await studio.laws_hold()


async def test_redelivery_changes_nothing(studio: Studio) -> None:
    made = entry(studio.organization_id)
    records = await studio.served.consume(studio.approved(made), studio.priced(made))
    before = await time_of(studio)
    await studio.served.process(records)
    await studio.served.consume(studio.priced(made), studio.approved(made))
    assert await time_of(studio) == before


async def test_a_price_belongs_to_one_version_of_the_entry(studio: Studio) -> None:
    old = entry(studio.organization_id, 600)
    new = entry(studio.organization_id, 900, entry_id=old.entry_id, version=2)
    await studio.served.consume(studio.priced(old), studio.approved(new))
    [item] = await time_of(studio)
    assert (item["state"], item["reason"]) == ("unpriced", "not-priced-yet")


async def test_an_unpriced_entry_says_why(studio: Studio) -> None:
    made = entry(studio.organization_id)
    await studio.served.consume(studio.approved(made), unpriced(studio, made.entry_id, 1))
    [item] = await time_of(studio)
    assert (item["state"], item["reason"], item["hourly_rate"]) == ("unpriced", "no-rate", None)


async def test_priced_time_without_a_customer_cannot_be_billed(studio: Studio) -> None:
    await studio.worked(organization_id=None)
    [item] = await time_of(studio)
    assert (item["state"], item["reason"]) == ("unpriced", "no-organization")
    await studio.laws_hold()


async def test_unbillable_time_is_kept_but_in_no_bucket(studio: Studio) -> None:
    await studio.worked(billable=False)
    assert await time_of(studio) == []
    assert (await studio.read("reports/conservation"))["seconds"]["approved"] == 0


async def test_a_new_price_frees_the_time_from_its_draft(studio: Studio) -> None:
    kept, changed = await studio.worked(3600), await studio.worked(1800)
    draft = await studio.draft(group_by="all")
    records = await studio.served.consume(studio.priced(changed, "1500.00", version=2))
    await studio.served.process(records)
    after = await studio.read(f"invoices/{draft['id']}")
    [line] = after["lines"]
    assert (line["seconds"], line["amount"]["amount"]) == (3600, "1200.00")
    states = {item["entry_id"]: item["state"] for item in await time_of(studio)}
    assert states == {str(kept.entry_id): "claimed", str(changed.entry_id): "ready"}
    await studio.laws_hold()


async def test_the_same_price_again_leaves_the_draft_alone(studio: Studio) -> None:
    made = await studio.worked(3600)
    draft = await studio.draft()
    await studio.served.consume(studio.priced(made, version=2))
    assert await studio.read(f"invoices/{draft['id']}") == draft


async def test_new_hours_free_the_time_from_its_draft_and_the_empty_line_goes(
    studio: Studio,
) -> None:
    made = await studio.worked(3600)
    draft = await studio.draft()
    changed = entry(studio.organization_id, 60, entry_id=made.entry_id, version=2)
    await studio.served.consume(studio.approved(changed))
    after = await studio.read(f"invoices/{draft['id']}")
    assert (after["lines"], after["seconds"]) == ([], 0)
    await studio.served.consume(studio.priced(changed, version=2))
    assert (await studio.read("billable-time"))["sums"]["ready"] == 60
    await studio.laws_hold()


async def test_a_draft_changed_by_a_price_has_a_new_etag(studio: Studio) -> None:
    made = await studio.worked(3600)
    await studio.worked(60)
    draft = await studio.draft()
    await studio.served.consume(studio.priced(made, "1.00", version=2))
    studio.client.headers["If-Match"] = '"1"'
    assert (await studio.try_issue(draft["id"])).status_code == 412


async def test_a_new_price_changes_nothing_on_an_issued_invoice(studio: Studio) -> None:
    invoice = await studio.invoice()
    await studio.served.consume(studio.priced(studio.entries[0], "1.00", version=2))
    assert await studio.read(f"invoices/{invoice['id']}") == invoice
    assert (await studio.read("billable-time"))["sums"]["billed"] == 3000
    await studio.laws_hold()


async def test_changed_hours_of_billed_time_become_a_dead_letter(studio: Studio) -> None:
    invoice = await studio.invoice()
    [made] = studio.entries
    changed = entry(studio.organization_id, 60, entry_id=made.entry_id, version=2)
    await studio.served.consume(studio.approved(changed))
    letters = await studio.served.dead_letters()
    assert any(str(made.entry_id) in letter for letter in letters)
    assert await studio.read(f"invoices/{invoice['id']}") == invoice
    await studio.laws_hold()


async def test_new_words_on_billed_time_are_taken(studio: Studio) -> None:
    await studio.invoice()
    [made] = studio.entries
    words = made.model_copy(update={"version": 2, "description": "Fix the button, again"})
    await studio.served.consume(studio.approved(words))
    [item] = await time_of(studio)
    assert (item["description"], item["state"]) == ("Fix the button, again", "billed")


async def test_an_older_customer_does_not_replace_a_newer_one(studio: Studio) -> None:
    here = studio.organization_id
    new, old = (studio.customer(here, version=v, name=f"Nordlys {v}") for v in (3, 2))
    await studio.served.consume(new, old, old)
    await studio.worked()
    assert (await studio.draft())["organization_name"] == "Nordlys 3"


async def test_time_is_filtered_by_customer_period_and_state_in_pages(studio: Studio) -> None:
    for day in ("2026-09-01", "2026-09-02", "2026-10-01"):
        await studio.worked(60, work_date=day)
    await studio.worked(60, organization_id=None)
    wanted = {"organization_id": str(studio.organization_id), "last_day": "2026-09-30"}
    first = await studio.read("billable-time", **wanted, state="ready", limit=1)
    second = await studio.read(
        "billable-time", **wanted, state="ready", limit=1, cursor=first["next_cursor"]
    )
    days = [page["items"][0]["work_date"] for page in (first, second)]
    assert (days, second["next_cursor"]) == (["2026-09-01", "2026-09-02"], None)
    assert first["sums"]["ready"] == 120
    assert (await studio.read("billable-time", state="billed"))["items"] == []
