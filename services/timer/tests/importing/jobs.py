"""Imports through the API: sent, carried out by a worker, read again."""

from typing import Any

import httpx

from services.timer.tests.driver import Driver
from services.timer.tests.importing.factories import csv_of

PATH = "/v1/imports"


async def sent(
    driver: Driver, data: bytes, *, client: httpx.AsyncClient | None = None, **params: Any
) -> dict[str, Any]:
    """An import that waits for a worker."""
    response = await (client or driver.manager).post(PATH, content=data, params=params)
    assert response.status_code == 202, response.text
    job: dict[str, Any] = response.json()
    assert response.headers["location"] == f"{PATH}/{job['id']}"
    return job


async def carried_out(
    driver: Driver, data: bytes, *, client: httpx.AsyncClient | None = None, **params: Any
) -> dict[str, Any]:
    """An import that has ended."""
    job = await sent(driver, data, client=client, **params)
    await driver.timer.run_due()
    return await read(driver, job["id"], client=client)


async def read(
    driver: Driver, import_id: str, *, client: httpx.AsyncClient | None = None
) -> dict[str, Any]:
    response = await (client or driver.manager).get(f"{PATH}/{import_id}")
    assert response.status_code == 200, response.text
    job: dict[str, Any] = response.json()
    return job


async def preview(client: httpx.AsyncClient, data: bytes, **params: Any) -> dict[str, Any]:
    response = await client.post(f"{PATH}/preview", content=data, params=params)
    assert response.status_code == 200, response.text
    report: dict[str, Any] = response.json()
    return report


async def report_of(
    driver: Driver,
    data: bytes,
    *,
    client: httpx.AsyncClient | None = None,
    dry_run: bool = False,
    **params: Any,
) -> dict[str, Any]:
    """The report of a preview, or of the import that was carried out."""
    client = client or driver.manager
    if dry_run:
        return await preview(client, data, **params)
    job = await carried_out(driver, data, client=client, **params)
    assert job["state"] == "done", job
    report: dict[str, Any] = job["report"]
    return report


async def imported(driver: Driver, *lines: str, **params: Any) -> dict[str, Any]:
    return await report_of(driver, csv_of(*lines), **params)


def counts(report: dict[str, Any]) -> dict[str, int]:
    """How many rows are in each class that has any."""
    classes = {name: tally for name, tally in report["rows"].items() if name != "read"}
    return {name: tally["count"] for name, tally in classes.items() if tally["count"]}


async def everything(client: httpx.AsyncClient) -> dict[str, list[dict[str, Any]]]:
    """All that an import may create."""
    nouns = ("time-entries", "agents", "organizations", "projects", "tasks", "timesheets")
    return {noun: (await client.get(f"/v1/{noun}")).json()["items"] for noun in nouns}
