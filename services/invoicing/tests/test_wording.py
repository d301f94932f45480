"""What is printed, in the customer's language."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from invoicing.domain.wording import wording
from typesetting.languages import LANGUAGES


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
