"""A line of a draft says or charges something else, or stands elsewhere on the page."""

import asyncio
from typing import Any

import httpx
import pytest

from database import new_id
from services.invoicing.tests.driver import Driver
from testkit import count_statements


async def change(driver: Driver, draft: dict[str, Any], line: int, **body: Any) -> httpx.Response:
    """Change the line at this place, from 0."""
    path = f"/v1/invoices/{draft['id']}/lines/{draft['lines'][line]['line_id']}"
    return await driver.client.patch(path, json=body)


async def changed(driver: Driver, draft: dict[str, Any], line: int, **body: Any) -> dict[str, Any]:
    answer = await change(driver, draft, line, **body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    assert found == await driver.read(f"invoices/{draft['id']}")
    return found


async def fees(driver: Driver, *names: str) -> dict[str, Any]:
    draft = await driver.draft(entry_ids=[])
    for name in names:
        draft = await driver.add_line(draft["id"], kind="fee", description=name, amount="10.00")
    return draft


def texts(draft: dict[str, Any]) -> str:
    return "".join(line["description"] for line in draft["lines"])


@pytest.mark.parametrize(
    ("line", "position", "order"),
    [(0, 1, "abcd"), (0, 2, "bacd"), (0, 4, "bcda"), (3, 1, "dabc"), (2, 2, "acbd")],
)
async def test_a_line_moves_and_the_others_make_room(
    driver: Driver, line: int, position: int, order: str
) -> None:
    after = await changed(driver, await fees(driver, *"abcd"), line, position=position)
    assert texts(after) == order
    assert [one["position"] for one in after["lines"]] == [1, 2, 3, 4]
    issued = await driver.issue(after["id"])
    assert texts(issued) == order


async def test_discounts_stay_behind_the_lines(driver: Driver) -> None:
    draft = await fees(driver, *"ab")
    await driver.add_line(draft["id"], kind="discount", description="%", percent="10")
    draft = await driver.add_line(draft["id"], kind="fee", description="c", amount="10.00")
    assert texts(draft) == "abc%"
    draft = await changed(driver, draft, 2, position=1)
    assert texts(draft) == "cab%"
    assert texts(await driver.add_line(draft["id"], kind="text", description="d")) == "cabd%"
    assert (await change(driver, draft, 3, position=1)).status_code == 422


async def test_a_place_beyond_the_last_is_refused(driver: Driver) -> None:
    draft = await fees(driver, *"ab")
    for position in (0, 3, 751):
        assert (await change(driver, draft, 0, position=position)).status_code == 422
    assert texts(await driver.read(f"invoices/{draft['id']}")) == "ab"


async def test_of_two_who_move_at_the_same_time_one_has_to_look_again(driver: Driver) -> None:
    draft = await fees(driver, *"abc")
    answers = await asyncio.gather(*(change(driver, draft, 0, position=n) for n in (2, 3)))
    assert sorted(one.status_code for one in answers) == [200, 412]


async def test_a_line_of_time_says_something_else_and_keeps_its_time(driver: Driver) -> None:
    await driver.worked(3000)
    draft = await driver.draft()
    exempt = {"category": "exempt"}
    after = await changed(driver, draft, 0, description="Support i september", tax=exempt)
    line = after["lines"][0]
    assert (line["description"], line["seconds"]) == ("Support i september", 3000)
    assert (after["subtotal"]["amount"], after["tax"]["amount"]) == ("1000.00", "0.00")
    assert (await change(driver, draft, 0, amount="1.00")).status_code == 422
    await driver.issue(draft["id"])
    await driver.invariants_hold()


async def test_a_fee_and_a_discount_charge_something_else(driver: Driver) -> None:
    draft = await fees(driver, "a")
    draft = await driver.add_line(draft["id"], kind="discount", percent="10")
    draft = await changed(driver, draft, 0, amount="200.00")
    assert draft["subtotal"]["amount"] == "180.00"
    draft = await changed(driver, draft, 1, amount="5.50", description="Rabat")
    assert draft["subtotal"]["amount"] == "194.50"
    draft = await changed(driver, draft, 1, percent="50")
    assert (draft["subtotal"]["amount"], texts(draft)) == ("100.00", "aRabat")


@pytest.mark.parametrize(
    "body",
    [
        {"amount": "1.001"},
        {"amount": "0"},
        {"percent": "10"},
        {"amount": "1", "percent": "10"},
        {"description": " "},
        {"kind": "text"},
    ],
)
async def test_what_a_line_cannot_be_is_refused(driver: Driver, body: dict[str, Any]) -> None:
    draft = await fees(driver, "a")
    assert (await change(driver, draft, 0, **body)).status_code == 422
    assert (await driver.read(f"invoices/{draft['id']}"))["lines"] == draft["lines"]


async def test_a_text_has_no_amount_nor_tax(driver: Driver) -> None:
    draft = await driver.draft(entry_ids=[])
    draft = await driver.add_line(draft["id"], kind="text", description="See you")
    for body in ({"amount": "1.00"}, {"tax": {"category": "exempt"}}):
        assert (await change(driver, draft, 0, **body)).status_code == 422
    assert texts(await changed(driver, draft, 0, description="Tak")) == "Tak"


async def test_a_line_that_is_not_there_or_issued_is_not_changed(driver: Driver) -> None:
    draft = await fees(driver, "a")
    draft["lines"].append({"line_id": str(new_id())})
    assert (await change(driver, draft, 1, position=1)).status_code == 404
    await driver.issue(draft["id"])
    assert (await change(driver, draft, 0, position=1)).status_code == 409


async def test_who_only_reads_changes_no_line(driver: Driver) -> None:
    draft = await fees(driver, "a")
    for role, status in (("manager", 403), ("agent", 403), ("owner", 200)):
        client = await driver.served.as_(role, account=driver.account)
        path = f"/v1/invoices/{draft['id']}/lines/{draft['lines'][0]['line_id']}"
        client.headers["If-Match"] = '"2"'
        answer = await client.patch(path, json={"description": "b"})
        assert answer.status_code == status, answer.text


async def test_statements_of_moving_a_line_do_not_grow_with_the_lines(driver: Driver) -> None:
    counts = []
    for names in ("ab", "abcdefgh"):
        draft = await fees(driver, *names)
        with count_statements(driver.served.database) as statements:
            await change(driver, draft, 0, position=2)
        counts.append(statements.count)
    assert counts == [5, 5], str(statements)
