"""The words of a letter in the reader's language, with amounts and dates as that language writes them."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from babel.numbers import format_currency
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from notifier.letters import Letter

FALLBACK = "en"
LANGUAGES = ("da", "en")

_LETTER_THEN_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")
"""`DKK1,250.00` is `DKK 1,250.00` in CLDR's alphaNextToNumber patterns, which Babel does not know."""


@dataclass(frozen=True)
class Wording:
    """A letter in words: subject, plain text and HTML."""

    language: str
    subject: str
    text: str
    html: str


def word(letter: Letter, recipient: str) -> Wording:
    """Write the letter to the person named `recipient` (may be empty), in the customer's language or in English."""
    locale = locale_of(letter.language)
    values: dict[str, Any] = {
        "letter": letter,
        "recipient": recipient,
        "total": _amount(letter.total, letter.currency, locale),
        "issue_date": format_date(letter.issue_date, "long", locale=locale),
        "due_date": format_date(letter.due_date, "long", locale=locale),
        "period": _period(letter.first_day, letter.last_day, locale),
    }

    def render(file: str) -> str:
        return _templates().get_template(f"{locale.language}/{file}").render(values).strip()

    return Wording(
        language=locale.language,
        subject=" ".join(render("invoice.subject.txt").split()),
        text=render("invoice.txt") + "\n",
        html=render("invoice.html") + "\n",
    )


def locale_of(tag: str) -> Locale:
    """Find the locale of a BCP 47 tag whose language we have templates for; else English."""
    for candidate in (tag, tag.split("-")[0].lower()):
        try:
            locale = Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if locale.language in LANGUAGES:
            return locale
    return Locale(FALLBACK)


def _amount(amount: Decimal, currency: str, locale: Locale) -> str:
    text = format_currency(amount, currency, locale=locale)
    return _LETTER_THEN_DIGIT.sub("\N{NO-BREAK SPACE}", text)


def _period(first: date | None, last: date | None, locale: Locale) -> str:
    if first is None or last is None:
        return ""
    if first == last:
        return format_date(first, "long", locale=locale)
    return format_interval(first, last, "yMMMd", locale=locale)


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("notifier"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
