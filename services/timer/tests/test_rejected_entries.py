"""Entries are rejected by name; each shows its reason until it is changed, or approved after all."""

from typing import Any

from contracts.timer import TimesheetRejected
from database import new_id
from services.timer.tests.driver import Driver, as_read, slug


async def reject(driver: Driver, sheet: dict[str, Any], **body: Any) -> Any:
    path = f"/v1/timesheets/{sheet['id']}/reject"
    return await driver.manager.post(path, json=body, headers=as_read(sheet))


def named(**reasons: str) -> list[dict[str, str]]:
    """Entries, by their ids, with their reasons."""
    return [{"entry_id": entry_id, "reason": reason} for entry_id, reason in reasons.items()]


async def test_named_entries_keep_their_reason_until_they_are_changed(driver: Driver) -> None:
    first, second = [await driver.record(seconds=seconds) for seconds in (60, 120)]
    sheet = (await driver.submit(await driver.sheet())).json()
    reasons = named(**{first["id"]: "Whose?", second["id"]: "Too long"})
    rejected = (await reject(driver, sheet, entries=reasons)).json()
    assert rejected["rejected_entries"] == sorted(reasons, key=lambda one: one["entry_id"])
    assert (rejected["state"], rejected["rejected_because"]) == ("draft", "Whose?; Too long")
    await driver.record(first["id"], if_match='"1"', seconds=61)
    assert (await driver.sheet())["rejected_entries"] == named(**{second["id"]: "Too long"})
    again = (await driver.submit(await driver.sheet())).json()
    assert again["rejected_entries"] == named(**{second["id"]: "Too long"})
    approved = (await driver.approve(again)).json()
    assert approved["rejected_entries"] == []


async def test_a_reason_for_the_whole_stands_beside_those_of_entries(driver: Driver) -> None:
    entry = await driver.record()
    sheet = (await driver.submit(await driver.sheet())).json()
    rejected = await reject(
        driver, sheet, reason="See Tuesday", entries=named(**{entry["id"]: "Whose?"})
    )
    assert rejected.json()["rejected_because"] == "See Tuesday"
    again = (await driver.submit(await driver.sheet())).json()
    reasons = named(**{entry["id"]: "Still: whose?"})
    rejected = await reject(driver, again, entries=reasons)
    assert rejected.json()["rejected_entries"] == reasons
    await driver.delete_entry(entry["id"])
    assert (await driver.sheet())["rejected_entries"] == []


async def test_only_entries_of_the_sheet_are_rejected_with_it(driver: Driver) -> None:
    elsewhere = await driver.record(work_date="2026-10-13")
    await driver.record()
    sheet = (await driver.submit(await driver.sheet("2026-10-05"))).json()
    for entry_id in (elsewhere["id"], str(new_id())):
        refused = await reject(driver, sheet, entries=named(**{entry_id: "Whose?"}))
        assert slug(refused) == (422, "invalid-input")
        assert refused.json()["errors"] == [
            {"field": "entries.0.entry_id", "reason": "is no entry of this timesheet"}
        ]
    assert (await driver.sheet("2026-10-05"))["state"] == "submitted"
    unclear: list[dict[str, Any]] = [{}, {"entries": named(x="Whose?")}, {"entries": []}]
    for body in unclear:
        assert slug(await reject(driver, sheet, **body)) == (422, "invalid-input")
    twice = named(**{elsewhere["id"]: "Whose?"}) + named(**{elsewhere["id"]: "Why?"})
    assert slug(await reject(driver, sheet, entries=twice)) == (422, "invalid-input")


async def test_rejecting_entries_takes_a_statement_more(driver: Driver) -> None:
    entries = [await driver.record(seconds=60) for _ in range(10)]
    sheet = (await driver.submit(await driver.sheet())).json()
    reasons = named(**{one["id"]: "Whose?" for one in entries})
    with driver.statements() as statements:
        assert (await reject(driver, sheet, entries=reasons)).is_success
    assert statements.count == 6, str(statements)


async def test_a_rejection_is_published_with_its_reason(driver: Driver) -> None:
    entry = await driver.record()
    sheet = (await driver.submit(await driver.sheet())).json()
    named = [{"entry_id": entry["id"], "reason": "Too long"}]
    assert (await reject(driver, sheet, entries=named)).is_success
    (told,) = await driver.timer.published(TimesheetRejected)
    assert (told.agent_id, told.version, told.rejected_by) == (
        driver.agent_id,
        sheet["version"] + 1,
        "boss",
    )
    assert (told.reason, told.rejected_entries) == ("Too long", 1)
    assert str(told.first_day) == sheet["first_day"]
