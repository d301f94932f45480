"""Imports through the API: sent, carried out by a worker, read again."""

from typing import Any

import httpx

from services.timer.tests.driver import Driver

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
