"""Hours as decimals, where an account prints them so: time costs the printed hours × the printed price (domain §5)."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from invoicing.domain.lines import Line, decimal_hours, shrink, time_amount
from invoicing.domain.tax import Tax
from money import round_money
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_explanation import books
from services.invoicing.tests.test_moving import try_to_move
from services.invoicing.tests.test_printing import text_of

SECONDS = st.integers(0, 360_000)
RATES = st.decimals(0, 5000, places=4)
DECIMALS = st.integers(2, 4)


async def choose(driver: Driver, decimals: int | None) -> None:
    await driver.read("settings")
    answer = await driver.client.patch("/v1/settings", json={"hour_decimals": decimals})
    assert answer.status_code == 200, answer.text
    assert answer.json()["hour_decimals"] == decimals


async def drafted(driver: Driver, *seconds: int, rate: str = "100.00") -> dict[str, Any]:
    """A draft of these entries on one line."""
    for one in seconds:
        await driver.worked(one, rate)
    return await driver.draft(group_by="all")


def charged(document: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(line["hours"], line["amount"]["amount"]) for line in document["lines"]]


@pytest.mark.parametrize(
    ("seconds", "rate", "decimals", "hours", "amount"),
    [
        (3000, "100", 2, "0.83", "83.00"),
        (3000, "100", 4, "0.8333", "83.33"),
        (3000, "1200", 2, "0.83", "996.00"),
        (18, "100", 2, "0.01", "1.00"),
        (17, "100", 2, "0.00", "0.00"),
        (2880, "32.25", 2, "0.80", "25.80"),
        (1800, "32.25", 2, "0.50", "16.13"),
    ],
)
def test_time_costs_the_printed_hours_by_the_printed_price(
    seconds: int, rate: str, decimals: int, hours: str, amount: str
) -> None:
    assert str(decimal_hours(seconds, decimals)) == hours
    assert str(time_amount(seconds, Decimal(rate), "DKK", decimals)) == amount


@given(SECONDS, RATES, DECIMALS)
def test_who_multiplies_what_is_printed_gets_the_amount(
    seconds: int, rate: Decimal, decimals: int
) -> None:
    hours = decimal_hours(seconds, decimals)
    assert hours is not None
    assert abs(hours - Decimal(seconds) / 3600) <= Decimal(1).scaleb(-decimals) / 2
    assert time_amount(seconds, rate, "DKK", decimals) == round_money(hours * rate, "DKK")


@given(SECONDS, RATES, DECIMALS, st.data())
def test_time_taken_off_a_line_leaves_the_hours_of_what_is_left(
    seconds: int, rate: Decimal, decimals: int, data: st.DataObject
) -> None:
    taken = data.draw(st.integers(0, seconds))
    whole = Line(
        UUID(int=1),
        *(1, "time", "Work", time_amount(seconds, rate, "DKK", decimals)),
        Tax("standard", Decimal(25)),
        seconds=seconds,
        billed_seconds=seconds,
        hourly_rate=rate,
        hours=decimal_hours(seconds, decimals),
    )
    left = shrink(whole, taken, taken, "DKK")
    assert left.hours == decimal_hours(seconds - taken, decimals)
    assert left.amount == time_amount(seconds - taken, rate, "DKK", decimals)


def test_a_line_says_how_its_amount_comes_about() -> None:
    tax = Tax("standard", Decimal(25))
    line = Line(UUID(int=1), 1, "time", "Work", Decimal("83.00"), tax, 3000, Decimal(100))
    line = replace(line, billed_seconds=3000, hours=Decimal("0.83"))
    assert line.formula == "3000 s → 0.83 h × 100 → 83.00"


async def test_an_invoice_charges_and_prints_them_and_is_computed_again(driver: Driver) -> None:
    await choose(driver, 2)
    draft = await drafted(driver, 1000, 1000, 1000)
    assert charged(draft) == [("0.83", "83.00")]
    audit(await books(driver, draft["id"]))
    invoice = await driver.issue(draft["id"], delivery="hand")
    assert charged(invoice) == [("0.83", "83.00")]
    assert "0,83 100,00 83,00" in await text_of(driver, invoice)
    audit(await books(driver, invoice["id"]))
    [series] = (await driver.read("reports/numbering", verify=True))["series"]
    assert series["chained"]
    await driver.invariants_hold()


async def test_another_choice_is_for_new_drafts_only(driver: Driver) -> None:
    first = await drafted(driver, 3000)
    await choose(driver, 3)
    second = await drafted(driver, 3000)
    await choose(driver, None)
    third = await drafted(driver, 3000)
    shown = [charged(await driver.read(f"invoices/{x['id']}")) for x in (first, second, third)]
    assert shown == [[(None, "83.33")], [("0.833", "83.30")], [(None, "83.33")]]
    issued = [await driver.issue(x["id"], delivery="hand") for x in (second, third)]
    assert [charged(one) for one in issued] == shown[1:]


async def test_parts_that_are_credited_add_up_to_the_hours_and_money_of_the_line(
    driver: Driver,
) -> None:
    await choose(driver, 2)
    invoice = await driver.issue((await drafted(driver, 3600))["id"], delivery="hand")
    line_id = invoice["lines"][0]["line_id"]
    [entry] = (await driver.read(f"invoices/{invoice['id']}/explain"))["lines"][0]["entries"]
    notes = []
    for start in (0, 1200, 2400):
        part = {"entry_id": entry["entry_id"], "start": start, "end": start + 1200}
        note = await driver.credit(invoice["id"], {"line_id": line_id, "entries": [part]})
        notes += charged(note)
        audit(await books(driver, invoice["id"]))
    assert notes == [("0.33", "33.00"), ("0.34", "34.00"), ("0.33", "33.00")]
    await driver.invariants_hold()


async def test_a_line_is_split_and_grouped_otherwise_as_the_draft_prints_hours(
    driver: Driver,
) -> None:
    await choose(driver, 2)
    draft = await drafted(driver, 1000, 2000)
    await choose(driver, None)
    split = await try_to_move(driver, draft, 0, (driver.entries[0], 400))
    assert sorted(charged(split.json())) == [("0.11", "11.00"), ("0.72", "72.00")]
    path = f"/v1/invoices/{draft['id']}/grouping"
    grouped = await driver.client.put(path, json={"group_by": "entry"})
    assert sorted(charged(grouped.json())) == [("0.28", "28.00"), ("0.56", "56.00")]
    audit(await books(driver, draft["id"]))


async def test_time_does_not_move_to_a_draft_that_prints_hours_otherwise(driver: Driver) -> None:
    exact = await drafted(driver, 3000)
    await choose(driver, 2)
    draft = await drafted(driver, 3000)
    where = {"to_invoice_id": exact["id"], "to_version": 1}
    refused = await try_to_move(driver, draft, 0, **where)
    assert refused.status_code == 422
    assert "prints hours otherwise" in refused.text
    await driver.invariants_hold()


async def test_time_at_another_price_is_charged_as_the_draft_prints_hours(driver: Driver) -> None:
    await choose(driver, 2)
    draft = await drafted(driver, 1000, 2000)
    dearer = driver.events.price(driver.entries[0], "150.00", version=2)
    refused = await driver.served.dead_letters()
    await driver.served.consume(dearer)
    assert await driver.served.dead_letters() == refused
    shown = await driver.read(f"invoices/{draft['id']}")
    assert sorted(charged(shown)) == [("0.28", "42.00"), ("0.56", "56.00")]
    await driver.served.consume(driver.events.price(driver.entries[1], "150.00", version=2))
    shown = await driver.read(f"invoices/{draft['id']}")
    assert charged(shown) == [("0.83", "124.50")]
    audit(await books(driver, draft["id"]))
    await driver.invariants_hold()


async def test_time_that_is_written_off_leaves_the_printed_hours_of_the_rest(
    driver: Driver,
) -> None:
    await choose(driver, 2)
    draft = await drafted(driver, 3000, 3000)
    line = f"invoices/{draft['id']}/lines/{draft['lines'][0]['line_id']}"
    part = {"entry_id": str(driver.entries[0].entry_id), "seconds": 1234}
    written = await driver.write(f"{line}/write-off", {"reason": "Kindness", "entries": [part]})
    assert written.status_code == 200, written.text
    shown = await driver.read(f"invoices/{draft['id']}")
    assert charged(shown) == [("1.32", "132.00")]
    audit(await books(driver, draft["id"]))


@pytest.mark.parametrize("decimals", [0, 1, 5, 2.5])
async def test_what_nobody_prints_is_refused(driver: Driver, decimals: object) -> None:
    await driver.read("settings")
    answer = await driver.client.patch("/v1/settings", json={"hour_decimals": decimals})
    assert answer.status_code == 422, answer.text


async def test_the_database_refuses_another_amount_than_hours_by_price(driver: Driver) -> None:
    await choose(driver, 2)
    draft = await drafted(driver, 3000)
    with pytest.raises(IntegrityError, match="draft_lines_hours_check"):
        await driver.as_owner(
            f"SET honorar.account = '{driver.account}'",
            f"UPDATE draft_lines SET amount = 83.33 WHERE draft_id = '{draft['id']}'",
        )
