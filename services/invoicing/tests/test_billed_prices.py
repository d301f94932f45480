"""Time on a line has the price of that line, whatever price comes later."""

from decimal import Decimal

from contracts import Money
from contracts.invoicing import TimeBilled
from services.invoicing.tests.studio import Studio


async def test_what_is_said_of_billed_time_is_the_price_of_its_line(studio: Studio) -> None:
    made = await studio.worked()
    draft = await studio.draft()
    await studio.served.consume(studio.priced(made, "1200.00", version=2))
    await studio.issue(draft["id"])
    await studio.served.consume(studio.priced(made, "1500.00", version=3))
    [billed] = await studio.published(TimeBilled)
    [entry] = billed.entries
    assert entry.hourly_rate == Money(amount=Decimal("1200.00"), currency="DKK")
    assert entry.price_version == 2


async def test_billed_time_shows_the_rate_of_its_line_whatever_price_comes_later(
    studio: Studio,
) -> None:
    made = await studio.worked()
    await studio.draft()
    [claimed] = (await studio.read("billable-time"))["items"]
    await studio.issue(claimed["invoice_id"])
    await studio.served.consume(studio.priced(made, "99.00", "EUR", version=2))
    [billed] = (await studio.read("billable-time"))["items"]
    assert (claimed["state"], billed["state"]) == ("claimed", "billed")
    rate = {"amount": "1200.00", "currency": "DKK"}
    assert (claimed["hourly_rate"], billed["hourly_rate"]) == (rate, rate)


async def test_claimed_time_shows_the_rate_of_its_line(studio: Studio) -> None:
    await studio.worked()
    await studio.draft()
    await studio.tamper(
        f"UPDATE time_entry SET hourly_rate = 5 WHERE account_id = '{studio.account}'"
    )
    [claimed] = (await studio.read("billable-time"))["items"]
    assert claimed["hourly_rate"]["amount"] == "1200.00"
