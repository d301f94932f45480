"""The part of the story of the API's examples in which rates go out as a table and come back."""

from services.rates.tests.driver import Driver

_TABLE = "amount,currency,valid_from,valid_to\n850,DKK,2024-01-01,2024-12-31\n"
_HEADERS = {"Content-Type": "text/csv"}


async def exchange(driver: Driver) -> None:
    """Rates and costs are given out, and a file with another rate is looked at; one with a mistake is refused."""
    await driver.client.get("/v1/rates.csv", params={"on": "2025-03-03"})
    await driver.client.get("/v1/costs.csv")
    path = "/v1/rate-changes/preview-file"
    for file, status in ((_TABLE, 200), (_TABLE.replace("DKK", "kroner"), 422)):
        response = await driver.client.post(path, content=file, headers=_HEADERS)
        assert response.status_code == status, response.text
