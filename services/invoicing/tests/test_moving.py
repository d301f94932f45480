"""Time of a draft that goes to another line: split, moved, never ready in between, priced once a line."""

import asyncio
from typing import Any

import httpx
import pytest

from contracts.timer import ApprovedEntry
from database import new_id
from services.invoicing.tests.agreement_driver import agreed, covered, sums
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_write_offs import part
from testkit import count_statements


async def try_to_move(
    driver: Driver, draft: dict[str, Any], line: int, *entries: Any, **where: Any
) -> httpx.Response:
    """Ask for entries, each an entry or (entry, seconds), of the line in this place to go elsewhere."""
    path = f"/v1/invoices/{draft['id']}/lines/{draft['lines'][line]['line_id']}/move"
    body = {"entries": [part(one) for one in entries], **where}
    return await driver.client.post(path, json=body, headers={"Idempotency-Key": str(new_id())})


async def move(
    driver: Driver, draft: dict[str, Any], line: int, *entries: Any, **where: Any
) -> dict[str, Any]:
    answer = await try_to_move(driver, draft, line, *entries, **where)
    assert answer.status_code == 200, answer.text
    after: dict[str, Any] = answer.json()
    assert after == await driver.read(f"invoices/{draft['id']}")
    await driver.invariants_hold()
    return after


def line_id(draft: dict[str, Any], line: int) -> str:
    return str(draft["lines"][line]["line_id"])


def charged(draft: dict[str, Any]) -> list[tuple[int, str]]:
    return [(line["seconds"], line["amount"]["amount"]) for line in draft["lines"]]


async def two_entries(driver: Driver, **of: Any) -> tuple[ApprovedEntry, ApprovedEntry]:
    """An hour and half an hour at 1,000."""
    return await driver.worked(3600, "1000.00", **of), await driver.worked(1800, "1000.00", **of)


async def other_draft(driver: Driver, *entries: ApprovedEntry) -> dict[str, Any]:
    return await driver.draft(entry_ids=[str(one.entry_id) for one in entries], group_by="all")


async def version(driver: Driver, draft: dict[str, Any]) -> int:
    answer = await driver.client.get(f"/v1/invoices/{draft['id']}")
    return int(answer.headers["etag"].strip('"'))


async def test_a_line_is_split_by_entries(driver: Driver) -> None:
    one, _ = await two_entries(driver)
    draft = await driver.draft(group_by="all")
    fee = await driver.add_line(draft["id"], kind="fee", amount="10.00")
    after = await move(driver, fee, 0, one)
    assert charged(after)[:2] == [(1800, "500.00"), (3600, "1000.00")]
    assert [(x["position"], x["kind"]) for x in after["lines"]] == [
        (1, "time"),
        (2, "time"),
        (3, "fee"),
    ]
    assert after["lines"][1]["description"] == draft["lines"][0]["description"]
    assert after["subtotal"] == fee["subtotal"]
    issued = await driver.issue(draft["id"])
    assert issued["lines"] == after["lines"]
    await driver.invariants_hold()


async def test_a_line_is_split_to_the_second_and_each_part_is_rounded_once(driver: Driver) -> None:
    made = await driver.worked(3600, "100.00")
    draft = await driver.draft()
    after = await move(driver, draft, 0, (made, 1), description="The last second")
    assert charged(after) == [(3599, "99.97"), (1, "0.03")]
    assert after["lines"][1]["description"] == "The last second"
    back = await move(driver, after, 1, to_line_id=line_id(after, 0))
    assert charged(back) == [(3600, "100.00")]
    explained = await driver.read(f"invoices/{draft['id']}/explain")
    assert len(explained["lines"][0]["entries"]) == 1


async def test_what_is_billed_of_rounded_time_adds_up_however_it_is_split(driver: Driver) -> None:
    made = await driver.worked(1000)
    await driver.served.consume(driver.events.rounded_price(made, 900, "100.00", version=2))
    draft = await driver.draft()
    after = await move(driver, draft, 0, (made, 333))
    again = await move(driver, after, 0, (made, 333))
    assert [x["seconds"] for x in again["lines"]] == [334, 333, 333]
    assert sum(x["billed_seconds"] for x in again["lines"]) == 900


async def test_time_moves_to_a_line_of_the_same_rate(driver: Driver) -> None:
    one, other = await two_entries(driver)
    draft = await driver.draft(group_by="entry")
    place = [x["seconds"] for x in draft["lines"]].index(3600)
    after = await move(driver, draft, place, (one, 600), to_line_id=line_id(draft, 1 - place))
    assert sorted(charged(after)) == [(2400, "666.67"), (3000, "833.33")]
    whole = await move(driver, after, place, to_line_id=line_id(after, 1 - place))
    assert charged(whole) == [(5400, "1500.00")]
    assert line_id(whole, 0) == line_id(draft, 1 - place)
    assert other.seconds == 1800


async def test_days_and_service_of_lines_follow_their_time(driver: Driver) -> None:
    early = await driver.worked(3600, work_date="2026-09-02", service_type_id=new_id())
    late = await driver.worked(1800, work_date="2026-09-09")
    draft = await driver.draft(group_by="all")
    assert draft["lines"][0]["service_type_id"] is None
    after = await move(driver, draft, 0, late)
    first, last = after["lines"]
    assert (first["first_day"], first["last_day"]) == ("2026-09-02", "2026-09-02")
    assert (last["first_day"], last["last_day"]) == ("2026-09-09", "2026-09-09")
    assert first["service_type_id"] == str(early.service_type_id)
    assert last["service_type_id"] == str(late.service_type_id)


async def test_time_moves_to_another_draft_of_the_customer(driver: Driver) -> None:
    one, stays = await two_entries(driver)
    draft = await other_draft(driver, one, stays)
    there = await other_draft(driver, await driver.worked(600, "1000.00"))
    where = {"to_invoice_id": there["id"], "to_version": await version(driver, there)}
    after = await move(driver, draft, 0, (one, 1200), **where, to_line_id=line_id(there, 0))
    assert charged(after) == [(4200, "1166.67")]
    got = await driver.read(f"invoices/{there['id']}")
    assert charged(got) == [(1800, "500.00")]
    where["to_version"] = await version(driver, there)
    emptied = await move(driver, after, 0, **where)
    assert emptied["lines"] == []
    got = await driver.read(f"invoices/{there['id']}")
    assert charged(got) == [(1800, "500.00"), (4200, "1166.67")]
    assert await sums(driver) == {"claimed": 6000}
    await driver.issue(there["id"])
    await driver.invariants_hold()


async def test_who_saw_an_older_version_of_either_draft_moves_nothing(driver: Driver) -> None:
    one, other = await two_entries(driver)
    draft, there = await other_draft(driver, one), await other_draft(driver, other)
    where = {"to_invoice_id": there["id"], "to_version": await version(driver, there)}
    await driver.add_line(there["id"], kind="text")
    assert (await try_to_move(driver, draft, 0, **where)).status_code == 412
    where["to_version"] += 1
    twice = await asyncio.gather(
        *(try_to_move(driver, draft, 0, (one, seconds), **where) for seconds in (600, 900))
    )
    assert sorted(answer.status_code for answer in twice) == [200, 412]
    await driver.invariants_hold()


async def test_the_same_key_moves_once(driver: Driver) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    path = f"/v1/invoices/{draft['id']}/lines/{line_id(draft, 0)}/move"
    once = {"Idempotency-Key": str(new_id()), "If-Match": f'"{await version(driver, draft)}"'}
    body = {"entries": [part((made, 600))]}
    answers = [await driver.client.post(path, json=body, headers=once) for _ in range(2)]
    assert answers[0].json() == answers[1].json()
    assert charged(await driver.read(f"invoices/{draft['id']}")) == [
        (3000, "833.33"),
        (600, "166.67"),
    ]


async def refused(driver: Driver, draft: dict[str, Any], line: int, *what: Any, **to: Any) -> str:
    """Ask for what cannot be, and see that it left no trace; returns the field and the reason."""
    before = await driver.read("reports/conservation"), await driver.read(f"invoices/{draft['id']}")
    answer = await try_to_move(driver, draft, line, *what, **to)
    assert answer.status_code == 422, answer.text
    [error] = answer.json()["errors"]
    assert before == (
        await driver.read("reports/conservation"),
        await driver.read(f"invoices/{draft['id']}"),
    )
    return f"{error['field']} {error['reason']}"


async def test_what_cannot_be_is_refused_with_field_and_reason(driver: Driver) -> None:
    one, _ = await two_entries(driver)
    dearer = await driver.worked(600, "1200.00")
    draft = await driver.draft(group_by="entry")
    places = [x["seconds"] for x in draft["lines"]]
    hour, half, dear = (places.index(seconds) for seconds in (3600, 1800, 600))
    fee = (await driver.add_line(draft["id"], kind="fee", amount="10.00"))["lines"][-1]["line_id"]
    taxed = {"tax": {"code": "Z"}, "line_ids": [line_id(draft, half)]}
    await driver.client.put(f"/v1/invoices/{draft['id']}/tax", json=taxed)

    async def moved(*what: Any, **to: Any) -> str:
        return await refused(driver, draft, hour, *what, **to)

    assert await moved((one, 3601)) == "entries.0.seconds is more than the 3600 there are"
    assert "no time here" in await moved(dearer)
    assert await moved((one, 1), (one, 2)) == "entries.1.entry_id is named twice"
    assert "nothing is left" in await moved()
    assert (
        await moved(to_line_id=line_id(draft, dear))
        == "to_line_id charges 1200.00 an hour, this line 1000.00"
    )
    assert await moved(to_line_id=line_id(draft, half)) == "to_line_id is taxed otherwise"
    assert "is of kind fee" in await moved(to_line_id=fee)
    assert "is the line itself" in await moved(to_line_id=line_id(draft, hour))
    assert "no line of that draft" in await moved(to_line_id=str(new_id()))
    assert "is no draft" in await moved(to_invoice_id=str(new_id()), to_version=1)
    assert "belong together" in await moved(to_invoice_id=str(new_id()))
    assert "belongs to a new line" in await moved(to_line_id=fee, description="x")
    unknown = {"lines": [{"line_id": str(new_id())}], "id": draft["id"]}
    assert (await try_to_move(driver, unknown, 0)).status_code == 404


async def test_time_does_not_go_to_other_customers_currencies_or_issued_invoices(
    driver: Driver,
) -> None:
    made = await driver.worked(3600, "1000.00")
    draft = await driver.draft()
    stranger = new_id()
    await driver.served.consume(driver.events.organization(stranger))
    theirs = await driver.worked(600, "1000.00", organization_id=stranger)
    named = {"entry_ids": [str(theirs.entry_id)], "organization_id": str(stranger)}
    other = await driver.draft(**named)
    euros = await driver.draft(
        entry_ids=[str((await driver.worked(600, "1000.00", "EUR")).entry_id)], currency="EUR"
    )
    to = {"to_version": 1}
    assert "another customer" in await refused(driver, draft, 0, to_invoice_id=other["id"], **to)
    assert "is in EUR" in await refused(driver, draft, 0, to_invoice_id=euros["id"], **to)
    issued = await driver.invoice(600)
    answer = await try_to_move(driver, draft, 0, to_invoice_id=issued["id"], **to)
    assert (answer.status_code, answer.json()["type"]) == (
        409,
        "urn:honorar:problem:invoice-issued",
    )
    await driver.issue(draft["id"])
    assert (await try_to_move(driver, draft, 0, (made, 60))).status_code == 409


async def test_time_within_agreements_stays_and_beyond_them_is_not_mixed(driver: Driver) -> None:
    charge = await agreed(driver)
    made = await covered(driver, charge, 3600, (1800, "included"), (3600, "overage"))
    plain = await driver.worked(1800, "1200.00")
    draft = await driver.draft(group_by="all")
    kinds = [(x["kind"], x["description"].endswith("(ud over aftalen)")) for x in draft["lines"]]
    fee, beyond, hourly = (
        kinds.index(one) for one in (("agreement", False), ("time", True), ("time", False))
    )
    assert "is of kind agreement" in await refused(driver, draft, fee)
    reason = await refused(driver, draft, hourly, plain, to_line_id=line_id(draft, beyond))
    assert "beyond an agreement" in reason
    split = await move(driver, draft, beyond, (made, 60))
    again = await move(driver, split, beyond, (made, 60), to_line_id=line_id(split, beyond + 1))
    assert [x["seconds"] for x in again["lines"] if "aftalen" in x["description"]] == [1680, 120]


@pytest.mark.parametrize("count", [1, 20])
async def test_statements_do_not_grow_with_the_entries(driver: Driver, count: int) -> None:
    for _ in range(count + 1):
        last = await driver.worked(600, "1000.00")
    moved = [(one, 60) for one in driver.entries]
    draft = await driver.draft(group_by="all")
    with count_statements(driver.served.database) as statements:
        await try_to_move(driver, draft, 0, *moved)
    assert statements.count == 19, str(statements)
    assert last.seconds == 600


@pytest.mark.parametrize("role", ["manager", "agent", "client"])
async def test_only_billing_moves_time(driver: Driver, role: str) -> None:
    await driver.worked()
    draft = await driver.draft()
    client = await driver.served.as_(role, account=driver.account)
    path = f"/v1/invoices/{draft['id']}/lines/{line_id(draft, 0)}/move"
    headers = {"Idempotency-Key": "1", "If-Match": '"1"'}
    assert (await client.post(path, json={}, headers=headers)).status_code == 403
