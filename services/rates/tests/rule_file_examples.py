"""The part of the story of the API's examples in which rates go out as a table and come back."""

from services.rates.tests.driver import Driver, Json, cost_body

_TABLE = "amount,currency,valid_from,valid_to\n850,DKK,2024-01-01,2024-12-31\n"
_HEADERS = {"Content-Type": "text/csv"}
_FILES = {
    "rounding-policies": "mode,step_seconds,valid_from,valid_to\nup,900,2023-01-01,2023-12-31\n",
    "multipliers": (
        "name,kind,weekdays,starts_at,ends_at,factor,valid_from,valid_to\n"
        "Saturday,hours,saturday,00:00,00:00,1.5,2023-01-01,2023-12-31\n"
    ),
    "holidays": "day,name\n2023-12-25,Christmas Day\n",
}


async def change_costs(driver: Driver) -> None:
    """A cost gets another amount, which is then undone; a file with another cost is looked at, and one with a mistake."""
    body = cost_body("55", valid_from="2023-01-01", valid_to="2023-12-31")
    cost = (await driver.client.post("/v1/costs", json=body)).json()
    money = {"amount": "60", "currency": "DKK"}
    named = {"cost_id": cost["id"], "version": cost["version"], "valid_from": "2023-07-01"}
    acts = {"acts": [{"replace": {**named, "hourly_cost": money}}]}
    path = "/v1/cost-changes"
    outdated, seen = [(await driver.client.post(f"{path}/preview", json=acts)).json() for _ in "ab"]
    change = await driver.client.post(path, json={"token": seen["token"]})
    assert change.status_code == 202, change.text
    assert (await driver.client.post(path, json={"token": outdated["token"]})).status_code == 409
    await driver.reprice()
    assert (await driver.client.post(f"{path}/preview", json=acts)).status_code == 422
    await driver.get(path)
    await driver.get(f"{path}/{seen['token']}")
    undoing = await driver.client.post(f"{path}/{seen['token']}/undo")
    assert undoing.status_code == 200, undoing.text
    for file, status in ((_TABLE, 200), (_TABLE.replace("DKK", "kroner"), 422)):
        response = await driver.client.post(f"{path}/preview-file", content=file, headers=_HEADERS)
        assert response.status_code == status, response.text


async def exchange(driver: Driver) -> None:
    """Rates and costs are given out, and a file with another rate is looked at; one with a mistake is refused."""
    await driver.client.get("/v1/rates.csv", params={"on": "2025-03-03"})
    await driver.client.get("/v1/costs.csv")
    path = "/v1/rate-changes/preview-file"
    for file, status in ((_TABLE, 200), (_TABLE.replace("DKK", "kroner"), 422)):
        response = await driver.client.post(path, content=file, headers=_HEADERS)
        assert response.status_code == status, response.text


async def import_files(driver: Driver) -> None:
    """Policies, multipliers and holidays are given out, seen and imported; files with mistakes are refused."""
    for what, file in _FILES.items():
        path = f"/v1/{what}/import"
        for dry_run in ("true", "false"):
            asked = {"dry_run": dry_run}
            response = await driver.client.post(path, content=file, headers=_HEADERS, params=asked)
            assert response.status_code == 200, response.text
        wrong = await driver.client.post(path, content=f"{file}{file[:4]}\n", headers=_HEADERS)
        assert wrong.status_code == 422, wrong.text
        await driver.client.get(f"/v1/{what}.csv")


async def replace_at_once(driver: Driver, cost: Json, policy: Json) -> None:
    """A cost gets another amount and a policy rounds otherwise, each from a day on in one act."""
    match = [{"If-Match": f'"{one["version"]}"'} for one in (cost, policy)]
    money = {"amount": "660", "currency": "DKK"}
    body: Json = {"hourly_cost": money, "valid_from": "2025-09-01"}
    path = f"/v1/costs/{cost['id']}/replace"
    response = await driver.client.post(path, json=body, headers=match[0])
    assert response.status_code == 200, response.text
    body = {"mode": "up", "step_seconds": 360, "valid_from": "2025-09-01"}
    path = f"/v1/rounding-policies/{policy['id']}/replace"
    response = await driver.client.post(path, json=body, headers=match[1])
    assert response.status_code == 200, response.text
    await driver.reprice()
