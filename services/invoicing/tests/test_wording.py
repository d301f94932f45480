"""What is printed, in the customer's language."""

import inspect
from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from invoicing.domain.wording import Wording, wording
from typesetting.languages import LANGUAGES


@pytest.mark.parametrize(
    ("language", "first", "last", "text"),
    [
        ("da", date(2026, 9, 1), date(2026, 9, 30), "1.–30. sep. 2026"),
        ("en", date(2026, 9, 1), date(2026, 10, 2), "1 Sept – 2 Oct 2026"),
        ("da", date(2026, 9, 1), date(2026, 9, 1), "1. september 2026"),
        ("de", date(2026, 9, 1), date(2026, 9, 30), "1.–30. Sept. 2026"),
        ("sv", date(2026, 9, 1), date(2026, 9, 30), "1–30 sep. 2026"),
        ("nb", date(2026, 9, 1), date(2026, 9, 30), "1.–30. sep. 2026"),
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


WORDS = [field.name for field in fields(wording("en")) if field.name not in ("language", "locale")]


def said(words: Wording, name: str) -> str:
    """A word, or what a sentence with gaps says around them."""
    word = getattr(words, name)
    if not callable(word):
        return str(word)
    gaps = len(inspect.signature(word).parameters)
    return str(word(*("«»" * (n + 1) for n in range(gaps))))


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_every_word(language: str) -> None:
    words = wording(language)
    assert (words.language, words.locale.language) == (language, language)
    assert [name for name in WORDS if not said(words, name).strip("«» ")] == []


@pytest.mark.parametrize("name", [name for name in WORDS if callable(getattr(wording("en"), name))])
def test_a_sentence_says_all_that_is_put_in_it_in_every_language(name: str) -> None:
    gaps = {language: said(wording(language), name).count("«»") for language in LANGUAGES}
    assert len(set(gaps.values())) == 1, gaps


@pytest.mark.parametrize(
    ("language", "clause"),
    [
        ("da", "Omvendt betalingspligt"),
        ("de", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("en", "Reverse charge"),
        ("nb", "Omvendt avgiftsplikt"),
        ("sv", "Omvänd betalningsskyldighet"),
    ],
)
def test_reverse_charge_is_said_in_the_words_of_the_law(language: str, clause: str) -> None:
    said = wording(language).reverse_charge("SE556036079301")
    assert said.startswith(clause)
    assert said.endswith("SE556036079301")


def test_a_german_correction_is_not_called_an_invoice_that_the_customer_writes() -> None:
    assert wording("de").credit_note == "Rechnungskorrektur"
