"""What is printed, in the customer's language."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.wording import LANGUAGES, hours, language_of, wording


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(3000, "0:50"), (3600, "1:00"), (90, "0:01:30"), (360_000, "100:00"), (0, "0:00")],
)
def test_hours_are_printed_so_that_the_reader_can_check_the_amount(seconds: int, text: str) -> None:
    assert hours(seconds) == text


@given(st.integers(0, 10**7))
def test_printed_hours_lose_no_second(seconds: int) -> None:
    parts = [int(part) for part in hours(seconds).split(":")]
    hour, minute, second = [*parts, 0][:3]
    assert hour * 3600 + minute * 60 + second == seconds


@pytest.mark.parametrize(
    ("tag", "otherwise", "language"),
    [
        ("da", "en", "da"),
        ("en-GB", "da", "en"),
        ("EN_us", "da", "en"),
        ("de", "da", "da"),
        ("", "en", "en"),
    ],
)
def test_a_language_that_we_cannot_print_is_the_accounts(
    tag: str, otherwise: str, language: str
) -> None:
    assert language_of(tag, otherwise) == language


@pytest.mark.parametrize(
    ("language", "first", "last", "text"),
    [
        ("da", date(2026, 9, 1), date(2026, 9, 30), "1.–30. sep. 2026"),
        ("en", date(2026, 9, 1), date(2026, 10, 2), "1 Sept – 2 Oct 2026"),
        ("da", date(2026, 9, 1), date(2026, 9, 1), "1. september 2026"),
    ],
)
def test_a_period_is_printed_as_the_language_does(
    language: str, first: date, last: date, text: str
) -> None:
    assert wording(language).days(first, last).replace("\u2009", " ") == text


@pytest.mark.parametrize(
    ("language", "rate", "text"),
    [("da", "25", "25 %"), ("da", "12.5", "12,5 %"), ("en", "7.25", "7.25 %")],
)
def test_a_tax_rate_is_printed_as_the_language_does(language: str, rate: str, text: str) -> None:
    assert wording(language).percent(Decimal(rate)) == text


def test_every_language_has_every_word() -> None:
    assert frozenset({"da", "en"}) == LANGUAGES
    for language in LANGUAGES:
        words = wording(language)
        assert all(getattr(words, field.name) for field in fields(words))
