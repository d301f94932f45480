"""Quotes: what is promised, what the customer says, and that each line is billed once."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy.exc import IntegrityError

from contracts.timer import OrganizationMerged
from database import new_id
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import TODAY

HOUR = 3600
DESIGN: dict[str, Any] = {
    "kind": "time",
    "description": "Design",
    "seconds": 10 * HOUR,
    "hourly_rate": "1200.00",
}
SET_UP: dict[str, Any] = {"kind": "fixed", "description": "Set up", "amount": "5000.00"}
HOSTING: dict[str, Any] = {"kind": "fee", "description": "Hosting", "amount": "350.00"}
LESS_TEN: dict[str, Any] = {"kind": "discount", "description": "For old times", "percent": "10"}
LESS_500: dict[str, Any] = {"kind": "discount", "description": "Welcome", "amount": "500.00"}
YES = {"answer": "accepted", "name": "Eva Holm"}


async def try_quote(driver: Driver, *lines: dict[str, Any], **more: Any) -> httpx.Response:
    body = {"organization_id": str(driver.organization_id), "lines": lines, **more}
    return await driver.client.post("/v1/quotes", json=body)


async def quote(driver: Driver, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = await try_quote(driver, *lines, **more)
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json()
    return found


async def act(driver: Driver, quote_id: str, verb: str, body: Any = None) -> httpx.Response:
    await driver.client.get(f"/v1/quotes/{quote_id}")
    return await driver.client.post(f"/v1/quotes/{quote_id}/{verb}", json=body)


async def done(driver: Driver, quote_id: str, verb: str, body: Any = None) -> dict[str, Any]:
    answer = await act(driver, quote_id, verb, body)
    assert answer.is_success, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def accepted(driver: Driver, *lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    made = await quote(driver, *lines, **more)
    await done(driver, made["id"], "send")
    return await done(driver, made["id"], "answer", YES)


async def test_a_quote_becomes_an_invoice(driver: Driver) -> None:
    made = await quote(
        driver, DESIGN, SET_UP, LESS_TEN, title="New webshop", valid_until="2026-12-01"
    )
    assert [(one["percent"], one["amount"]) for one in made["discounts"]] == [("10", None)]
    assert (made["state"], made["number"], made["subtotal"]["amount"]) == (
        "draft",
        None,
        "15300.00",
    )
    sent = await done(driver, made["id"], "send")
    assert (sent["state"], sent["number"], sent["issue_date"]) == (
        "sent",
        "Q-2026-0001",
        "2026-11-10",
    )
    yes = await done(driver, made["id"], "answer", YES)
    assert (yes["state"], yes["left"]["amount"]) == ("accepted", "17000.00")
    draft = await done(driver, made["id"], "invoices", {})
    assert [(line["kind"], line["amount"]["amount"]) for line in draft["lines"]] == [
        ("fixed", "12000.00"),
        ("fixed", "5000.00"),
        ("discount", "-1700.00"),
    ]
    assert draft["lines"][0]["description"] == "Design (10:00 × 1.200,00)"
    issued = await driver.issue(draft["id"])
    assert (issued["subtotal"], issued["total"]["amount"]) == (made["subtotal"], "19125.00")
    after = await driver.read(f"quotes/{made['id']}")
    assert after["left"]["amount"] == "0.00"
    assert [line["invoice_number"] for line in after["lines"]] == ["2026-0001", "2026-0001", None]
    await driver.invariants_hold()


async def test_hours_of_an_estimate_are_billed_as_they_are_worked(driver: Driver) -> None:
    made = await accepted(driver, DESIGN, HOSTING, pricing="estimate")
    assert made["left"]["amount"] == "350.00"
    design, _ = made["lines"]
    refused = await act(driver, made["id"], "invoices", {"line_ids": [design["line_id"]]})
    assert refused.status_code == 409
    assert "hours of an estimate" in refused.text
    draft = await done(driver, made["id"], "invoices", {})
    assert [line["description"] for line in draft["lines"]] == ["Hosting"]
    again = await act(driver, made["id"], "invoices", {})
    assert (again.status_code, again.json()["detail"]) == (
        409,
        "all of it is on drafts or invoices",
    )


async def test_a_line_is_billed_once_and_again_when_it_is_given_back(driver: Driver) -> None:
    made = await accepted(driver, DESIGN, HOSTING, LESS_500)
    design, hosting, _ = made["lines"]
    first = await done(driver, made["id"], "invoices", {"line_ids": [design["line_id"]]})
    assert [line["kind"] for line in first["lines"]] == ["fixed", "discount"]
    refused = await act(driver, made["id"], "invoices", {"line_ids": [design["line_id"]]})
    assert refused.json()["errors"][0]["reason"] == "is on a draft or invoice already"
    second = await done(driver, made["id"], "invoices", {})
    assert [line["description"] for line in second["lines"]] == ["Hosting"]
    await driver.client.delete(f"/v1/invoices/{second['id']}")
    third = await done(driver, made["id"], "invoices", {"line_ids": [hosting["line_id"]]})
    await driver.try_remove_line(third["id"], third["lines"][0]["line_id"])
    assert (await driver.read(f"quotes/{made['id']}"))["left"]["amount"] == "350.00"
    issued = await driver.issue(first["id"])
    await driver.credit(issued["id"])
    assert (await driver.read(f"quotes/{made['id']}"))["left"]["amount"] == "12350.00"
    whole = await done(driver, made["id"], "invoices", {})
    assert whole["subtotal"]["amount"] == "11850.00"


async def test_a_part_of_a_credit_keeps_the_line_billed(driver: Driver) -> None:
    made = await accepted(driver, SET_UP)
    draft = await done(driver, made["id"], "invoices", {})
    issued = await driver.issue(draft["id"])
    [line] = issued["lines"]
    for amount, left in (("2000.00", "0.00"), ("3000.00", "5000.00")):
        await driver.credit(issued["id"], {"line_id": line["line_id"], "amount": amount})
        assert (await driver.read(f"quotes/{made['id']}"))["left"]["amount"] == left


async def test_two_at_once_bill_it_once(driver: Driver) -> None:
    made = await accepted(driver, SET_UP)
    read = await driver.client.get(f"/v1/quotes/{made['id']}")
    answers = await asyncio.gather(
        *(
            driver.client.post(
                f"/v1/quotes/{made['id']}/invoices",
                json={},
                headers={"If-Match": read.headers["etag"], "Idempotency-Key": str(new_id())},
            )
            for _ in range(4)
        )
    )
    assert sorted(answer.status_code for answer in answers) == [201, 412, 412, 412]


async def test_a_sent_quote_does_not_change(driver: Driver) -> None:
    made = await quote(driver, SET_UP)
    await done(driver, made["id"], "send")
    for refused in (
        await driver.client.put(f"/v1/quotes/{made['id']}", json={"lines": [HOSTING]}),
        await driver.client.delete(f"/v1/quotes/{made['id']}"),
        await act(driver, made["id"], "send"),
    ):
        assert (refused.status_code, refused.json()["title"]) == (
            409,
            "A sent quote does not change",
        )
    for statement in (
        f"UPDATE quotes SET notes = 'changed' WHERE id = '{made['id']}'",
        f"DELETE FROM quote_lines WHERE quote_id = '{made['id']}'",
    ):
        with pytest.raises(IntegrityError, match="does not change"):
            await driver.as_superuser(statement)


async def test_a_draft_is_changed_as_a_whole_and_deleted(driver: Driver) -> None:
    made = await quote(driver, SET_UP, LESS_500, title="Shop")
    changed = await driver.client.put(
        f"/v1/quotes/{made['id']}", json={"lines": [HOSTING, DESIGN], "notes": "Until summer"}
    )
    found = changed.json()
    assert [line["description"] for line in found["lines"]] == ["Hosting", "Design"]
    assert (found["title"], found["notes"], found["subtotal"]["amount"]) == (
        "",
        "Until summer",
        "12350.00",
    )
    assert (await driver.client.delete(f"/v1/quotes/{made['id']}")).status_code == 204
    assert (await driver.client.get(f"/v1/quotes/{made['id']}")).status_code == 404


async def test_it_expires_and_a_late_yes_counts(driver: Driver) -> None:
    made = await quote(driver, SET_UP, valid_until="2026-11-12")
    await done(driver, made["id"], "send")
    with driver.at(TODAY + timedelta(days=3)):
        assert (await driver.read(f"quotes/{made['id']}"))["state"] == "expired"
        assert [x["id"] for x in (await driver.read("quotes", state="expired"))["items"]] == [
            made["id"]
        ]
        yes = await done(driver, made["id"], "answer", YES)
    assert (yes["state"], yes["answers"][0]["answered_on"]) == ("accepted", "2026-11-13")


async def test_what_may_become_of_it(driver: Driver) -> None:
    made = await quote(driver, SET_UP)
    refused = await act(driver, made["id"], "answer", YES)
    assert (refused.status_code, refused.json()["detail"]) == (
        409,
        "a quote that is draft cannot become accepted",
    )
    await done(driver, made["id"], "send")
    no = await done(driver, made["id"], "answer", {"answer": "declined", "reason": "Too dear"})
    assert (no["state"], no["answers"][0]["reason"]) == ("declined", "Too dear")
    assert (await act(driver, made["id"], "invoices", {})).status_code == 409
    await done(driver, made["id"], "answer", YES)
    draft = await done(driver, made["id"], "invoices", {})
    back = {"answer": "withdrawn"}
    assert (await act(driver, made["id"], "answer", back)).json()["detail"] == (
        "some of it is on drafts or invoices"
    )
    await driver.client.delete(f"/v1/invoices/{draft['id']}")
    assert (await done(driver, made["id"], "answer", back))["state"] == "withdrawn"


async def test_numbers_may_begin_with_the_customers_code(driver: Driver) -> None:
    await driver.client.get("/v1/settings")
    chosen = {"quote_number_format": "Q-{customer}-{seq}"}
    assert (await driver.client.patch("/v1/settings", json=chosen)).status_code == 200
    made = await quote(driver, SET_UP)
    refused = await act(driver, made["id"], "send")
    assert [x["field"] for x in refused.json()["errors"]] == ["buyer.code"]
    known = driver.events.organization(driver.organization_id, version=2, code="NL")
    await driver.served.consume(known)
    assert (await done(driver, made["id"], "send"))["number"] == "Q-NL-1"


async def test_another_one_replaces_it(driver: Driver) -> None:
    made = await quote(driver, SET_UP)
    await done(driver, made["id"], "send")
    better = await quote(driver, HOSTING, replaces=made["id"])
    assert (await driver.read(f"quotes/{made['id']}"))["replaced_by"] == better["id"]
    sent = await done(driver, better["id"], "send")
    assert sent["number"] == "Q-2026-0002"
    assert (await driver.read(f"quotes/{made['id']}"))["state"] == "withdrawn"
    await done(driver, better["id"], "answer", YES)
    refused = await try_quote(driver, SET_UP, replaces=better["id"])
    assert refused.json()["detail"] == "the customer accepted it; withdraw it before"


async def test_what_is_missing_is_told_before_a_number_is_taken(driver: Driver) -> None:
    empty = await quote(driver, valid_until="2026-11-09")
    refused = await act(driver, empty["id"], "send")
    assert refused.status_code == 422
    assert [x["field"] for x in refused.json()["errors"]] == ["lines", "valid_until"]
    made = await quote(driver, SET_UP)
    assert (await done(driver, made["id"], "send"))["number"] == "Q-2026-0001"


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({**DESIGN, "amount": "1.00"}, "lines.0"),
        ({**DESIGN, "hourly_rate": None}, "lines.0"),
        ({**SET_UP, "seconds": 60}, "lines.0"),
        ({**SET_UP, "amount": "0.001"}, "lines.0.amount"),
        ({**SET_UP, "percent": "10"}, "lines.0"),
        ({**SET_UP, "tax": {"category": "zero", "rate": "25"}}, "tax.rate"),
        ({**LESS_TEN, "tax": {"category": "standard", "rate": "25"}}, "lines.0"),
        ({"kind": "text", "description": " "}, "lines.0.description"),
    ],
)
async def test_a_line_that_cannot_be_is_refused(
    driver: Driver, line: dict[str, Any], field: str
) -> None:
    refused = await try_quote(driver, line)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == field
    assert (await driver.read("quotes"))["items"] == []


async def test_who_bills_for_a_duplicate_is_the_customer_that_stays(driver: Driver) -> None:
    made = await accepted(driver, SET_UP)
    stays = new_id()
    shown = driver.events.organization(driver.organization_id, version=2)
    into = {"into_organization_id": stays, "merged_at": TODAY}
    await driver.served.consume(
        driver.events.organization(stays, name="Nord A/S"),
        OrganizationMerged(**dict(shown), **into),
    )
    draft = await done(driver, made["id"], "invoices", {})
    assert draft["organization_id"] == str(stays)
    assert [
        x["id"] for x in (await driver.read("quotes", organization_id=str(stays)))["items"]
    ] == [made["id"]]


async def test_the_document_is_made_once(driver: Driver) -> None:
    made = await quote(driver, DESIGN, LESS_TEN, pricing="estimate", title="Shop", notes="Welcome")
    path = f"/v1/quotes/{made['id']}.pdf"
    draft = await driver.client.get(path)
    assert (draft.headers["content-type"], draft.content[:5]) == ("application/pdf", b"%PDF-")
    await done(driver, made["id"], "send")
    sent = await driver.client.get(path)
    assert 'filename="Q-2026-0001.pdf"' in sent.headers["content-disposition"]
    with driver.at(TODAY + timedelta(days=40)):
        assert (await driver.client.get(path)).content == sent.content


async def test_managers_read_and_agents_see_nothing(driver: Driver) -> None:
    made = await quote(driver, SET_UP)
    manager = await driver.served.as_("manager", account=driver.account)
    assert (await manager.get("/v1/quotes")).status_code == 200
    assert (await manager.delete(f"/v1/quotes/{made['id']}")).status_code == 403
    agent = await driver.served.as_("agent", account=driver.account, agent_id=new_id())
    assert (await agent.get("/v1/quotes")).status_code == 403
    stranger = await driver.served.as_("billing", account=new_id())
    assert (await stranger.get(f"/v1/quotes/{made['id']}")).status_code == 404
