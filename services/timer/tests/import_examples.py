"""The part of the API's story that brings time over from other programs."""

import httpx

from services.timer.tests.driver import Driver, ok, shown

_FILE = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Mette Friis,mette@example.dk,Nordlys ApS,Webshop,,Payment page,Yes,2025-03-12,09:00:00,2025-03-12,10:30:00,01:30:00,
"""
_WORKLOG = {
    "name": "tempo",
    "headers": ["Full name", "Work date", "Hours", "Issue Key", "Work Description"],
    "columns": {
        "who": "Full name",
        "start_date": "Work date",
        "hours": "Hours",
        "task": "Issue Key",
        "description": "Work Description",
    },
}


async def import_time(driver: Driver) -> None:
    """Preview a file, import it, name the columns of another."""
    manager = driver.manager
    headers = {"Content-Type": "text/csv"}
    seen = await shown(manager.post("/v1/imports/preview", content=_FILE, headers=headers))
    params = {"token": seen["token"]}
    job = await shown(manager.post("/v1/imports", content=_FILE, headers=headers, params=params))
    url = f"/v1/imports/{job['id']}"
    await driver.timer.run_due()
    assert (await shown(manager.get(url)))["state"] == "done"
    again = await shown(manager.post("/v1/imports", content=_FILE, headers=headers))
    await ok(manager.post(f"/v1/imports/{again['id']}/cancel"))
    await driver.timer.run_due()
    await ok(manager.get("/v1/imports"))
    await ok(manager.get("/v1/exports/time-entries.csv", params={"first_day": "2025-03-12"}))
    await ok(manager.get("/v1/exports/organizations.csv"))
    await _name_columns(manager)


async def _name_columns(manager: httpx.AsyncClient) -> None:
    url = "/v1/import-mappings"
    mapping = await ok(manager.post(url, json=_WORKLOG))
    await ok(manager.get(url))
    named = f"{url}/{mapping.json()['id']}"
    renamed = {**_WORKLOG, "name": "tempo worklogs"}
    version = {"If-Match": mapping.headers["etag"]}
    await ok(manager.put(named, json=renamed, headers=version))
    await ok(manager.delete(named))
