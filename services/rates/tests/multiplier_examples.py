"""The part of the story of the API's examples in which evenings and holidays get rates of their own."""

from services.rates.tests.driver import Driver
from services.rates.tests.multiplier_driver import PATH, Multipliers, evening, holiday

BEYOND_SCHEMAS = (
    *("the kind hours needs", "days of the week, each once", "only the kind hours has it"),
    *("has none", "needs it, above 0 and below", "either a factor or an hourly_rate, and not both"),
    *("the same as holidays.", "must lie between 0 and 100", "String should have at least 1 char"),
)


async def multiply(driver: Driver) -> None:
    """Evenings and holidays get rates of their own, are read, ended and taken back."""
    multipliers, year = Multipliers(driver), {"valid_from": "2025-01-01"}
    made = await multipliers.create(evening(**year))
    mistaken = await multipliers.create(holiday("20", **year))
    assert (await multipliers.try_to_create(evening("2", **year))).status_code == 409
    await driver.get(PATH, on="2025-03-03")
    await driver.get(f"{PATH}/{made['id']}")
    await multipliers.end(made, "2025-12-31")
    await multipliers.withdraw(mistaken)
    added = await multipliers.add_holidays("2025-12-24", "2025-12-25")
    assert (await multipliers.add_holidays("2025-12-24")).status_code == 409
    await driver.get("/v1/holidays", year="2025")
    await driver.client.delete(f"/v1/holidays/{added.json()['items'][0]['id']}")
