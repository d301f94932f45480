"""The story that the examples of the API's document are taken from."""

from datetime import date
from typing import Any

from services.rates.tests.driver import Driver, rate_body
from services.rates.tests.factories import recorded
from testkit import Served

SETTINGS: dict[str, Any] = {"retry_seconds": 0.1}
BEYOND_SCHEMAS = (
    "must lie between 1970-01-01 and 2200-12-31",
    "must not be before first_day",
    "must not be before valid_from",
)


async def story(served: Served) -> dict[str, str]:
    """An hour's price is set, ended, taken back and asked for."""
    driver = Driver(served, await served.as_("billing"))
    work = recorded(work_date=date(2025, 3, 3))
    standard = await driver.create_rate(
        valid_from="2025-01-01", organization_id=work.organization_id
    )
    mistaken = await driver.create_rate("1500", valid_from="2025-01-01", agent_id=work.agent_id)
    await driver.consume(work, recorded(work_date=date(2025, 3, 4), organization_id=None))
    await driver.reprice()

    await driver.get("/v1/rates", organization_id=str(work.organization_id), on="2025-03-03")
    await driver.get(f"/v1/rates/{standard['id']}")
    await driver.price(work.entry_id)
    await driver.match(on="2025-03-10", organization_id=work.organization_id)
    await driver.get("/v1/costs-and-revenue", first_day="2025-03-01", last_day="2025-03-31")
    await driver.get("/v1/unpriced-entries", first_day="2025-03-01", last_day="2025-03-31")
    await driver.withdraw_rate(mistaken)
    await driver.end_rate(standard, "2025-12-31")
    overlapping = rate_body(valid_from="2025-06-01", organization_id=work.organization_id)
    assert (await driver.client.post("/v1/rates", json=overlapping)).status_code == 409
    return {}
