"""Rounding policies, multipliers and holidays as files: exported, changed, seen, imported; what is wrong is told by line."""

from contextlib import suppress
from typing import Any

import httpx
from hypothesis import given, settings
from hypothesis import strategies as st

from database import new_id
from rates.domain.multiplier_file import COLUMNS, read_holidays, read_multipliers
from rates.domain.rounding_file import COLUMNS as ROUNDING_COLUMNS
from rates.domain.rounding_file import read_policies
from rates.domain.table_file import RuleFileError
from services.rates.tests.driver import Driver, Json
from services.rates.tests.factories import billed, recorded
from services.rates.tests.multiplier_driver import Multipliers, evening, holiday, overtime, timed
from services.rates.tests.test_rule_files import exported, named, written

POLICIES, MULTIPLIERS, HOLIDAYS = "rounding-policies", "multipliers", "holidays"


async def send(driver: Driver, what: str, file: str | list[Json], **asked: str) -> httpx.Response:
    """Import a file, or ask what it would change."""
    data = file if isinstance(file, str) else written(file)
    path, headers = f"/v1/{what}/import", {"Content-Type": "text/csv"}
    return await driver.client.post(path, content=data.encode(), headers=headers, params=asked)


async def told(driver: Driver, what: str, file: str | list[Json]) -> list[tuple[int, str]]:
    """What a file would change by a dry run, which changes nothing; then it is imported, and then once more."""
    before = await exported(driver, f"/v1/{what}.csv")
    seen = await send(driver, what, file, dry_run="true")
    assert seen.status_code == 200, seen.text
    assert await exported(driver, f"/v1/{what}.csv") == before
    done = await send(driver, what, file)
    assert done.json() == {**seen.json(), "dry_run": False}
    after = await exported(driver, f"/v1/{what}.csv")
    again = await send(driver, what, file)
    assert (again.status_code, again.json()["changes"]) == (200, [])
    assert await exported(driver, f"/v1/{what}.csv") == after
    await driver.reprice()
    return [(one["line"], one["act"]) for one in seen.json()["changes"]]


async def errors(driver: Driver, what: str, file: str | list[Json]) -> list[str]:
    """The fields of what is wrong with a file, of which nothing is taken."""
    before = await exported(driver, f"/v1/{what}.csv")
    response = await send(driver, what, file)
    assert response.status_code == 422, response.text
    assert await exported(driver, f"/v1/{what}.csv") == before
    return [error["field"] for error in response.json()["errors"]]


async def test_rounding_policies_go_out_and_come_back(driver: Driver) -> None:
    (customer,) = await named(driver, "=Nordlys")
    await driver.create_rate("1000")
    await driver.create_policy("up")
    await driver.create_policy("nearest", organization_id=customer.organization_id)
    entry = recorded(seconds=3000)
    await driver.consume(entry)
    rows = await exported(driver, f"/v1/{POLICIES}.csv")
    assert [(one["mode"], one["organization"]) for one in rows] == [
        ("up", ""),
        ("nearest", "' =Nordlys"),
    ]
    assert await told(driver, POLICIES, rows) == []
    rows[0] |= {"mode": "down", "valid_from": "2026-03-01"}
    rows[1] |= {"valid_to": "31-12-2026"}
    rows.append({**rows[1], "id": "", "version": "", "mode": "none", "step_seconds": ""})
    rows[2] |= {"valid_from": "2027-01-01", "valid_to": ""}
    assert await told(driver, POLICIES, rows) == [(2, "replace"), (3, "end"), (4, "create")]
    assert await driver.billed_seconds(entry.entry_id) == [2700]
    days = [
        (one["mode"], one["valid_from"], one["valid_to"])
        for one in (await driver.get(f"/v1/{POLICIES}"))["items"]
    ]
    assert sorted(days) == [
        ("down", "2026-03-01", None),
        ("nearest", "2026-01-01", "2026-12-31"),
        ("none", "2027-01-01", None),
        ("up", "2026-01-01", "2026-02-28"),
    ]


async def test_multipliers_go_out_and_come_back(driver: Driver) -> None:
    (customer,) = await named(driver, "Nordlys")
    multipliers = Multipliers(driver)
    await driver.create_rate("1000")
    await multipliers.create(evening(name="+Evening"))
    own = {"hourly_rate": {"amount": "900.5", "currency": "DKK"}}
    await multipliers.create({**overtime(8), "factor": None, **own})
    await multipliers.create(holiday("2"))
    entry = timed("2026-03-02 17:00", 2)
    await driver.consume(entry)
    rows = await exported(driver, f"/v1/{MULTIPLIERS}.csv")
    assert [one["name"] for one in rows] == ["' +Evening", "Overtime", "Holiday"]
    assert (rows[0]["weekdays"], rows[0]["starts_at"]) == (
        "monday tuesday wednesday thursday friday",
        "18:00",
    )
    assert await told(driver, MULTIPLIERS, rows) == []
    rows[0] |= {"factor": "1,75", "valid_from": "2026-03-01"}
    rows[1] |= {"valid_to": "2026-12-31"}
    weekend = {"id": "", "version": "", "name": "Weekend", "weekdays": "saturday, sunday"}
    hours = {"starts_at": "0:00", "ends_at": "00:00", "organization": "nordlys"}
    rows.append({**rows[0], **weekend, **hours})
    assert await told(driver, MULTIPLIERS, rows) == [(2, "replace"), (3, "end"), (5, "create")]
    assert await multipliers.segments(entry) == "60 at 1000.00, 60 at 1750.00"
    made = (await driver.get(f"/v1/{MULTIPLIERS}"))["items"][-1]
    assert made["weekdays"] == ["saturday", "sunday"]
    assert made["organization_id"] == str(customer.organization_id)


async def test_holidays_go_out_and_come_back(driver: Driver) -> None:
    multipliers = Multipliers(driver)
    await multipliers.add_holidays("2026-12-25")
    rows = await exported(driver, f"/v1/{HOLIDAYS}.csv")
    rows.append({"id": "", "day": "26-12-2026", "name": "@Boxing day"})
    assert await told(driver, HOLIDAYS, rows) == [(3, "create")]
    names = [one["name"] for one in (await driver.get("/v1/holidays"))["items"]]
    assert names == ["Feast", "@Boxing day"]
    assert (await exported(driver, f"/v1/{HOLIDAYS}.csv"))[1]["name"] == "' @Boxing day"
    wrong = (
        "day,name\n2026-12-25,Christmas\nsoon,Soon\n,Never\n2027-01-01,\n2027-01-02,A\n2027-01-02,B"
    )
    assert await errors(driver, HOLIDAYS, wrong) == [
        *("lines.3.day", "lines.4.day", "lines.5.name", "lines.7.day"),
    ]
    assert await errors(driver, HOLIDAYS, "day,name\n2026-12-25,Christmas") == ["lines.2.name"]


async def test_what_is_wrong_with_policies_is_told_by_line_and_column(driver: Driver) -> None:
    policy = await driver.create_policy("up")
    await named(driver, "Twin", "twin")
    header = "id,version,mode,step_seconds,valid_from,valid_to,organization,organization_id\n"
    mistakes = [
        *(",,sideways,900,2026-01-01,,,", ",,up,7,2026-01-01,,,", ",,up,much,2026-01-01,,,"),
        *(",,none,900,2026-01-01,,,", ",,up,900,,,,", ",,up,900,2026-02-01,2026-01-01,,"),
    ]
    assert await errors(driver, POLICIES, header + "\n".join(mistakes)) == [
        *("lines.2.mode", "lines.3.step_seconds", "lines.4.step_seconds"),
        *("lines.5.step_seconds", "lines.6.valid_from", "lines.7.valid_to"),
    ]
    named_id, version = policy["id"], policy["version"]
    conflicts = [
        f"{new_id()},,down,900,2026-01-01,,,",
        f"{named_id},9,down,900,2026-02-01,,,",
        f"{named_id},,down,900,2026-02-01,2026-12-31,,",
        f"{named_id},,up,900,2026-02-01,,,",
        f"{named_id},{version},down,900,2025-02-01,,,",
        ",,down,900,2026-05-01,,,",
        ",,down,900,2026-05-01,,Nobody,",
        ",,down,900,2026-05-01,,TWIN,",
        f",,down,900,2026-05-01,,,{new_id()}",
    ]
    assert sorted(await errors(driver, POLICIES, header + "\n".join(conflicts))) == [
        *("lines.10.organization_id", "lines.2.id", "lines.3.version", "lines.4.valid_to"),
        *("lines.5.valid_from", "lines.6.valid_from", "lines.7.valid_from"),
        *(
            "lines.8.organization",
            "lines.9.organization",
        ),
    ]


async def test_rows_that_meet_each_other_are_refused(driver: Driver) -> None:
    header = "name,kind,weekdays,starts_at,ends_at,factor,valid_from,valid_to\n"
    late, later = (
        "Late,hours,monday,18:00,22:00,1.5,2026-01-01,",
        "Later,hours,monday,21:00,23:00,2,2026-06-01,",
    )
    beside = "Night,hours,monday,22:00,06:00,2,2026-01-01,"
    assert await errors(driver, MULTIPLIERS, f"{header}{late}\n{later}") == ["lines.3.valid_from"]
    assert await told(driver, MULTIPLIERS, f"{header}{late}\n{beside}") == [
        *((2, "create"), (3, "create")),
    ]
    again = f"{header}{later}"
    assert await errors(driver, MULTIPLIERS, again) == ["lines.2.valid_from"]


async def test_what_is_billed_is_not_replaced_from_its_first_day_on(driver: Driver) -> None:
    await driver.create_rate("1000")
    await driver.create_policy("up")
    await driver.consume(entry := recorded(seconds=3000))
    await driver.consume(billed(entry))
    [row] = await exported(driver, f"/v1/{POLICIES}.csv")
    response = await send(driver, POLICIES, [{**row, "mode": "down"}])
    assert response.status_code == 409
    assert [one["mode"] for one in await exported(driver, f"/v1/{POLICIES}.csv")] == ["up"]


@settings(deadline=None)
@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_file_does_more_than_be_refused(data: bytes) -> None:
    headers = [",".join(COLUMNS).encode(), ",".join(ROUNDING_COLUMNS).encode(), b"id,day,name"]
    for reader in (read_policies, read_multipliers, read_holidays):
        for file in (data, *(header + b"\n" + data for header in headers)):
            with suppress(RuleFileError):
                reader(file)


async def test_files_are_for_those_who_may_see_and_change_rates(driver: Driver) -> None:
    allowed: dict[str, Any] = {"agent": (403, 403), "billing": (200, 422), "manager": (200, 403)}
    for role, expected in allowed.items():
        client = await driver.served.as_(role)
        for what in (POLICIES, MULTIPLIERS, HOLIDAYS):
            table = await client.get(f"/v1/{what}.csv")
            headers = {"Content-Type": "text/csv"}
            file = await client.post(f"/v1/{what}/import", content=b"x", headers=headers)
            assert (table.status_code, file.status_code) == expected


async def test_rounding_is_replaced_in_one_act(driver: Driver) -> None:
    await driver.create_rate("1000")
    policy = await driver.create_policy("up", valid_to="2026-12-31")
    await driver.consume(entry := recorded(seconds=3000))
    path, body = f"/v1/{POLICIES}/{policy['id']}", {"mode": "down", "step_seconds": 900}
    plain = await driver.client.post(f"{path}/replace", json={**body, "valid_from": "2026-03-01"})
    assert plain.status_code == 428
    match = {"If-Match": f'"{policy["version"]}"'}
    for day, field in (("2025-12-31", "valid_from"), ("2027-01-01", "valid_from")):
        refused = await driver.client.post(
            f"{path}/replace", json={**body, "valid_from": day}, headers=match
        )
        assert [one["field"] for one in refused.json()["errors"]] == [field]
    headers = {**match, "Idempotency-Key": str(new_id())}
    answers = [
        await driver.client.post(
            f"{path}/replace", json={**body, "valid_from": "2026-03-01"}, headers=headers
        )
        for _ in range(2)
    ]
    assert [one.status_code for one in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    await driver.reprice()
    assert await driver.billed_seconds(entry.entry_id) == [2700]
    before, after = (await driver.get(f"/v1/{POLICIES}"))["items"]
    assert (before["valid_to"], after["valid_from"]) == ("2026-02-28", "2026-03-01")
    assert (after["mode"], after["valid_to"]) == ("down", "2026-12-31")
    stale = await driver.client.post(
        f"{path}/replace", json={**body, "valid_from": "2026-04-01"}, headers=match
    )
    assert stale.status_code == 412
