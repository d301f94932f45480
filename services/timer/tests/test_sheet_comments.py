"""Agents and managers write about a sheet, and it stays as it is."""

from services.timer.tests.driver import Driver, slug


async def test_agent_and_manager_write_about_a_sheet_in_any_state_and_it_stays_as_it_is(
    driver: Driver,
) -> None:
    sheet = await driver.approved_week()
    path = f"/v1/timesheets/{sheet['id']}/comments"
    assert (await driver.manager.post(path, json={"text": " Tuesday? "})).status_code == 201
    assert (await driver.agent.post(path, json={"text": "It was Sydlys"})).status_code == 201
    said = (await driver.agent.get(path)).json()["items"]
    assert [(one["by"], one["text"]) for one in said] == [
        ("boss", "Tuesday?"),
        ("mette", "It was Sydlys"),
    ]
    assert await driver.sheet() == sheet


async def test_nobody_reads_or_writes_about_sheets_that_they_do_not_see(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    path = f"/v1/timesheets/{sheet['id']}/comments"
    _, bo = await driver.another_agent()
    for refused in (await bo.get(path), await bo.post(path, json={"text": "Hm"})):
        assert slug(refused) == (404, "not-found")
    biller = await driver.client("billing")
    assert (await biller.get(path)).json() == {"items": []}
    assert slug(await biller.post(path, json={"text": "Hm"})) == (403, "not-allowed")


async def test_nothing_and_too_much_are_no_comments(driver: Driver) -> None:
    sheet = await driver.submitted_week()
    path = f"/v1/timesheets/{sheet['id']}/comments"
    for text in ("", "   ", "x" * 2001, None):
        refused = await driver.manager.post(path, json={"text": text})
        assert slug(refused) == (422, "invalid-input")
