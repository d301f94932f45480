"""What a recurring invoice charges and says: plain rules, without a database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from domain_errors import InvalidInputError
from invoicing.domain.recurrence import Period, Recurrence
from invoicing.domain.recurring import (
    Indexing,
    RecurringInvoice,
    RecurringLine,
    RecurringTerms,
    forecast,
    monthly,
    monthly_sums,
    rendered,
)
from invoicing.domain.wording import wording

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30), date(2026, 11, 1))
FEE = RecurringLine("fee", "Hosting", price=Decimal(250))
TODAY = date(2026, 11, 10)


def terms(*lines: RecurringLine, **changed: Any) -> RecurringTerms:
    recurrence = changed.pop("recurrence", Recurrence(date(2026, 12, 1)))
    return RecurringTerms("Hosting", recurrence, lines or (FEE,), **changed)


def kept(said: RecurringTerms, currency: str = "DKK", **changed: Any) -> RecurringInvoice:
    return RecurringInvoice(
        id=UUID(int=1),
        version=1,
        organization_id=UUID(int=2),
        currency=currency,
        terms=said,
        created_at=datetime(2026, 11, 10, tzinfo=UTC),
        created_by="billing-1",
        **changed,
    ).scheduled()


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("da", "november 4. kvartal 2026: 1.–30. nov. 2026"),
        ("de", "November 4. Quartal 2026: 1.–30. Nov. 2026"),
        ("en", "November 4th quarter 2026: 1–30 Nov 2026"),
    ],
)
def test_texts_say_the_period_in_the_customer_s_language(language: str, text: str) -> None:
    placeholders = "{month} {quarter} {year}: {period}"
    assert rendered(placeholders, NOVEMBER, wording(language)).replace("\u2009", "") == text


def test_prices_grow_on_the_price_of_the_year_before_and_are_rounded_once() -> None:
    said = terms(indexing=Indexing(Decimal("3.5"), date(2027, 2, 1)))
    days = date(2027, 1, 1), date(2027, 2, 1), date(2028, 1, 31), date(2028, 2, 1), date(2029, 2, 1)
    assert [str(said.amount(day, "DKK")) for day in days] == [
        *("250.00", "258.75", "258.75", "267.81", "277.18")
    ]


def test_quantity_times_price_is_rounded_half_up_once() -> None:
    said = terms(RecurringLine("fee", "Seats", Decimal("2.5"), price=Decimal("33.33")))
    assert said.amount(TODAY, "DKK") == Decimal("83.33")


@pytest.mark.parametrize(
    ("recurrence", "amount"),
    [
        (Recurrence(TODAY, "month", 3), "83.33"),
        (Recurrence(TODAY, "quarter"), "83.33"),
        (Recurrence(TODAY, "year"), "20.83"),
        (Recurrence(TODAY, "week"), "1083.33"),
    ],
)
def test_what_it_charges_in_a_month_is_an_average(recurrence: Recurrence, amount: str) -> None:
    assert str(monthly(kept(terms(recurrence=recurrence)))) == amount


def test_currencies_are_never_added_up() -> None:
    sums = monthly_sums([kept(terms()), kept(terms(), "EUR"), kept(terms())])
    assert [(one.currency, one.monthly, one.count) for one in sums] == [
        ("DKK", Decimal(500), 2),
        ("EUR", Decimal(250), 1),
    ]


def test_what_is_due_already_counts_to_this_month() -> None:
    late = kept(terms(recurrence=Recurrence(date(2026, 9, 1), times=5)))
    assert [(str(one.month), one.count) for one in forecast([late], TODAY, 12)] == [
        ("2026-11-01", 3),
        ("2026-12-01", 1),
        ("2027-01-01", 1),
    ]


def test_a_forecast_has_prices_as_they_grow() -> None:
    grows = terms(indexing=Indexing(Decimal(10), date(2027, 1, 1)))
    months = forecast([kept(grows)], TODAY, 4)
    assert [str(one.amount) for one in months] == ["250.00", "275.00", "275.00"]


def test_a_forecast_ends_after_its_months() -> None:
    [*months] = forecast([kept(terms())], TODAY, 3)
    assert [str(one.month) for one in months] == ["2026-12-01", "2027-01-01"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (terms(RecurringLine("fee", "{Month}", price=Decimal(1))), "lines.0.description"),
        (terms(RecurringLine("fee", "{}", price=Decimal(1))), "lines.0.description"),
        (terms(notes="{week}"), "notes"),
        (terms(reference="{0}"), "reference"),
        (terms(RecurringLine("text", "Nothing")), "lines"),
        (terms(FEE, RecurringLine("discount", "Off", price=Decimal(251))), "lines"),
        (terms(RecurringLine("fee", "Tiny", price=Decimal("0.001"))), "lines.0.price"),
    ],
)
def test_what_could_not_be_made_is_refused_at_its_field(said: RecurringTerms, field: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        said.check("DKK")
    assert refused.value.fields[0].field == field
