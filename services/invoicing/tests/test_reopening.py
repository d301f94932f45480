"""An approved sheet is given back unless an issued invoice charges its time; no race bills changed time or loses any."""

import asyncio
import itertools
from typing import Any

import httpx
import pytest

from contracts import Event
from contracts.invoicing import ReopeningGranted, ReopeningRefused
from contracts.timer import ApprovedEntry
from database import new_id
from invoicing.commands.reopening import answer_reopenings
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import approved_entry
from testkit import count_statements

Answer = ReopeningGranted | ReopeningRefused
NOTHING = {
    "unpriced": 0,
    "ready": 0,
    "held": 0,
    "claimed": 0,
    "billed": 0,
    "written_off": 0,
    "held_back": 0,
}


class Sheet:
    """A sheet in the life of an account, as timer sees it."""

    def __init__(self, driver: Driver, *entries: ApprovedEntry) -> None:
        self.driver, self.id, self.version, self.entries = driver, new_id(), 0, list(entries)

    def approval(self) -> Event:
        """The approval of what is in it, as its next version."""
        self.version += 1
        return self.driver.events.timesheet(
            *self.entries, timesheet_id=self.id, version=self.version
        )

    async def approve(self) -> None:
        """Approved, and priced."""
        prices = [self.driver.events.price(one, version=one.version) for one in self.entries]
        await self.driver.served.consume(self.approval(), *prices)

    async def reopen(self) -> Answer:
        """Asked for, and answered."""
        self.version += 1
        await self.driver.served.consume(self.driver.events.reopening_asked(self.id, self.version))
        return await self.answer()

    async def answer(self) -> Answer:
        """The one answer to the last question."""
        granted: list[Answer] = [*await self.driver.published(ReopeningGranted)]
        refused: list[Answer] = [*await self.driver.published(ReopeningRefused)]
        asked = (self.id, self.version)
        (answer,) = [x for x in granted + refused if (x.timesheet_id, x.version) == asked]
        return answer

    def change(self, seconds: int) -> None:
        """The agent corrects the first entry, once the sheet is a draft."""
        old = self.entries[0]
        self.entries[0] = old.model_copy(update={"seconds": seconds, "version": old.version + 1})


@pytest.fixture
async def sheet(driver: Driver) -> Sheet:
    """An approved and priced sheet with an hour and a half."""
    entries = [approved_entry(driver.organization_id, seconds) for seconds in (3600, 1800)]
    made = Sheet(driver, *entries)
    await made.approve()
    return made


async def sums(driver: Driver) -> dict[str, int]:
    await driver.invariants_hold()
    found: dict[str, int] = (await driver.read("billable-time"))["sums"]
    return found


async def credit(driver: Driver, invoice_id: str) -> None:
    """A credit note releases all that an invoice charges."""
    await driver.credit(invoice_id)


async def test_what_nobody_claims_is_given_back_and_billed_again_when_it_is_approved_anew(
    driver: Driver, sheet: Sheet
) -> None:
    assert isinstance(await sheet.reopen(), ReopeningGranted)
    assert await sums(driver) == NOTHING
    assert (await driver.try_draft()).status_code == 409
    sheet.change(60)
    await sheet.approve()
    assert await sums(driver) == NOTHING | {"ready": 1860}


async def test_what_was_not_changed_comes_back_as_it_was(driver: Driver, sheet: Sheet) -> None:
    await sheet.reopen()
    await driver.served.consume(sheet.approval())
    assert await sums(driver) == NOTHING | {"ready": 5400}


async def test_a_draft_loses_the_time_and_shows_what_it_lost(driver: Driver, sheet: Sheet) -> None:
    other = await driver.worked(600)
    draft = await driver.draft(group_by="all")
    answer = await sheet.reopen()
    assert isinstance(answer, ReopeningGranted)
    assert [(str(one.invoice_id), one.seconds) for one in answer.drafts] == [(draft["id"], 5400)]
    after = await driver.read(f"invoices/{draft['id']}")
    assert after["seconds"] == other.seconds
    lost = (await driver.read(f"invoices/{draft['id']}/lost-time"))["items"]
    assert {(one["entry_id"], one["seconds"], one["reason"]) for one in lost} == {
        (str(one.entry_id), one.seconds, "reopened") for one in sheet.entries
    }
    assert {one["work_item_name"] for one in lost} == {"Checkout"}
    stale = await driver.client.post(
        f"/v1/invoices/{draft['id']}/issue", json={}, headers={"If-Match": '"1"'}
    )
    assert stale.status_code == 412
    assert await sums(driver) == NOTHING | {"claimed": 600}


async def take_back(driver: Driver, draft: dict[str, Any]) -> httpx.Response:
    await driver.read(f"invoices/{draft['id']}")
    return await driver.client.post(f"/v1/invoices/{draft['id']}/lost-time/take-back")


async def test_a_draft_takes_back_what_was_approved_again(driver: Driver, sheet: Sheet) -> None:
    other = await driver.worked(600)
    draft = await driver.draft(group_by="all")
    path = f"invoices/{draft['id']}"
    line = draft["lines"][0]["line_id"]
    await driver.client.patch(f"/v1/{path}/lines/{line}", json={"description": "As agreed"})
    await sheet.reopen()
    assert (await driver.read(f"{path}/lost-time"))["ready_seconds"] == 0
    assert (await take_back(driver, draft)).status_code == 409
    sheet.change(60)
    await sheet.approve()
    lost = await driver.read(f"{path}/lost-time")
    assert (lost["ready_seconds"], [one["ready_seconds"] for one in lost["items"]]) == (
        1860,
        [60, 1800] if lost["items"][0]["seconds"] == 3600 else [1800, 60],
    )
    with count_statements(driver.served.database) as statements:
        answer = await take_back(driver, draft)
    assert answer.status_code == 200, answer.text
    assert statements.count <= 26, str(statements)
    [after] = answer.json()["lines"]
    assert (after["line_id"], after["description"]) == (line, "As agreed")
    assert (after["seconds"], after["amount"]["amount"]) == (2460, "820.00")
    assert await driver.read(path) == answer.json()
    assert (await driver.read(f"{path}/lost-time"))["items"] == []
    assert (await take_back(driver, draft)).status_code == 404
    assert await sums(driver) == NOTHING | {"claimed": 1860 + other.seconds}
    await driver.issue(draft["id"])
    assert await sums(driver) == NOTHING | {"billed": 1860 + other.seconds}


async def test_what_comes_back_to_no_line_gets_its_own_behind_the_time(
    driver: Driver, sheet: Sheet
) -> None:
    await driver.worked(600, rate="900.00")
    draft = await driver.draft(group_by="entry")
    await driver.add_line(draft["id"], kind="fee", amount="10.00")
    await sheet.reopen()
    await sheet.approve()
    after = (await take_back(driver, draft)).json()
    assert [(one["kind"], one["seconds"]) for one in after["lines"]] == [
        ("time", 600),
        *(("time", one.seconds) for one in sheet.entries),
        ("fee", None),
    ]
    assert [one["position"] for one in after["lines"]] == [1, 2, 3, 4]
    assert await sums(driver) == NOTHING | {"claimed": 6000}


async def test_what_another_draft_has_or_is_held_back_does_not_come_back(
    driver: Driver, sheet: Sheet
) -> None:
    draft = await driver.draft()
    await sheet.reopen()
    await sheet.approve()
    first, second = (str(one.entry_id) for one in sheet.entries)
    other = await driver.draft(entry_ids=[first])
    about = {"organization_id": str(driver.organization_id), "entry_ids": [second]}
    await driver.write("held-back-time", {**about, "reason": "They look at it"})
    assert (await driver.read(f"invoices/{draft['id']}/lost-time"))["ready_seconds"] == 0
    refused = await take_back(driver, draft)
    assert (refused.status_code, "They look at it" in refused.text) == (409, True)
    await driver.write("held-back-time/release", about)
    assert (await take_back(driver, draft)).json()["seconds"] == 1800
    assert (await driver.read(f"invoices/{other['id']}"))["seconds"] == 3600
    [left] = (await driver.read(f"invoices/{draft['id']}/lost-time"))["items"]
    assert left["entry_id"] == first
    await driver.invariants_hold()


async def test_what_is_taken_back_joins_no_line_that_is_taxed_otherwise(
    driver: Driver, sheet: Sheet
) -> None:
    await driver.worked(600)
    draft = await driver.draft(group_by="all")
    [line] = draft["lines"]
    exempt = {"tax": {"category": "exempt", "rate": "0"}, "line_ids": [line["line_id"]]}
    changed = await driver.client.put(f"/v1/invoices/{draft['id']}/tax", json=exempt)
    assert changed.status_code == 200, changed.text
    assert isinstance(await sheet.reopen(), ReopeningGranted)
    await sheet.approve()
    after = (await take_back(driver, draft)).json()
    assert sorted((one["seconds"], one["tax_category"]) for one in after["lines"]) == [
        (600, "exempt"),
        (5400, "standard"),
    ]


async def test_who_takes_back_has_read_the_draft_and_may_bill(driver: Driver, sheet: Sheet) -> None:
    draft = await driver.draft()
    await sheet.reopen()
    await sheet.approve()
    path = f"/v1/invoices/{draft['id']}/lost-time/take-back"
    stale = await driver.client.post(path, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    for role in ("manager", "agent"):
        client = await driver.served.as_(role, account=driver.account)
        once = {"Idempotency-Key": str(new_id()), "If-Match": '"2"'}
        assert (await client.post(path, headers=once)).status_code == 403
    answers = await asyncio.gather(take_back(driver, draft), take_back(driver, draft))
    assert sorted(one.status_code for one in answers) in ([200, 404], [200, 412])
    assert await sums(driver) == NOTHING | {"claimed": 5400}


async def test_an_issued_invoice_refuses_it_and_everything_stays(
    driver: Driver, sheet: Sheet
) -> None:
    first, second = (str(one.entry_id) for one in sheet.entries)
    invoice = await driver.issue((await driver.draft(entry_ids=[first]))["id"])
    draft = await driver.draft(entry_ids=[second])
    answer = await sheet.reopen()
    assert isinstance(answer, ReopeningRefused)
    assert [one.number for one in answer.invoices] == [invoice["number"]]
    assert await driver.read(f"invoices/{draft['id']}") == draft
    assert await sums(driver) == NOTHING | {"claimed": 1800, "billed": 3600}


async def test_a_credited_invoice_does_not_stand_in_the_way(driver: Driver, sheet: Sheet) -> None:
    invoice = await driver.issue((await driver.draft())["id"])
    assert isinstance(await sheet.reopen(), ReopeningRefused)
    await credit(driver, invoice["id"])
    assert isinstance(await sheet.reopen(), ReopeningGranted)
    assert await sums(driver) == NOTHING
    sheet.change(60)
    await sheet.approve()
    assert await sums(driver) == NOTHING | {"ready": 1860}


async def test_a_question_is_answered_once_whatever_has_happened_since(
    driver: Driver, sheet: Sheet
) -> None:
    invoice = await driver.issue((await driver.draft())["id"])
    await sheet.reopen()
    await credit(driver, invoice["id"])
    await driver.served.consume(driver.events.reopening_asked(sheet.id, sheet.version))
    assert isinstance(await sheet.answer(), ReopeningRefused)
    assert await sums(driver) == NOTHING | {"ready": 5400}
    await sheet.reopen()
    granted = sheet.version
    sheet.change(60)
    await sheet.approve()
    await driver.served.consume(driver.events.reopening_asked(sheet.id, granted))
    assert await sums(driver) == NOTHING | {"ready": 1860}


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
async def test_approvals_and_a_question_in_whatever_order_end_in_the_same_state(
    driver: Driver, order: tuple[int, ...]
) -> None:
    kept, gone = (approved_entry(driver.organization_id, seconds) for seconds in (60, 600))
    await driver.served.consume(*(driver.events.price(one) for one in (kept, gone)))
    sheet_id = new_id()
    messages: list[Event] = [
        driver.events.timesheet(kept, gone, timesheet_id=sheet_id, version=3),
        driver.events.reopening_asked(sheet_id, 4),
        driver.events.timesheet(kept, timesheet_id=sheet_id, version=7, part=1, parts=2),
        driver.events.timesheet(timesheet_id=sheet_id, version=7, part=2, parts=2),
    ]
    for position in (*order, *order[::-1]):
        await driver.served.consume(messages[position])
    assert await sums(driver) == NOTHING | {"ready": 60}
    assert await driver.published(ReopeningRefused) == []


async def test_an_entry_that_moved_to_another_sheet_is_not_given_back_with_the_first(
    driver: Driver, sheet: Sheet
) -> None:
    moved = sheet.entries[0].model_copy(update={"version": 2})
    other = Sheet(driver, moved)
    await other.approve()
    await sheet.reopen()
    assert await sums(driver) == NOTHING | {"ready": 3600}


async def test_a_set_answers_each_sheet(driver: Driver) -> None:
    sheets = [Sheet(driver, approved_entry(driver.organization_id, 60)) for _ in range(4)]
    for one in sheets:
        await one.approve()
    billed = [str(sheets[0].entries[0].entry_id)]
    await driver.issue((await driver.draft(entry_ids=billed))["id"])
    await driver.draft(entry_ids=[str(sheets[1].entries[0].entry_id)])
    for one in sheets:
        one.version += 1
    asked = [driver.events.reopening_asked(one.id, one.version) for one in sheets]
    with count_statements(driver.served.database) as statements:
        await driver.served.consume(*asked)
    granted = [isinstance(await one.answer(), ReopeningGranted) for one in sheets]
    assert granted == [False, True, True, True]
    assert await sums(driver) == NOTHING | {"billed": 60}
    assert statements.count == 17, str(statements)


async def test_an_old_approval_that_comes_again_brings_nothing_back(
    driver: Driver, sheet: Sheet
) -> None:
    await sheet.reopen()
    old = driver.events.timesheet(*sheet.entries, timesheet_id=sheet.id, version=1)
    await driver.served.consume(old, *(driver.events.price(one) for one in sheet.entries))
    assert await sums(driver) == NOTHING


async def test_who_drafts_or_issues_meanwhile_waits_for_the_answer(
    driver: Driver, sheet: Sheet
) -> None:
    first, second = (str(one.entry_id) for one in sheet.entries)
    draft = await driver.draft(entry_ids=[first])
    asked = driver.events.reopening_asked(sheet.id)
    async with driver.served.database.transaction(driver.account) as session:
        await answer_reopenings(session, [asked])
        issuing = asyncio.create_task(driver.try_issue(draft["id"]))
        drafting = asyncio.create_task(driver.try_draft(entry_ids=[second]))
        await asyncio.sleep(0.3)
        assert not issuing.done()
        assert not drafting.done()
    assert [(await issuing).status_code, (await drafting).status_code] == [412, 409]
    assert await sums(driver) == NOTHING


@pytest.mark.parametrize("attempt", range(3))
async def test_reopening_against_drafting_and_issuing_bills_it_whole_or_not_at_all(
    driver: Driver, sheet: Sheet, attempt: int
) -> None:
    async def draft_and_issue() -> None:
        drafted = await driver.try_draft(group_by="entry")
        if drafted.status_code == 201:
            await asyncio.sleep(attempt / 100)
            await driver.try_issue(drafted.json()["id"])

    await asyncio.gather(*(draft_and_issue() for _ in range(3)), sheet.reopen())
    found = await sums(driver)
    if isinstance(await sheet.answer(), ReopeningGranted):
        assert found == NOTHING
        sheet.change(60)
        await sheet.approve()
        assert await sums(driver) == NOTHING | {"ready": 1860}
    else:
        assert found == NOTHING | {"billed": 5400}


async def test_reopening_against_issuing_a_draft_that_is_there(
    driver: Driver, sheet: Sheet
) -> None:
    draft = await driver.draft()
    issued, answer = await asyncio.gather(driver.try_issue(draft["id"]), sheet.reopen())
    granted = isinstance(answer, ReopeningGranted)
    assert granted == (issued.status_code != 200), (issued.text, answer)
    assert await sums(driver) == (NOTHING if granted else NOTHING | {"billed": 5400})


async def test_reopening_against_crediting_is_one_after_the_other(
    driver: Driver, sheet: Sheet
) -> None:
    invoice = await driver.issue((await driver.draft())["id"])
    _, answer = await asyncio.gather(credit(driver, invoice["id"]), sheet.reopen())
    granted = isinstance(answer, ReopeningGranted)
    assert await sums(driver) == (NOTHING if granted else NOTHING | {"ready": 5400})


async def test_reopening_against_new_prices_and_drafts_of_the_same_time(
    driver: Driver, sheet: Sheet
) -> None:
    async def reprice() -> None:
        for version in range(2, 8):
            prices = [
                driver.events.price(one, f"{version}00.00", version=version)
                for one in reversed(sheet.entries)
            ]
            await driver.served.consume(*prices)

    async def draft() -> None:
        for _ in range(6):
            await driver.try_draft(group_by="all")

    _, _, answer = await asyncio.gather(reprice(), draft(), sheet.reopen())
    assert isinstance(answer, ReopeningGranted)
    assert await sums(driver) == NOTHING
