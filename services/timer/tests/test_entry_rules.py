"""What belongs to an entry once it was made, and until when it can be said otherwise."""

from typing import Any

from database import new_id
from services.timer.tests.driver import Driver, slug


async def test_the_customer_is_changed_until_the_week_is_handed_in(driver: Driver) -> None:
    fjord = await driver.create("organizations", name="Fjord")
    entry = await driver.record(entry_id := new_id())
    assert entry["organization_id"] == driver.organization["id"]
    moved = await driver.put_entry(entry_id, if_match='"1"', organization_id=fjord["id"])
    assert moved.json()["organization_id"] == fjord["id"]
    assert moved.json()["organization_source"] == "agent"
    sheet = (await driver.submit(await driver.sheet())).json()
    back: dict[str, Any] = {"if_match": '"2"', "organization_id": driver.organization["id"]}
    assert slug(await driver.put_entry(entry_id, **back)) == (409, "timesheet-closed")
    await driver.reject(sheet)
    assert (await driver.put_entry(entry_id, **back)).status_code == 200


async def test_another_zone_of_the_agent_moves_no_entry(driver: Driver) -> None:
    late: dict[str, Any] = {"started_at": "2026-10-06T21:30:00Z"}
    entry = await driver.record(entry_id := new_id(), **late)
    assert (entry["time_zone"], entry["work_date"]) == ("Europe/Copenhagen", "2026-10-06")
    await driver.change(f"agents/{driver.agent_id}", time_zone="Pacific/Auckland")
    assert await driver.record(entry_id, **late) == entry, "sent again"
    corrected = (await driver.put_entry(entry_id, if_match='"1"', seconds=60, **late)).json()
    assert (corrected["time_zone"], corrected["work_date"]) == ("Europe/Copenhagen", "2026-10-06")
    assert (await driver.record(started_at="2026-10-07T21:30:00Z"))["work_date"] == "2026-10-08"
