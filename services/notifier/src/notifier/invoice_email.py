"""An e-mail that brings an invoice: its content, stored when the invoice is issued, and the text made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any
from uuid import UUID

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_interval
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from pydantic import BaseModel, ConfigDict

from money import format_money

LANGUAGES = ("da", "en")
FALLBACK = "en"


class _Content(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class Seller(_Content):
    """Who sends the invoice."""

    name: str


class Document(_Content):
    """The issued document: its path under invoicing."""

    path: str
    file_name: str
    media_type: str


class InvoiceEmail(_Content):
    """What the e-mail repeats of an issued invoice, and where the document is. Made from the event by attribute."""

    invoice_id: UUID
    number: str
    language: str
    seller: Seller
    issue_date: date
    due_date: date
    first_day: date | None
    last_day: date | None
    currency: str
    total: Decimal
    payment_instructions: str
    document: Document
    customer_page: str = ""
    receipts: tuple[Document, ...] = ()


@dataclass(frozen=True)
class RenderedEmail:
    """An e-mail's subject, plain text and HTML in one language."""

    language: str
    subject: str
    text: str
    html: str


def render(
    email: InvoiceEmail, recipient: str, public_url: str = "", note: str = ""
) -> RenderedEmail:
    """Write to the person named `recipient` (may be empty), in the customer's language or in English. `note` is what
    whoever sends it wrote.

    `public_url` is the gateway's address, under which the customer's page is; without it no page is linked.
    """
    locale = locale_of(email.language)
    values: dict[str, Any] = {
        "invoice": email,
        "recipient": recipient,
        "note": note,
        "page": public_url + email.customer_page if public_url and email.customer_page else "",
        "total": format_money(email.total, email.currency, locale),
        "issue_date": format_date(email.issue_date, "long", locale=locale),
        "due_date": format_date(email.due_date, "long", locale=locale),
        "period": format_period(email.first_day, email.last_day, locale),
    }

    def fill(file: str) -> str:
        return templates().get_template(f"{locale.language}/{file}").render(values).strip()

    return RenderedEmail(
        language=locale.language,
        subject=" ".join(fill("invoice.subject.txt").split()),
        text=fill("invoice.txt") + "\n",
        html=fill("invoice.html") + "\n",
    )


def locale_of(tag: str, languages: Sequence[str] = LANGUAGES) -> Locale:
    """Find the locale of a BCP 47 tag whose language we have words in; else English."""
    for candidate in (tag, tag.split("-")[0].lower()):
        try:
            locale = Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError):
            continue
        if locale.language in languages:
            return locale
    return Locale(FALLBACK)


def format_period(first: date | None, last: date | None, locale: Locale) -> str:
    """Write days from the first to the last; nothing where they are not known."""
    if first is None or last is None:
        return ""
    if first == last:
        return format_date(first, "long", locale=locale)
    return format_interval(first, last, "yMMMd", locale=locale)


@cache
def templates() -> Environment:
    """The texts of all e-mails."""
    return Environment(
        loader=PackageLoader("notifier"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
