"""Discounts of one line: taxed as it is, never more than it charges, and gone when it goes (domain §5)."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from domain_errors import InvalidInputError
from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.draft import Draft, NewLine
from invoicing.domain.line_changes import LineChange, change_line
from invoicing.domain.lines import Line, charges
from invoicing.domain.tax import Tax
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_amounts import CURRENCIES, STANDARD, TAXES, unit
from services.invoicing.tests.test_explanation import NO_TAX, books
from services.invoicing.tests.test_moving import move
from services.invoicing.tests.test_regrouping import group

LINE, OTHER, OFF = (UUID(int=number) for number in (1, 2, 3))


def fee(amount: str, tax: Tax = STANDARD, line_id: UUID = LINE) -> Line:
    return Line(line_id, 1, "fee", "Setup", Decimal(amount), tax)


def percent(of: str, line_id: UUID | None = LINE) -> Discount:
    return Discount(OFF, "Discount", percent=Decimal(of), of_line_id=line_id)


def draft(*lines: Line, discounts: tuple[Discount, ...] = ()) -> Draft:
    return Draft(
        id=UUID(int=8),
        version=1,
        organization_id=UUID(int=9),
        group_by="all",
        currency="DKK",
        language="da",
        tax=STANDARD,
        created_at=datetime(2026, 10, 1, tzinfo=UTC),
        created_by="Eva",
        lines=lines,
        discounts=discounts,
    )


def refusal(of: Draft, **new: Any) -> tuple[str, str]:
    """The field of a discount that is refused, and why."""
    with pytest.raises(InvalidInputError) as caught:
        of.make_line(NewLine("discount", "Discount", **new), OFF)
    [field] = caught.value.fields
    return field.field, field.reason


def test_a_discount_stands_right_under_its_line_and_is_taxed_as_that() -> None:
    lines = [fee("100.00", TAXES[1]), fee("50.00", line_id=OTHER)]
    found = with_discounts(lines, [percent("12.5")], "DKK")
    assert [(one.line_id, one.position, str(one.amount), one.tax) for one in found] == [
        (LINE, 1, "100.00", TAXES[1]),
        (OFF, 2, "-12.50", TAXES[1]),
        (OTHER, 3, "50.00", STANDARD),
    ]
    assert (found[1].of_line_id, found[1].discount_id, found[1].percent) == (
        *(LINE, OFF),
        Decimal("12.5"),
    )


def test_a_discount_on_the_whole_is_of_what_discounts_of_lines_leave() -> None:
    whole = Discount(UUID(int=4), "All", percent=Decimal(10))
    found = with_discounts([fee("100.00")], [whole, percent("20")], "DKK")
    assert [str(one.amount) for one in found] == ["100.00", "-20.00", "-8.00"]


@pytest.mark.parametrize(
    ("amount", "off", "taken"),
    [
        ("100.00", percent("100"), ["-100.00"]),
        ("0.01", percent("50"), ["-0.01"]),
        ("0.01", percent("49"), []),
        ("0.00", percent("50"), []),
        ("30.00", Discount(OFF, "Off", amount=Decimal("40.00"), of_line_id=LINE), ["-30.00"]),
        ("0.00", Discount(OFF, "Off", amount=Decimal("40.00"), of_line_id=LINE), []),
        ("30.00", percent("50", OTHER), []),
    ],
)
def test_a_discount_is_rounded_once_and_never_more_than_its_line(
    amount: str, off: Discount, taken: list[str]
) -> None:
    assert [str(one.amount) for one in with_discounts([fee(amount)], [off], "DKK")[1:]] == taken


@given(
    CURRENCIES,
    st.integers(0, 10**6),
    st.integers(1, 10_000).map(lambda n: Decimal(n) / 100),
    st.integers(1, 10_000).map(lambda n: Decimal(n) / 100),
)
def test_with_discounts_of_both_kinds_nothing_is_below_zero(
    currency: str, units: int, of_line: Decimal, of_all: Decimal
) -> None:
    line = replace(fee("0"), amount=units * unit(currency))
    whole = Discount(UUID(int=4), "All", percent=of_all)
    own = Discount(OFF, "Own", percent=of_line, of_line_id=LINE)
    found = with_discounts([line], [own, whole], currency)
    amounts = [amount for _, amount in charges(found)]
    assert sum(amounts) >= 0
    assert not [one for one in amounts if not one and one.is_signed()]


def test_a_discount_goes_with_its_line() -> None:
    whole = Discount(UUID(int=4), "All", percent=Decimal(10))
    known = draft(fee("100.00"), fee("1.00", line_id=OTHER), discounts=(percent("5"), whole))
    left, _ = known.without_line(LINE)
    assert left.discounts == (whole,)
    left, removed = known.without_line(OFF)
    assert (removed, left.discounts, len(left.lines)) == (OFF, (whole,), 2)


def test_what_cannot_be_taken_off_a_line_is_refused() -> None:
    words = Line(OTHER, 2, "text", "Thank you", None, None)
    known = draft(fee("100.00"), words)
    ten = Decimal(10)
    assert refusal(known, percent=ten, of_line_id=UUID(int=7)) == (
        *("of_line_id", "is no line of this draft"),
    )
    assert refusal(known, percent=ten, of_line_id=OTHER) == ("of_line_id", "charges nothing")
    assert refusal(known, amount=Decimal("100.01"), of_line_id=LINE) == (
        *("amount", "is more than the 100.00 of the line"),
    )
    once = known.with_line(
        known.make_line(NewLine("discount", "Off", percent=ten, of_line_id=LINE), OFF)
    )
    assert refusal(once, percent=ten, of_line_id=LINE) == (
        *("of_line_id", "has a discount already"),
    )
    assert refusal(once, percent=ten, of_line_id=OFF)[0] == "of_line_id"


def test_a_changed_discount_is_never_more_than_its_line_either() -> None:
    known = draft(fee("100.00"), discounts=(percent("5"),))
    changed = change_line(known, OFF, LineChange(amount=Decimal(100)))
    assert changed.discounts == (
        Discount(OFF, "Discount", amount=Decimal("100.00"), of_line_id=LINE),
    )
    with pytest.raises(InvalidInputError):
        change_line(known, OFF, LineChange(amount=Decimal("100.01")))


async def test_a_discount_follows_its_line_until_it_is_issued_and_credited(driver: Driver) -> None:
    await driver.worked(3600, rate="1000.00")
    draft = await driver.draft()
    time = draft["lines"][0]["line_id"]
    after = await driver.add_line(draft["id"], kind="fee", amount="80.00", tax=NO_TAX)
    fee_id = after["lines"][1]["line_id"]
    await driver.add_line(draft["id"], kind="discount", percent="12.5", of_line_id=time)
    await driver.add_line(draft["id"], kind="discount", amount="30.00", of_line_id=fee_id)
    after = await driver.add_line(draft["id"], kind="discount", percent="10")
    assert facts(after) == [
        ("time", "1000.00"),
        ("discount", "-125.00"),
        ("fee", "80.00"),
        ("discount", "-30.00"),
        *(("discount", "-5.00"), ("discount", "-87.50")),
    ]
    path = f"/v1/invoices/{draft['id']}/lines"
    changed = (await driver.client.patch(f"{path}/{fee_id}", json={"amount": "20.00"})).json()
    assert facts(changed)[2:4] == [("fee", "20.00"), ("discount", "-20.00")]
    assert changed == await driver.read(f"invoices/{draft['id']}")
    moved = (await driver.client.patch(f"{path}/{fee_id}", json={"position": 1})).json()
    assert [kind for kind, _ in facts(moved)[:4]] == ["fee", "discount", "time", "discount"]
    await driver.client.patch(f"{path}/{fee_id}", json={"amount": "60.00"})
    await driver.read(f"invoices/{draft['id']}")
    invoice = await driver.issue(draft["id"])
    audit(await books(driver, invoice["id"]))
    note = await driver.credit(invoice["id"], {"line_id": fee_id, "amount": "30.00"})
    assert facts(note)[:2] == [("fee", "30.00"), ("discount", "-15.00")]
    assert note["lines"][1]["of_line_id"] == fee_id
    audit(await books(driver, invoice["id"]))
    await driver.credit(invoice["id"])
    found = await books(driver, invoice["id"])
    audit(found)
    assert Decimal(found["invoice"]["balance"]["amount"]) == 0
    await driver.invariants_hold()


async def test_a_discount_goes_with_the_row_of_its_line(driver: Driver) -> None:
    draft, fee_id = await discounted(driver)
    removed = (await driver.try_remove_line(draft["id"], fee_id)).json()
    assert facts(removed) == []
    assert facts(await driver.read(f"invoices/{draft['id']}")) == []
    left = "IF EXISTS (SELECT FROM draft_lines) THEN RAISE EXCEPTION 'a discount is left'; END IF;"
    await driver.as_superuser(f"DO $$ BEGIN {left} END $$")


async def test_the_database_takes_one_discount_of_a_line_and_only_a_discount(
    driver: Driver,
) -> None:
    draft, fee_id = await discounted(driver)
    await driver.add_line(draft["id"], kind="discount", percent="5")
    for change in (
        "UPDATE draft_lines SET of_line_id = line_id WHERE kind = 'discount'",
        f"UPDATE draft_lines SET of_line_id = '{OTHER}' WHERE kind = 'fee'",
        f"UPDATE draft_lines SET of_line_id = '{fee_id}' WHERE kind = 'discount'",
    ):
        with pytest.raises(IntegrityError):
            await driver.as_superuser(change)


async def test_a_discount_of_time_follows_what_is_left_of_it(driver: Driver) -> None:
    made = await driver.worked(7200, rate="1000.00")
    draft = await driver.draft()
    of = draft["lines"][0]["line_id"]
    after = await driver.add_line(draft["id"], kind="discount", percent="10", of_line_id=of)
    split = await move(driver, after, 0, (made, 1800))
    assert facts(split) == [("time", "1500.00"), ("discount", "-150.00"), ("time", "500.00")]


async def test_time_that_is_grouped_otherwise_keeps_the_discount_of_a_line_with_just_that_time(
    driver: Driver,
) -> None:
    await driver.worked(3600, rate="1000.00", work_item_id=UUID(int=81), work_item_name="Search")
    for _ in range(2):
        await driver.worked(1800, rate="1000.00")
    draft = await driver.draft(group_by="work_item")
    for line in draft["lines"]:
        off = {"description": line["description"], "percent": "10", "of_line_id": line["line_id"]}
        await driver.add_line(draft["id"], kind="discount", **off)
    lost = next(x["description"] for x in draft["lines"] if x["description"] != "Search")
    preview = await driver.read(f"invoices/{draft['id']}/grouping", group_by="entry")
    assert [one["description"] for one in preview["lost_discounts"]] == [lost]
    await driver.read(f"invoices/{draft['id']}")
    after = await group(driver, draft, "entry")
    [off] = [one for one in after["lines"] if one["kind"] == "discount"]
    above = after["lines"][off["position"] - 2]
    assert (off["of_line_id"], above["seconds"]) == (above["line_id"], 3600)
    assert after["subtotal"]["amount"] == "1900.00"
    assert after["lines"] == (await driver.issue(draft["id"]))["lines"]


async def discounted(driver: Driver) -> tuple[dict[str, Any], str]:
    """A draft with a fee and its discount; and the fee's id."""
    draft = await driver.draft(entry_ids=[])
    after = await driver.add_line(draft["id"], kind="fee", amount="80.00")
    fee_id = str(after["lines"][0]["line_id"])
    await driver.add_line(draft["id"], kind="discount", percent="5", of_line_id=fee_id)
    return draft, fee_id


def facts(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["kind"], one["amount"]["amount"]) for one in document["lines"]]
