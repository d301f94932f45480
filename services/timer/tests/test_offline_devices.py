"""Whatever a device sends late, twice or in another order, it never changes what is newer, and all of it arrives."""

from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import httpx
import pytest

from database import new_id
from services.timer.tests.driver import Driver

Send = Callable[[], Awaitable[httpx.Response]]


def operations(driver: Driver, day: str) -> tuple[list[Send], list[str]]:
    """What somebody did on a device with an entry: typed, corrected, moved, split, and a part deleted."""
    whole, middle, last = str(new_id()), str(new_id()), str(new_id())
    url = f"/v1/time-entries/{whole}"

    def put(version: int | None, **body: Any) -> Send:
        if_match = f'"{version}"' if version else None
        return lambda: driver.put_entry(whole, if_match=if_match, work_date=day, **body)

    def split(version: int, part: str, seconds: int) -> Send:
        body = {"id": part, "seconds": seconds, "changes": {"description": f"after {seconds}"}}
        headers = {"If-Match": f'"{version}"'}
        return lambda: driver.agent.post(f"{url}/split", json=body, headers=headers)

    def change(versions: dict[str, int], **changes: Any) -> Send:
        read = [{"id": one, "version": version} for one, version in versions.items()]
        body = {"entries": read, "changes": changes}
        return lambda: driver.agent.post("/v1/time-entries/change", json=body)

    done = [
        put(None, seconds=7200),
        put(1, seconds=6000, description="Menu"),
        change({whole: 2}, tags=["a"], billable=False),
        split(3, middle, 3000),
        split(4, last, 1000),
        change({whole: 5, middle: 1}, description="Footer", project_id=None),
        lambda: driver.delete_entry(last),
        put(6, seconds=900, description="Footer", project_id=None),
    ]
    return done, [whole, middle, last]


async def state(driver: Driver, ids: list[str]) -> list[Any]:
    """What became of the entries, without what is other in each run."""
    found = []
    for entry_id in ids:
        response = await driver.agent.get(f"/v1/time-entries/{entry_id}")
        body = response.json()
        kept = ("version", "seconds", "description", "tags", "billable", "project_id")
        found.append((response.status_code, {name: body.get(name) for name in kept}))
    return found


async def in_order(driver: Driver, day: str) -> list[Any]:
    sent, ids = operations(driver, day)
    for send in sent:
        assert (await send()).is_success
    return await state(driver, ids)


@pytest.mark.parametrize("seed", range(6))
async def test_any_order_and_number_ends_in_the_same_state(driver: Driver, seed: int) -> None:
    expected = await in_order(driver, "2026-10-06")
    chance = Random(seed)
    sent, ids = operations(driver, "2026-10-07")
    for send in chance.choices(sent, k=20):
        assert (await send()).status_code < 500
    for place, send in enumerate(sent):
        await send()
        for late in chance.choices(sent[: place + 1], k=3):
            await late()
    assert await state(driver, ids) == expected


async def test_what_is_late_is_answered_and_changes_nothing(driver: Driver) -> None:
    sent, ids = operations(driver, "2026-10-06")
    for send in sent:
        await send()
    expected = await state(driver, ids)
    for send in reversed(sent):
        assert (await send()).status_code < 500
        assert await state(driver, ids) == expected
