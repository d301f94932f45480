"""Discounts of one line: taxed as it is, never more than it charges, and gone when it goes (domain §5)."""

from collections import Counter
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
from invoicing.domain.lines import Line, add_up, charges
from invoicing.domain.tax import Tax
from money import round_money
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.test_amounts import CURRENCIES, STANDARD, TAXES, unit
from services.invoicing.tests.test_explanation import NO_TAX, REDUCED, books
from services.invoicing.tests.test_exports import rows
from services.invoicing.tests.test_moving import line_id, move, other_draft, version
from services.invoicing.tests.test_regrouping import group
from services.invoicing.tests.test_repricing import dearer, priced

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
        ("0.01", percent("49"), ["0.00"]),
        ("0.00", percent("50"), ["0.00"]),
        ("30.00", Discount(OFF, "Off", amount=Decimal("40.00"), of_line_id=LINE), ["-30.00"]),
        ("0.00", Discount(OFF, "Off", amount=Decimal("40.00"), of_line_id=LINE), ["0.00"]),
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


@st.composite
def discounted_lines(draw: st.DrawFn) -> tuple[str, list[Line], list[Discount]]:
    """Lines in several taxes, some of them with a discount of their own, and discounts on the whole."""
    currency = draw(CURRENCIES)
    lines, discounts = list[Line](), list[Discount]()
    for number in range(1, draw(st.integers(2, 6))):
        amount = draw(st.integers(0, 10**6)) * unit(currency)
        lines.append(
            replace(fee("0", draw(st.sampled_from(TAXES)), UUID(int=number)), amount=amount)
        )
        if draw(st.booleans()):
            off = UUID(int=100 + number)
            discounts.append(draw(own_discounts(off, UUID(int=number), unit(currency))))
    for number in range(draw(st.integers(0, 2))):
        of = Decimal(draw(st.integers(1, 5000))) / 100
        discounts.append(Discount(UUID(int=200 + number), "Whole", percent=of))
    return currency, lines, discounts


@st.composite
def own_discounts(draw: st.DrawFn, off: UUID, of: UUID, unit: Decimal) -> Discount:
    if draw(st.booleans()):
        return Discount(
            off, "Own", percent=Decimal(draw(st.integers(1, 10_000))) / 100, of_line_id=of
        )
    return Discount(off, "Own", amount=draw(st.integers(1, 10**6)) * unit, of_line_id=of)


@given(discounted_lines())
def test_net_amounts_and_allowances_are_those_of_the_standard(
    made: tuple[str, list[Line], list[Discount]],
) -> None:
    """EN 16931: discounts of lines are BG-27, those on the whole BG-20; our lines come to its totals."""
    currency, lines, discounts = made
    found = with_discounts(lines, discounts, currency)
    off = {
        one.of_line_id: -one.amount for one in found if one.of_line_id and one.amount is not None
    }
    net = [(x.tax, x.amount - off.get(x.line_id, 0)) for x in lines if x.amount is not None]
    assert all(amount >= 0 for _, amount in net)
    whole = [
        (x.tax, -x.amount) for x in found if x.amount and x.kind == "discount" and not x.of_line_id
    ]
    sums = add_up(found, currency)
    assert sums.subtotal == sum(x for _, x in net) - sum(x for _, x in whole)  # BR-CO-13
    for one in sums.tax_totals:
        of = one.category, one.rate
        base = sum((x for tax, x in net if tax and (tax.category, tax.rate) == of), Decimal(0))
        base -= sum(x for tax, x in whole if tax and (tax.category, tax.rate) == of)
        assert one.base == base  # BR-S-08, BR-Z-08, BR-E-08, BR-AE-08
        assert one.tax == round_money(base * one.rate / 100, currency)  # BR-CO-17
    assert {(one.category, one.rate) for one in sums.tax_totals} == {
        (tax.category, tax.rate) for tax, _ in net if tax
    }  # BR-CO-18: no tax that no line has


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


@pytest.mark.parametrize("currency", ["JPY", "KWD"])
async def test_in_any_currency_and_with_several_taxes_everybody_computes_the_same(
    driver: Driver, currency: str
) -> None:
    made = await driver.worked(5003, "1000.01", currency)
    draft = await driver.draft(currency=currency, group_by="all")
    of = line_id(draft, 0)
    await driver.add_line(draft["id"], kind="discount", percent="33.3333", of_line_id=of)
    after = await driver.add_line(draft["id"], kind="fee", amount="100", tax=REDUCED)
    of_fee = line_id(after, 2)
    await driver.add_line(draft["id"], kind="discount", amount="7", of_line_id=of_fee)
    await driver.add_line(draft["id"], kind="expense", amount="7", tax=NO_TAX)
    await driver.add_line(draft["id"], kind="discount", percent="3.3333")
    drafted = await driver.read(f"invoices/{draft['id']}")
    audit(await books(driver, draft["id"]))
    invoice = await driver.issue(draft["id"])
    assert invoice["lines"] == drafted["lines"]
    exported = await rows(driver, "invoice-lines")
    assert [(x["Discount %"], x["Discount of line"]) for x in exported[:4]] == [
        *(("", ""), ("33.3333", of), ("", ""), ("", of_fee)),
    ]
    assert sum(Decimal(x["Amount"]) for x in exported) == Decimal(invoice["subtotal"]["amount"])
    part = {"entry_id": str(made.entry_id), "start": 11, "end": 1717}
    await driver.credit(invoice["id"], {"line_id": of, "entries": [part]})
    await driver.credit(invoice["id"], {"line_id": of_fee, "amount": "33"})
    audit(await books(driver, invoice["id"]))
    await driver.credit(invoice["id"], {"line_id": of})
    await driver.credit(invoice["id"])
    found = await books(driver, invoice["id"])
    audit(found)
    assert Decimal(found["invoice"]["balance"]["amount"]) == 0


async def test_a_discount_goes_with_the_row_of_its_line(driver: Driver) -> None:
    draft, fee_id = await discounted(driver)
    removed = (await driver.try_remove_line(draft["id"], fee_id)).json()
    assert facts(removed) == []
    assert facts(await driver.read(f"invoices/{draft['id']}")) == []
    lines = f"SELECT FROM draft_lines WHERE draft_id = '{draft['id']}'"  # others have theirs
    left = f"IF EXISTS ({lines}) THEN RAISE EXCEPTION 'a discount is left'; END IF;"
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


async def test_per_cent_go_along_with_what_is_split_off_and_an_amount_stays(driver: Driver) -> None:
    made = await driver.worked(7200, rate="1000.00")
    draft = await driver.draft()
    half = await ten_percent(driver, draft)
    split = await move(driver, half, 0, (made, 1800), description="Later")
    assert facts(split) == [*off_by("1500.00", "-150.00"), *off_by("500.00", "-50.00")]
    assert [one["description"] for one in split["lines"][2:]] == ["Later", "Ten per cent"]
    for off, line in (split["lines"][1], split["lines"][0]), (split["lines"][3], split["lines"][2]):
        assert (off["of_line_id"], off["percent"]) == (line["line_id"], "10")
    path = f"/v1/invoices/{draft['id']}/lines/{split['lines'][1]['line_id']}"
    amount = (await driver.client.patch(path, json={"amount": "150.00"})).json()
    again = await move(driver, amount, 0, (made, 1800))
    assert facts(again)[:3] == [*off_by("1000.00", "-150.00"), ("time", "500.00")]
    assert len(facts(again)) == 5
    issued = await driver.issue(draft["id"])
    assert issued["lines"] == again["lines"]
    audit(await books(driver, draft["id"]))


@pytest.mark.parametrize("off", [{"percent": "10"}, {"amount": "100.00"}])
async def test_a_line_that_goes_to_another_draft_keeps_its_discount(
    driver: Driver, off: dict[str, str]
) -> None:
    one, two = [await driver.worked(3600, rate="1000.00") for _ in range(2)]
    first, second = [await other_draft(driver, made) for made in (one, two)]
    await driver.add_line(first["id"], kind="discount", of_line_id=line_id(first, 0), **off)
    first = await driver.read(f"invoices/{first['id']}")
    to = {"to_invoice_id": second["id"], "to_version": await version(driver, second)}
    assert facts(await move(driver, first, 0, **to)) == []
    there = await driver.read(f"invoices/{second['id']}")
    assert facts(there) == [("time", "1000.00"), *off_by("1000.00", "-100.00")]


async def test_time_takes_the_discount_of_the_line_that_it_is_moved_to(driver: Driver) -> None:
    made = await driver.worked(3600, rate="1000.00")
    await driver.worked(1800, rate="1000.00")
    draft = await driver.draft(group_by="entry")
    of = next(place for place, one in enumerate(draft["lines"]) if one["seconds"] == 1800)
    off = await ten_percent(driver, draft, of)
    lines = [one["line_id"] for one in off["lines"] if one["kind"] == "time"]
    there = line_id(draft, of)
    place = next(n for n, x in enumerate(off["lines"]) if x["line_id"] in set(lines) - {there})
    after = await move(driver, off, place, made, to_line_id=there)
    assert facts(after) == off_by("1500.00", "-150.00")


async def test_per_cent_go_along_with_time_that_gets_another_price(driver: Driver) -> None:
    first, second, third = [await driver.worked(3600, rate="1000.00") for _ in range(3)]
    draft = await driver.draft(group_by="all")
    await ten_percent(driver, draft)
    await priced(driver, dearer(driver, first))
    after = await driver.read(f"invoices/{draft['id']}")
    assert facts(after) == [*off_by("2000.00", "-200.00"), *off_by("1500.00", "-150.00")]
    await driver.try_remove_line(draft["id"], after["lines"][3]["line_id"])
    await priced(driver, dearer(driver, second))
    after = await driver.read(f"invoices/{draft['id']}")
    assert Counter(facts(after)) == Counter(
        [("time", "1500.00"), *off_by("1500.00", "-150.00"), *off_by("1000.00", "-100.00")]
    )
    await priced(driver, dearer(driver, third))
    assert sorted(facts(await driver.read(f"invoices/{draft['id']}"))) == sorted(
        [("time", "1500.00"), *off_by("3000.00", "-300.00")]
    )
    await priced(driver, *(dearer(driver, one, "0.00", 3) for one in (first, second, third)))
    assert ("discount", "0.00") in facts(await driver.read(f"invoices/{draft['id']}"))
    await driver.issue(draft["id"])
    audit(await books(driver, draft["id"]))


async def test_an_amount_is_all_of_a_line_that_charges_less_by_now_and_says_so(
    driver: Driver,
) -> None:
    made = await driver.worked(3600, rate="1000.00")
    draft = await driver.draft()
    time = line_id(draft, 0)
    off = await driver.add_line(draft["id"], kind="discount", amount="800.00", of_line_id=time)
    assert off["lines"][1]["said_amount"] is None
    await priced(driver, dearer(driver, made, "600.00"))
    less = await driver.read(f"invoices/{draft['id']}")
    assert facts(less) == off_by("600.00", "-600.00")
    assert less["lines"][1]["said_amount"]["amount"] == "800.00"
    await priced(driver, dearer(driver, made, "900.00", version=3))
    assert facts(await driver.read(f"invoices/{draft['id']}")) == off_by("900.00", "-800.00")
    written = await driver.write(f"invoices/{draft['id']}/lines/{time}/write-off", {"reason": "No"})
    assert written.status_code in (200, 201), written.text
    assert facts(await driver.read(f"invoices/{draft['id']}")) == []


async def test_a_discount_of_nothing_is_seen_changed_and_issued(driver: Driver) -> None:
    draft, fee_id = await discounted(driver)
    path = f"/v1/invoices/{draft['id']}/lines"
    await driver.client.patch(f"{path}/{fee_id}", json={"amount": "0.01"})
    shown = await driver.read(f"invoices/{draft['id']}")
    assert facts(shown) == [("fee", "0.01"), ("discount", "0.00")]
    off = {"percent": "50"}
    changed = await driver.client.patch(f"{path}/{line_id(shown, 1)}", json=off)
    assert facts(changed.json()) == [("fee", "0.01"), ("discount", "-0.01")]
    await driver.client.patch(f"{path}/{line_id(shown, 1)}", json={"percent": "5"})
    issued = await driver.issue(draft["id"])
    assert facts(issued) == [("fee", "0.01"), ("discount", "0.00")]
    audit(await books(driver, draft["id"]))
    await driver.credit(draft["id"])
    audit(await books(driver, draft["id"]))


async def test_nothing_is_issued_with_a_discount_of_more_than_its_line(driver: Driver) -> None:
    draft, fee_id = await discounted(driver)
    await driver.issue(draft["id"])
    names = "account_id, invoice_id, kind, description, tax_category"
    for position, change in enumerate(
        ("-80.01, l.tax_rate", "0.01, l.tax_rate", "-1, 12.00", "-1, NULL"), 7
    ):
        forged = f"""
            INSERT INTO invoice_lines ({names}, position, line_id, of_line_id, amount, tax_rate)
            SELECT {names.replace("kind", "'discount'")}, {position}, gen_random_uuid(), line_id, {change}
            FROM invoice_lines l WHERE line_id = '{fee_id}'
        """
        with pytest.raises(IntegrityError):
            await driver.as_superuser("DROP INDEX invoice_lines_one_discount", forged)


async def test_time_that_is_grouped_otherwise_keeps_its_per_cent_and_an_amount_where_all_of_it_is(
    driver: Driver,
) -> None:
    await driver.worked(3600, rate="1000.00", work_item_id=UUID(int=81), work_item_name="Search")
    for _ in range(2):
        await driver.worked(1800, rate="1000.00")
    draft = await driver.draft(group_by="work_item")
    for line in draft["lines"]:
        off = {"description": line["description"], "amount": "50", "of_line_id": line["line_id"]}
        await driver.add_line(draft["id"], kind="discount", **off)
    lost = next(x["description"] for x in draft["lines"] if x["description"] != "Search")
    preview = await driver.read(f"invoices/{draft['id']}/grouping", group_by="entry")
    assert [one["description"] for one in preview["lost_discounts"]] == [lost]
    await driver.read(f"invoices/{draft['id']}")
    after = await group(driver, draft, "entry")
    [off] = [one for one in after["lines"] if one["kind"] == "discount"]
    above = after["lines"][off["position"] - 2]
    assert (off["of_line_id"], above["seconds"]) == (above["line_id"], 3600)
    assert after["subtotal"]["amount"] == "1950.00"
    assert after["lines"] == (await driver.issue(draft["id"]))["lines"]


async def test_no_line_mixes_time_of_which_other_per_cent_are_taken_off(driver: Driver) -> None:
    for _ in range(2):
        await driver.worked(1800, rate="1000.00", work_item_id=UUID(int=81), work_item_name="A")
    await driver.worked(7200, rate="1000.00", work_item_id=UUID(int=82), work_item_name="B")
    draft = await driver.draft(group_by="work_item")
    of = next(place for place, one in enumerate(draft["lines"]) if one["seconds"] == 3600)
    before = await ten_percent(driver, draft, of)
    apart = await group(driver, before, "entry")
    tenth = off_by("500.00", "-50.00")
    assert sorted(facts(apart)) == sorted([*tenth, *tenth, ("time", "2000.00")])
    preview = await driver.read(f"invoices/{draft['id']}/grouping", group_by="all")
    assert preview["lost_discounts"] == []
    together = await group(driver, apart, "all")
    assert sorted(facts(together)) == sorted([*off_by("1000.00", "-100.00"), ("time", "2000.00")])
    assert together["subtotal"] == before["subtotal"]


async def ten_percent(driver: Driver, draft: dict[str, Any], line: int = 0) -> dict[str, Any]:
    """Take a tenth off the line in this place."""
    off = {"percent": "10", "description": "Ten per cent", "of_line_id": line_id(draft, line)}
    return await driver.add_line(draft["id"], kind="discount", **off)


def off_by(amount: str, off: str) -> list[tuple[str, str]]:
    """A line of time and its discount."""
    return [("time", amount), ("discount", off)]


async def discounted(driver: Driver) -> tuple[dict[str, Any], str]:
    """A draft with a fee and its discount; and the fee's id."""
    draft = await driver.draft(entry_ids=[])
    after = await driver.add_line(draft["id"], kind="fee", amount="80.00")
    fee_id = str(after["lines"][0]["line_id"])
    await driver.add_line(draft["id"], kind="discount", percent="5", of_line_id=fee_id)
    return draft, fee_id


def facts(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["kind"], one["amount"]["amount"]) for one in document["lines"]]
