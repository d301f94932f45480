"""A draft that is grouped otherwise: the same seconds on other lines, and what people wrote stays where it can."""

from typing import Any
from uuid import UUID

import httpx
import pytest

from services.invoicing.tests.agreement_driver import agreed, covered
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_grouping import GROUPINGS
from services.invoicing.tests.test_line_texts import set_texts
from services.invoicing.tests.test_moving import line_id, move
from testkit import count_statements

MADE = "description", "seconds", "billed_seconds", "first_day", "last_day", "service_type_name"


async def try_to_group(driver: Driver, draft: dict[str, Any], group_by: str) -> httpx.Response:
    path = f"/v1/invoices/{draft['id']}/grouping"
    return await driver.client.put(path, json={"group_by": group_by})


async def group(driver: Driver, draft: dict[str, Any], group_by: str) -> dict[str, Any]:
    """Group a draft otherwise, to just what the preview said."""
    preview = await driver.read(f"invoices/{draft['id']}/grouping", group_by=group_by)
    answer = await try_to_group(driver, draft, group_by)
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    assert facts(after) == facts(preview)
    assert after["subtotal"] == preview["subtotal"]
    await driver.invariants_hold()
    return after


def facts(draft: dict[str, Any]) -> list[tuple[Any, ...]]:
    return [
        (*(line[name] for name in MADE), line["amount"] and line["amount"]["amount"])
        for line in draft["lines"]
    ]


async def some_work(driver: Driver) -> None:
    """Of two people, projects, services, days and rates."""
    for number in range(8):
        of: dict[str, Any] = {
            "agent_id": UUID(int=20 + number % 2),
            "agent_name": ("Mette Friis", "Ole Lind")[number % 2],
            "project_id": UUID(int=30 + number // 4),
            "project_name": ("App", "Webshop")[number // 4],
            "work_item_id": UUID(int=80 + number // 2),
            "work_item_name": f"Task {number // 2}",
            "service_type_id": UUID(int=40 + number % 3),
            "service_type_name": f"Service {number % 3}",
            "work_date": f"2026-09-{10 + number // 3}",
            "description": f"Work {number}",
        }
        await driver.worked(600 + number, ("1000.00", "1200.00")[number // 6], **of)


async def test_any_grouping_becomes_any_other_as_if_it_had_been_drafted_so(driver: Driver) -> None:
    await some_work(driver)
    as_drafted = {}
    for group_by in GROUPINGS:
        draft = await driver.draft(group_by=group_by)
        as_drafted[group_by] = facts(draft)
        await driver.client.delete(f"/v1/invoices/{draft['id']}")
    draft = await driver.draft(group_by="all")
    for group_by in (*GROUPINGS, *reversed(GROUPINGS)):
        draft = await group(driver, draft, group_by)
        assert (draft["group_by"], facts(draft)) == (group_by, as_drafted[group_by])
    issued = await driver.issue(draft["id"])
    assert issued["lines"] == draft["lines"]


async def test_other_lines_discounts_and_taxes_stay(driver: Driver) -> None:
    await some_work(driver)
    draft = await driver.draft(group_by="agent")
    await driver.add_line(draft["id"], kind="fee", amount="10.00")
    await driver.add_line(draft["id"], kind="discount", percent="10")
    above = await driver.add_line(draft["id"], kind="text", description="September")
    text_id = next(x["line_id"] for x in above["lines"] if x["kind"] == "text")
    await driver.client.patch(f"/v1/invoices/{draft['id']}/lines/{text_id}", json={"position": 1})
    taxed = {"tax": {"code": "Z"}, "line_ids": [line_id(draft, 0)]}
    await driver.client.put(f"/v1/invoices/{draft['id']}/tax", json=taxed)
    after = await group(driver, draft, "all")
    kinds = [(x["kind"], x["tax_code"]) for x in after["lines"]]
    assert [kind for kind, _ in kinds] == ["text", *["time"] * 3, "fee", "discount", "discount"]
    assert sorted(code for kind, code in kinds if kind == "time") == ["S", "S", "Z"]


async def test_what_somebody_wrote_stays_on_the_same_time_and_else_is_named_before_it_is_lost(
    driver: Driver,
) -> None:
    await driver.worked(600, work_item_id=UUID(int=81), work_item_name="Search")
    await driver.worked(1200)
    await driver.worked(1800)
    draft = await driver.draft(group_by="work_item")
    for number, words in enumerate(("One of them", "And the other")):
        path = f"/v1/invoices/{draft['id']}/lines/{line_id(draft, number)}"
        await driver.client.patch(path, json={"description": words})
    search = next(n for n, x in enumerate(draft["lines"]) if x["seconds"] == 600)
    kept, lost = (("One of them", "And the other")[n] for n in (search, 1 - search))
    preview = await driver.read(f"invoices/{draft['id']}/grouping", group_by="entry")
    assert [x["description"] for x in preview["lost_texts"]] == [lost]
    after = await group(driver, draft, "entry")
    texts = {x["seconds"]: x["description"] for x in after["lines"]}
    assert texts.pop(600) == kept
    assert set(texts.values()) == {"Checkout: Fix the pay button"}


async def test_lines_that_were_split_are_made_anew_too(driver: Driver) -> None:
    made = await driver.worked(3600, "100.00")
    draft = await driver.draft(group_by="work_item")
    split = await move(driver, draft, 0, (made, 1))
    merged = await group(driver, split, "work_item")
    assert [x["amount"]["amount"] for x in merged["lines"]] == ["100.00"]
    after = await group(driver, await move(driver, merged, 0, (made, 1)), "all")
    assert [x["amount"]["amount"] for x in after["lines"]] == ["100.00"]
    explained = await driver.read(f"invoices/{draft['id']}/explain")
    assert len(explained["lines"][0]["entries"]) == 1


async def test_what_agreements_cover_stays_and_what_exceeds_them_is_apart(driver: Driver) -> None:
    charge = await agreed(driver)
    await covered(driver, charge, 3600, (1800, "included"), (3600, "overage"))
    await driver.worked(1800, "1200.00")
    draft = await driver.draft(group_by="work_item")
    after = await group(driver, draft, "all")
    assert sorted((x["kind"], x["seconds"]) for x in after["lines"]) == [
        ("agreement", 1800),
        ("time", 1800),
        ("time", 1800),
    ]
    assert sum("ud over aftalen" in x["description"] for x in after["lines"]) == 1


async def test_grouping_is_refused_by_version_of_issued_invoices_and_of_too_many_lines(
    driver: Driver,
) -> None:
    await driver.worked_much(751)
    draft = await driver.draft(group_by="all")
    refused = await try_to_group(driver, draft, "entry")
    assert (refused.status_code, "751" in refused.text) == (422, True)
    path = f"/v1/invoices/{draft['id']}/grouping"
    assert (await driver.client.get(path, params={"group_by": "entry"})).status_code == 422
    stale = {"If-Match": '"7"'}
    answer = await driver.client.put(path, json={"group_by": "day"}, headers=stale)
    assert answer.status_code == 412
    await driver.invariants_hold()
    issued = await driver.invoice()
    assert (await try_to_group(driver, issued, "day")).status_code == 409


async def test_statements_do_not_grow_with_the_entries(driver: Driver) -> None:
    counts = []
    for number in (2, 40):
        await driver.worked_much(number)
        draft = await driver.draft(group_by="all")
        with count_statements(driver.served.database) as statements:
            await try_to_group(driver, draft, "entry")
        counts.append(statements.count)
        await driver.client.delete(f"/v1/invoices/{draft['id']}")
    assert counts == [15, 15], str(statements)


@pytest.mark.parametrize(("role", "status"), [("manager", 200), ("agent", 403), ("client", 403)])
async def test_managers_may_look_and_only_billing_groups(
    driver: Driver, role: str, status: int
) -> None:
    await driver.worked()
    draft = await driver.draft()
    client = await driver.served.as_(role, account=driver.account)
    path = f"/v1/invoices/{draft['id']}/grouping"
    assert (await client.get(path, params={"group_by": "day"})).status_code == status
    put = await client.put(path, json={"group_by": "day"}, headers={"If-Match": '"1"'})
    assert put.status_code == 403


async def test_texts_that_say_hours_say_those_of_their_line_and_are_nobodys_own(
    driver: Driver,
) -> None:
    await set_texts(driver, {"group_by": "all", "text": "Arbejde, {hours} t"})
    made = await driver.worked(3000)
    await driver.worked(1800)
    draft = await driver.draft(group_by="all")
    split = await move(driver, draft, 0, made)
    assert [x["description"] for x in split["lines"]] == ["Arbejde, 0:30 t", "Arbejde, 0:50 t"]
    preview = f"invoices/{draft['id']}/grouping"
    assert (await driver.read(preview, group_by="entry"))["lost_texts"] == []
    await set_texts(driver, {"group_by": "all", "text": "Tid"})
    after = await driver.read(preview, group_by="all")
    assert after["lost_texts"] == []
    assert [x["description"] for x in after["lines"]] == ["Tid"]
