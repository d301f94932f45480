"""Drives what agreements charge and cover."""

from typing import Any
from uuid import UUID

from contracts.rates import AgreementChargeChanged
from contracts.timer import ApprovedEntry
from invoicing.commands.release import release
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.factories import NOW, approved_entry


async def agreed(driver: Driver, **changed: Any) -> AgreementChargeChanged:
    """Have an agreement charge a fee."""
    charge = driver.events.charge(driver.organization_id, **changed)
    await driver.served.consume(charge)
    return charge


async def covered(
    driver: Driver, charge: AgreementChargeChanged, seconds: int = 3600, *until: tuple[int, str]
) -> ApprovedEntry:
    """Have an entry approved that an agreement covers, all of it or up to the ends of segments."""
    made = approved_entry(driver.organization_id, seconds)
    price = driver.events.covered_price(made, charge.charge_id, *until)
    await driver.served.consume(driver.events.timesheet(made), price)
    return made


async def sums(driver: Driver) -> dict[str, int]:
    """Seconds by bucket, without empty ones."""
    found = (await driver.read("billable-time"))["sums"]
    return {name: seconds for name, seconds in found.items() if seconds}


def lines_of(invoice: dict[str, Any]) -> list[tuple[str, int | None, str]]:
    """Kind, seconds and amount of the lines."""
    return [(line["kind"], line["seconds"], line["amount"]["amount"]) for line in invoice["lines"]]


async def give_line_back(driver: Driver, invoice: dict[str, Any], line_id: str, note: UUID) -> None:
    """Release an agreement's line."""
    async with driver.served.database.transaction(driver.account) as session:
        await release(session, UUID(invoice["id"]), note, [], charge_lines=[UUID(line_id)], now=NOW)
