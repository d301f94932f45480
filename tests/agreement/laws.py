"""What holds of an account when all messages have arrived."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from contracts.rates import AgreementChargeChanged, TimePriced
from services.invoicing.tests.auditor import audit
from tests.agreement.checker import amount, check_price
from tests.agreement.life import Life
from tests.agreement.timer import FIRST_DAY

MONTHS = {
    "first_month": FIRST_DAY.isoformat(),
    "last_month": f"{FIRST_DAY.year}-12-01",
}
PERIOD = {"first_day": FIRST_DAY.isoformat(), "last_day": f"{FIRST_DAY.year}-12-31"}


async def check(life: Life) -> None:
    """Fail unless every law holds: now, after all of it came twice, and when the rest is billed."""
    await life.settle()
    await life.laws.check_numbers(verify=True)
    await life.runs.check()
    await _books_balance(life)
    await _every_bucket_opens(life)
    await _prices_explain_themselves(life)
    await _documents_are_computed_again(life)
    before = await _state(life)
    for inbox in life.wire.inboxes.values():
        await inbox.served.process(inbox.consumed)
    await life.settle()
    assert await _state(life) == before, "messages that came again changed something"
    await _the_rest_is_billed_as_expected(life)
    await _books_balance(life)
    await _documents_are_computed_again(life)


async def _books_balance(life: Life) -> None:
    """Every approved billable second is in one bucket, and there are as many as people had approved (domain §6)."""
    await life.check()
    report = await life.billing.read("reports/conservation")
    assert report["seconds"]["approved"] == life.timer.approved_seconds
    for served in (life.pricing.served, life.billing.served):
        assert await served.dead_letters() == []


async def _every_bucket_opens(life: Life) -> None:
    """Each bucket of the conservation law has the seconds that its entries are listed with."""
    seconds = (await life.billing.read("reports/conservation"))["seconds"]
    names = {"claimed": "claimed_by_drafts", "written-off": "written_off"}
    for state in ("unpriced", "ready", "held", "claimed", "billed", "written-off"):
        page = await life.billing.read("billable-time", state=state, limit=500)
        bucket = seconds[names.get(state, state)]
        assert page["sums"][state.replace("-", "_")] == bucket, (state, seconds)
        assert bool(page["items"]) == bool(bucket), (state, seconds)


async def _prices_explain_themselves(life: Life) -> None:
    """The segments of each price cover its entry, and follow from what the answer says of it alone."""
    for entry in life.timer.entries:
        price = await life.pricing.price(entry.entry_id)
        check_price(price)
        assert not price["repricing"], price


async def _documents_are_computed_again(life: Life) -> None:
    """Every draft, invoice and credit note comes to what a program of others makes of its explanation."""
    prices = {
        str(one.entry_id): await life.pricing.price(one.entry_id) for one in life.timer.entries
    }
    ledgers = {
        one: await life.pricing.get(f"/v1/agreements/{one}/ledger", **MONTHS)
        for one in life.agreements
    }
    for invoice in (await life.billing.read("invoices", limit=500))["items"]:
        explained = await life.billing.read(f"invoices/{invoice['id']}/explain")
        notes = [
            await life.billing.read(f"credit-notes/{one['id']}/explain")
            for one in explained["settlements"]
            if one["kind"] == "credit-note"
        ]
        about = {"credit_notes": notes, "prices": prices, "ledgers": ledgers}
        audit({"invoice": explained, **about})


async def _explained(life: Life) -> dict[str, Decimal] | None:
    """What each customer is still to pay for time, recomputed from the prices; None where an entry is billed in part."""
    parts: dict[tuple[Any, ...], list[tuple[int, Decimal]]] = defaultdict(list)
    for entry in life.timer.entries:
        price = await life.pricing.price(entry.entry_id)
        if price["billed_at"]:
            items = (await life.billing.read("billable-time", limit=500))["items"]
            theirs = [one for one in items if one["entry_id"] == str(entry.entry_id)]
            if any(one["state"] in ("ready", "held") for one in theirs):
                return None
            continue  # billed, or written off
        for one in price["segments"]:
            if one["treatment"] in ("hourly", "overage"):
                rate = Decimal(one["hourly_rate"])
                line = (entry.project_id, entry.work_item_id, rate, one["treatment"])
                parts[entry.organization_id, *line].append((one["billed_seconds"], rate))
    explained: dict[str, Decimal] = defaultdict(Decimal)
    for (customer, *_), line_parts in parts.items():
        explained[str(customer)] += amount(line_parts)
    return explained


async def _state(life: Life) -> Any:
    """What the services say of the account."""
    revenue = await life.pricing.get("/v1/costs-and-revenue", by="organization", **PERIOD)
    items = (await life.billing.read("billable-time", limit=500))["items"]
    newest: dict[str, TimePriced] = {}
    return revenue, sorted(items, key=lambda one: str(one["entry_id"])), newest


async def _the_rest_is_billed_as_expected(life: Life) -> None:
    """What rates expects of all that is approved and not billed is what a draft of it charges, to the cent."""
    await _delete_drafts(life)
    await life.print_hours(None)  # rates say what time is worth to the second
    life.wire.publish(*life.timer.approve_all())
    await life.settle()
    await life.let_go()  # what a reopened sheet had is held back still, once it is approved again
    expected, ready = await _expected(life), await _ready_charges(life)
    explained = await _explained(life)
    for customer in life.timer.customers:
        answer = await life.billing.try_draft(organization_id=str(customer), **PERIOD)
        lines = answer.json()["lines"] if answer.status_code == 201 else []
        time = [Decimal(line["amount"]["amount"]) for line in lines if line["kind"] == "time"]
        assert sum(time) == expected[str(customer)], (time, expected, explained)
        assert explained is None or explained[str(customer)] == expected[str(customer)]
        agreed = [Decimal(one["amount"]["amount"]) for one in lines if one["kind"] == "agreement"]
        assert sum(agreed) == ready[str(customer)], agreed
        if answer.status_code == 201:
            issued = await life.billing.try_issue(answer.json()["id"])
            assert issued.status_code == 200, issued.text
    await life.settle()
    assert not any((await _expected(life)).values())
    assert not any((await _ready_charges(life)).values())
    await _agreements_are_billed(life)


async def _agreements_are_billed(life: Life) -> None:
    """Every charge that can be billed is, once; what agreements hold waits for what cannot be billed yet."""
    charges = (await life.billing.read("agreement-charges", limit=500))["items"]
    assert not [one for one in charges if one["state"] in ("billable", "drafted")]
    held = sum(one["held_seconds"] for one in charges)
    seconds = (await life.billing.read("reports/conservation"))["seconds"]
    assert (seconds["held"], seconds["ready"]) == (held, 0)
    for one in charges:
        assert not one["held_seconds"] or one["state"] in ("waiting", "nothing"), one
    published = {}
    for event in await life.pricing.served.published(AgreementChargeChanged):
        published[str(event.charge_id)] = event
    for one in charges:
        event = published[one["charge_id"]]
        assert (one["used_seconds"], one["overage_seconds"]) == (
            event.used_seconds,
            event.overage_seconds,
        )


async def _expected(life: Life) -> dict[str, Decimal]:
    """What each customer is still to pay for time, by its id."""
    revenue = await life.pricing.get("/v1/costs-and-revenue", by="organization", **PERIOD)
    expected: dict[str, Decimal] = defaultdict(Decimal)
    for group in revenue["groups"]:
        for one in group["earnings"]:
            charges = one["charges"]
            unbilled = Decimal(charges["amount"]["amount"]) - Decimal(charges["billed"]["amount"])
            expected[str(group["id"])] += Decimal(one["to_invoice"]["amount"]) - unbilled
    return expected


async def _ready_charges(life: Life) -> dict[str, Decimal]:
    """What agreements charge each customer and can be billed now, by its id."""
    revenue = await life.pricing.get("/v1/costs-and-revenue", by="organization", **PERIOD)
    ready: dict[str, Decimal] = defaultdict(Decimal)
    for group in revenue["groups"]:
        for one in group["earnings"]:
            ready[str(group["id"])] += Decimal(one["charges"]["ready"]["amount"])
    return ready


async def _delete_drafts(life: Life) -> None:
    for draft in (await life.billing.read("invoices", state="draft", limit=500))["items"]:
        await life.billing.read(f"invoices/{draft['id']}")
        answer = await life.billing.client.delete(f"/v1/invoices/{draft['id']}")
        assert answer.status_code == 204, answer.text
