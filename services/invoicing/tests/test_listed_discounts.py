"""Discounts of one line in quotes and recurring invoices, which name it by its place: they come to what a draft does."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from pypdf import PdfReader

from domain_errors import InvalidInputError
from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.lines import Line, add_up
from invoicing.domain.quote import NewQuotedLine, Quote, QuoteTerms
from invoicing.domain.quote_billing import parts
from invoicing.domain.recurrence import Recurrence
from invoicing.domain.recurring import Indexing, RecurringLine, RecurringTerms
from services.invoicing.tests.auditor import audit
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.recurring_driver import HOSTING, RecurringDriver
from services.invoicing.tests.test_amounts import STANDARD
from services.invoicing.tests.test_explanation import books
from services.invoicing.tests.test_line_discounts import discounted_lines, facts
from services.invoicing.tests.test_quotes import (
    DESIGN,
    LESS_500,
    LESS_TEN,
    SET_UP,
    accepted,
    done,
    quote,
    try_quote,
)
from services.invoicing.tests.test_quotes import (
    HOSTING as QUOTED_HOSTING,
)

DAY = date(2026, 12, 1)
TEN_OF_FIRST: dict[str, Any] = {**LESS_TEN, "of_line": 1}


def new_quote() -> Quote:
    return Quote(
        id=UUID(int=1),
        version=1,
        organization_id=UUID(int=2),
        currency="DKK",
        language="da",
        tax=STANDARD,
        created_at=datetime(2026, 11, 10, tzinfo=UTC),
        created_by="billing-1",
    )


def quoted(currency: str, *lines: NewQuotedLine) -> Quote:
    """A quote of these lines."""
    ids = [UUID(int=1000 + place) for place in range(len(lines))]
    return replace(new_quote(), currency=currency).with_terms(QuoteTerms(lines), ids)


def listed(lines: list[Line], discounts: list[Discount]) -> list[NewQuotedLine]:
    """As somebody would type them: discounts with the places of their lines, but for what cannot be listed."""
    places = {line.line_id: place for place, line in enumerate(lines, 1)}
    amounts = {line.line_id: line.amount or Decimal(0) for line in lines}
    return [
        *(NewQuotedLine("fee", x.description, amount=x.amount, tax=x.tax) for x in lines),
        *(
            NewQuotedLine(
                "discount",
                one.description,
                amount=one.amount,
                percent=one.percent,
                of_line=places[one.of_line_id] if one.of_line_id else None,
            )
            for one in discounts
            if one.of_line_id is None or 0 < amounts[one.of_line_id] >= (one.amount or Decimal(0))
        ),
    ]


@given(discounted_lines())
def test_a_quote_that_is_billed_whole_comes_to_what_was_quoted(
    made: tuple[str, list[Line], list[Discount]],
) -> None:
    """And that to what EN 16931 says of such lines and discounts, as drafts do (`test_line_discounts`)."""
    currency, lines, discounts = made
    found = quoted(currency, *listed(lines, discounts))
    numbers = count(5000)
    billed = parts(found, found.lines, (), lambda x: x.description, lambda: UUID(int=next(numbers)))
    drafted = [one.made for one in billed]
    as_draft = with_discounts(
        [one for one in drafted if isinstance(one, Line)],
        [one for one in drafted if isinstance(one, Discount)],
        currency,
    )
    as_quoted = with_discounts(found.lines, found.discounts, currency)
    assert add_up(as_draft, currency) == add_up(as_quoted, currency)
    assert [x.amount for x in as_draft] == [x.amount for x in as_quoted]


@given(discounted_lines())
def test_a_recurring_invoice_says_beforehand_what_its_lines_come_to(
    made: tuple[str, list[Line], list[Discount]],
) -> None:
    currency, lines, discounts = made
    asked = listed(lines, discounts)
    recurring = tuple(
        RecurringLine(
            "discount" if one.kind == "discount" else "fee",
            one.description,
            price=one.amount,
            percent=one.percent,
            of_line=one.of_line,
        )
        for one in asked
    )
    terms = RecurringTerms("All", Recurrence(DAY), recurring)
    quote = quoted(currency, *(replace(one, tax=STANDARD if one.tax else None) for one in asked))
    whole = with_discounts(quote.lines, quote.discounts, currency)
    assert terms.amount(DAY, currency) == add_up(whole, currency).subtotal


FEE = RecurringLine("fee", "Hosting", price=Decimal(100))
TABLE = [  # price of the line, what comes off it, what off the whole, and what is left
    ("100.00", {"percent": Decimal("12.5")}, None, "87.50"),
    ("0.01", {"percent": Decimal(49)}, None, "0.01"),
    ("0.01", {"percent": Decimal(50)}, None, "0.00"),
    ("100.00", {"price": Decimal("100.00")}, None, "0.00"),
    ("100.00", {"percent": Decimal(20)}, Decimal(10), "72.00"),
    ("99.99", {"price": Decimal("0.99")}, Decimal("33.33"), "66.00"),
]


@pytest.mark.parametrize(("price", "off", "whole", "left"), TABLE)
def test_what_is_left_of_a_line_of_a_recurring_invoice(
    price: str, off: dict[str, Any], whole: Decimal | None, left: str
) -> None:
    lines = [
        replace(FEE, price=Decimal(price)),
        RecurringLine("discount", "Off", of_line=1, **off),
        *([RecurringLine("discount", "All", percent=whole)] if whole else []),
    ]
    terms = RecurringTerms("Hosting", Recurrence(DAY), tuple(lines))
    terms.check("DKK")
    assert str(terms.amount(DAY, "DKK")) == left


def test_per_cent_are_of_the_price_as_it_has_grown_and_an_amount_stays() -> None:
    grown = Indexing(Decimal(10), DAY)
    off = RecurringLine("discount", "Off", of_line=1)
    for own, left in (
        (replace(off, percent=Decimal(10)), "99.00"),
        (replace(off, price=Decimal(10)), "100.00"),
    ):
        lines = (FEE, own)
        terms = RecurringTerms("Hosting", Recurrence(DAY), lines, indexing=grown)
        assert str(terms.amount(DAY, "DKK")) == left


@pytest.mark.parametrize(
    ("lines", "field"),
    [
        ([FEE, ("discount", 2)], "lines.1.of_line"),
        ([FEE, ("discount", 3)], "lines.1.of_line"),
        ([FEE, ("text", None), ("discount", 2)], "lines.2.of_line"),
        ([("discount", 2), FEE, ("discount", 2)], "lines.2.of_line"),
    ],
)
def test_a_discount_is_of_one_line_that_charges_something(lines: list[Any], field: str) -> None:
    made = [
        one
        if isinstance(one, RecurringLine)
        else RecurringLine(
            one[0], "Said", percent=Decimal(5) if one[0] == "discount" else None, of_line=one[1]
        )
        for one in lines
    ]
    with pytest.raises(InvalidInputError) as caught:
        RecurringTerms("Hosting", Recurrence(DAY), tuple(made)).check("DKK")
    assert [one.field for one in caught.value.fields] == [field]


async def test_a_quoted_discount_of_a_line_goes_with_it_on_the_invoice(driver: Driver) -> None:
    off_hosting = {**LESS_500, "amount": "50.00", "of_line": 3}
    made = await accepted(
        driver, DESIGN, SET_UP, QUOTED_HOSTING, {**LESS_TEN, "of_line": 1}, off_hosting, LESS_TEN
    )
    assert facts(made) == [
        *(("time", "12000.00"), ("discount", "-1200.00"), ("fixed", "5000.00")),
        *(("fee", "350.00"), ("discount", "-50.00"), ("discount", "-1610.00")),
    ]
    design, off, *_ = made["lines"]
    assert (off["of_line_id"], off["percent"]) == (design["line_id"], "10")
    assert [one["of_line_id"] for one in made["discounts"]] == [
        design["line_id"],
        made["lines"][3]["line_id"],
        None,
    ]
    first = await done(driver, made["id"], "invoices", {"line_ids": [design["line_id"]]})
    assert facts(first) == [
        *(("fixed", "12000.00"), ("discount", "-1200.00"), ("discount", "-1080.00")),
    ]
    second = await done(driver, made["id"], "invoices", {})
    assert facts(second) == [
        *(("fixed", "5000.00"), ("fee", "350.00")),
        *(("discount", "-50.00"), ("discount", "-530.00")),
    ]
    for one in (first, second):
        await driver.read(f"invoices/{one['id']}")
        issued = await driver.issue(one["id"])
        assert facts(issued) == facts(one)
        audit(await books(driver, one["id"]))
    after = await driver.read(f"quotes/{made['id']}")
    assert after["left"]["amount"] == "0.00"
    pdf = await driver.client.get(f"/v1/quotes/{made['id']}.pdf")
    page = "".join(one.extract_text() for one in PdfReader(BytesIO(pdf.content)).pages)
    assert page.index("Design") < page.index("For old times") < page.index("Set up")
    assert "1.200,00" in page


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({**SET_UP, "of_line": 1}, "lines.1"),
        ({**LESS_TEN, "of_line": 0}, "lines.1.of_line"),
        ({**LESS_TEN, "of_line": 2}, "lines.1.of_line"),
        ({**LESS_500, "amount": "350.01", "of_line": 1}, "lines.1.amount"),
    ],
)
async def test_a_quoted_discount_that_cannot_be_is_refused(
    driver: Driver, line: dict[str, Any], field: str
) -> None:
    refused = await try_quote(driver, QUOTED_HOSTING, line)
    assert refused.status_code == 422
    assert [one["field"] for one in refused.json()["errors"]] == [field]


async def test_a_quote_that_is_changed_names_its_lines_anew(driver: Driver) -> None:
    made = await quote(driver, SET_UP, TEN_OF_FIRST)
    await driver.read(f"quotes/{made['id']}")
    body = {"lines": [TEN_OF_FIRST | {"of_line": 2}, QUOTED_HOSTING]}
    changed = await driver.client.put(f"/v1/quotes/{made['id']}", json=body)
    assert facts(changed.json()) == [("fee", "350.00"), ("discount", "-35.00")]
    assert facts(await driver.read(f"quotes/{made['id']}")) == facts(changed.json())


async def test_a_recurring_invoice_takes_it_off_each_draft(driver: Driver) -> None:
    recurring = RecurringDriver(driver)
    off = {"kind": "discount", "description": "Off in {month}", "percent": "10", "of_line": 1}
    made = await recurring.make(HOSTING, off, {**off, "description": "All", "of_line": None})
    assert [one["of_line"] for one in made["lines"]] == [None, 1, None]
    [period] = await recurring.day(made["id"], DAY)
    draft = await driver.read(f"invoices/{period['invoice_id']}")
    hosting, own, whole = draft["lines"]
    assert (own["of_line_id"], whole["of_line_id"]) == (hosting["line_id"], None)
    assert own["description"] == "Off in december"
    assert draft["subtotal"] == made["amount"]
    issued = await driver.issue(draft["id"])
    assert facts(issued) == facts(draft)
