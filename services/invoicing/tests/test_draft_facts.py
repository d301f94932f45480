"""What a draft says beside its lines: purchase order, terms and how to pay, as draft, customer or account has it."""

from datetime import date
from typing import Any

import pytest

from invoicing.domain.customer_billing import PurchaseOrder
from services.invoicing.tests.driver import Driver

END_OF_MONTH = {"kind": "end-of-month", "days": 15, "due_date": None}
NOTHING: dict[str, Any] = {
    "purchase_order": None,
    "terms": None,
    "payment_instructions": None,
    "public_buyer": None,
    "line_texts": [],
}
ORDER = {"number": "4500012345", "valid_from": "2026-01-01", "valid_until": "2026-12-31"}


async def say(driver: Driver, **said: Any) -> Any:
    """Say what holds for the customer."""
    path = f"/v1/customer-billing/{driver.organization_id}"
    await driver.client.get(path)
    return await driver.client.put(path, json={**NOTHING, **said})


async def change(driver: Driver, draft: dict[str, Any], **said: Any) -> dict[str, Any]:
    answer = await driver.client.patch(f"/v1/invoices/{draft['id']}", json=said)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def fee(driver: Driver, **body: Any) -> dict[str, Any]:
    """A draft with one fee."""
    draft = await driver.draft(entry_ids=[], **body)
    return await driver.add_line(draft["id"], kind="fee", amount="100.00")


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        ("2026-01-01", "2026-12-31", True),
        ("2025-12-31", "2026-01-31", False),
        ("2026-12-31", "2027-01-01", False),
    ],
)
def test_a_purchase_order_covers_all_days_or_none(first: str, last: str, holds: bool) -> None:
    order = PurchaseOrder("1", date(2026, 1, 1), date(2026, 12, 31))
    assert order.holds(date.fromisoformat(first), date.fromisoformat(last)) is holds


async def test_a_draft_follows_its_account_until_something_else_is_said(driver: Driver) -> None:
    draft = await fee(driver)
    assert (draft["purchase_order"], draft["terms"]["days"], draft["terms_of"]) == (
        None,
        30,
        "account",
    )
    assert draft["due_if_issued_today"] == "2026-12-10"
    assert draft["payment_instructions_of"] == "account"

    await say(driver, terms=END_OF_MONTH, payment_instructions="By card")
    draft = await driver.read(f"invoices/{draft['id']}")
    assert (draft["terms"], draft["terms_of"]) == (END_OF_MONTH, "customer")
    assert draft["due_if_issued_today"] == "2026-12-15"
    assert (draft["payment_instructions"], draft["payment_instructions_of"]) == (
        "By card",
        "customer",
    )

    receipt = {"kind": "on-receipt", "days": 0, "due_date": None}
    draft = await change(driver, draft, terms=receipt, payment_instructions="Reg. 1 konto 2")
    assert (draft["terms"], draft["terms_of"]) == (receipt, "draft")
    draft = await change(driver, draft, as_proposed=["terms"])
    assert (draft["terms"], draft["payment_instructions"]) == (END_OF_MONTH, "Reg. 1 konto 2")


async def test_what_a_draft_says_is_frozen_with_it(driver: Driver) -> None:
    draft = await fee(driver, purchase_order="4500012345", payment_instructions="By card")
    draft = await change(driver, draft, terms={"kind": "fixed-date", "due_date": "2027-01-31"})
    issued = await driver.issue(draft["id"])
    await say(driver, payment_instructions="Otherwise")
    issued = await driver.read(f"invoices/{issued['id']}")
    assert (issued["purchase_order"], issued["payment_instructions"]) == ("4500012345", "By card")
    assert (issued["due_date"], issued["terms"], issued["terms_of"]) == ("2027-01-31", None, None)


async def test_who_issues_may_still_say_another_due_date(driver: Driver) -> None:
    draft = await fee(driver, terms=END_OF_MONTH)
    assert (await driver.issue(draft["id"], due_date="2026-11-20"))["due_date"] == "2026-11-20"


async def test_a_fixed_date_that_has_passed_is_refused_at_issue(driver: Driver) -> None:
    draft = await fee(driver, terms={"kind": "fixed-date", "due_date": "2026-11-01"})
    assert draft["due_if_issued_today"] is None
    refused = await driver.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "due_date")


async def test_a_purchase_order_is_proposed_for_the_days_that_it_covers(driver: Driver) -> None:
    await say(driver, purchase_order=ORDER)
    await driver.worked()
    assert (await driver.draft())["purchase_order"] == "4500012345"
    assert (await fee(driver))["purchase_order"] == "4500012345"
    assert (await fee(driver, purchase_order="X 1"))["purchase_order"] == "X 1"
    assert (await fee(driver, purchase_order=""))["purchase_order"] is None
    await say(driver, purchase_order={**ORDER, "valid_until": "2026-11-09"})
    assert (await fee(driver))["purchase_order"] is None


async def test_a_correction_and_its_credit_note_name_the_same_order(driver: Driver) -> None:
    issued = await driver.issue((await fee(driver, purchase_order="4500012345"))["id"])
    note = await driver.credit(issued["id"])
    assert note["purchase_order"] == "4500012345"


async def test_a_public_buyer_needs_a_gln_and_says_who_ordered(driver: Driver) -> None:
    await driver.served.consume(
        driver.events.organization(driver.organization_id, version=2, gln="5798000000005")
    )
    draft = await fee(driver)
    assert [one["field"] for one in draft["missing"]] == ["purchase_order"]
    assert (await driver.try_issue(draft["id"])).status_code == 422
    assert (await change(driver, draft, reference="Att. Bo Lund"))["missing"] == []
    draft = await change(driver, draft, reference="", purchase_order="7731")
    assert draft["missing"] == []
    draft = await change(driver, draft, purchase_order="")
    await say(driver, public_buyer=False)
    assert (await driver.read(f"invoices/{draft['id']}"))["missing"] == []


async def test_a_buyer_can_be_called_public_before_the_gln_is_known(driver: Driver) -> None:
    await say(driver, public_buyer=True)
    draft = await fee(driver)
    assert [one["field"] for one in draft["missing"]] == ["buyer.gln", "purchase_order"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"terms": {"kind": "fixed-date", "due_date": "2026-12-01"}}, "terms.kind"),
        ({"purchase_order": {"number": " "}}, "purchase_order.number"),
        (
            {"purchase_order": {**ORDER, "valid_until": "2025-12-31"}},
            "purchase_order.valid_until",
        ),
        ({"payment_instructions": "x" * 1001}, "payment_instructions"),
    ],
)
async def test_what_no_draft_can_follow_is_refused(
    driver: Driver, said: dict[str, Any], field: str
) -> None:
    answer = await say(driver, **said)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert await driver.read(f"customer-billing/{driver.organization_id}") == NOTHING


async def test_terms_are_not_given_and_proposed_at_once(driver: Driver) -> None:
    draft = await fee(driver)
    said = {"terms": END_OF_MONTH, "as_proposed": ["terms"]}
    answer = await driver.client.patch(f"/v1/invoices/{draft['id']}", json=said)
    assert answer.status_code == 422


async def test_only_who_bills_says_what_holds_for_a_customer(driver: Driver) -> None:
    path = f"/v1/customer-billing/{driver.organization_id}"
    for role, reads, writes in (("agent", 403, 403), ("client", 403, 403), ("manager", 200, 403)):
        other = await driver.served.as_(role, account=driver.account)
        assert (await other.get(path)).status_code == reads
        answer = await other.put(path, json=NOTHING, headers={"If-Match": '"0"'})
        assert answer.status_code == writes


async def test_what_holds_for_a_customer_is_changed_by_who_saw_it(driver: Driver) -> None:
    path = f"/v1/customer-billing/{driver.organization_id}"
    assert (await say(driver, public_buyer=True)).status_code == 200
    stale = await driver.client.put(path, json=NOTHING, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    stranger = await Driver.begin(driver.served)
    assert (await stranger.client.get(path)).status_code == 404


async def test_exports_name_the_order_beside_the_reference(driver: Driver) -> None:
    draft = await fee(driver, purchase_order="4500012345", reference="Bo Lund")
    await driver.issue(draft["id"])
    exported = (await driver.client.get("/v1/exports/invoices.csv")).text
    assert "Reference,Purchase order," in exported.splitlines()[0].replace(";", ",")
    assert "4500012345" in exported
