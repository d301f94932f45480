"""An e-mail that reminds of an invoice: what is fixed when its step is due, and the text made of it when it is sent."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from babel import Locale
from babel.dates import format_date
from pydantic import ValidationError

from money import format_money, is_currency, is_payable
from notifier.invoice_email import (
    Document,
    InvoiceEmail,
    RenderedEmail,
    Seller,
    locale_of,
    templates,
)
from notifier.reminder_fees import Fee
from notifier.reminder_texts import frame_words
from notifier.reminders import (
    LANGUAGES,
    StepText,
    UnreadableInvoiceError,
    check_text,
    fill,
)

_NOTHING = Decimal(0)


class ReminderEmail(InvoiceEmail):
    """What a reminder says besides what the invoice's own mail did. How much is owed is asked when it is sent."""

    customer: str
    said: StepText
    """With its placeholders."""
    fee: Fee | None = None
    """What its step costs. Whether that is charged is decided when it is sent."""


def language_of(tag: str) -> str:
    """The language in which somebody who reads `tag` is reminded."""
    return locale_of(tag, LANGUAGES).language


def read_email(content: Mapping[str, Any], *, balance: Decimal) -> InvoiceEmail:
    """What is known of an invoice, if a reminder can be made of it. Raises `UnreadableInvoiceError`."""
    try:
        email = InvoiceEmail.model_validate(content)
    except ValidationError as error:
        [first, *_] = error.errors(include_input=False, include_url=False)
        field = ".".join(map(str, first["loc"]))
        raise UnreadableInvoiceError(f"{field}: {first['type']}") from None
    if not is_currency(email.currency):
        raise UnreadableInvoiceError("currency: there is no such one")
    for name, amount in (("total", email.total), ("balance", balance)):
        if not amount.is_finite() or not is_payable(amount, email.currency):
            raise UnreadableInvoiceError(f"{name}: it is no amount of its currency")
    if balance > email.total:
        raise UnreadableInvoiceError("balance: more is owed than was invoiced")
    return email


def render_reminder(
    email: ReminderEmail,
    recipient: str,
    *,
    balance: Decimal,
    today: date,
    public_url: str = "",
    fee: Fee | None = None,
    open_fees: Decimal = _NOTHING,
) -> RenderedEmail:
    """Write to the person named `recipient` (may be empty) what is owed today, and what the reminder costs: the `fee`.

    `open_fees`: what is owed of fees that earlier reminders cost.
    """
    locale = locale_of(email.language, LANGUAGES)
    named = _named(email, locale, balance, today)
    named |= _fees(email.currency, locale, balance, fee, open_fees)
    words = frame_words(locale.language)
    said = fill(email.said.text, named)
    values: dict[str, Any] = {
        **named,
        "language": locale.language,
        "recipient": recipient,
        "words": {name: fill(word, named) for name, word in words.items()},
        "subject": " ".join(fill(email.said.subject, named).split()),
        "paragraphs": [part.strip() for part in said.split("\n\n") if part.strip()],
        "instructions": email.payment_instructions,
        "page": public_url + email.customer_page if public_url and email.customer_page else "",
        "part_paid": balance != email.total,
        "charges": fee is not None,
        "owes_fees": bool(open_fees),
    }

    def render(file: str) -> str:
        return templates().get_template(f"reminder/{file}").render(values).strip() + "\n"

    return RenderedEmail(
        locale.language, values["subject"], render("reminder.txt"), render("reminder.html")
    )


def _named(email: ReminderEmail, locale: Locale, balance: Decimal, today: date) -> dict[str, str]:
    """What a text may name, as its reader writes it."""
    return {
        "number": email.number,
        "customer": email.customer,
        "seller": email.seller.name,
        "balance": format_money(balance, email.currency, locale),
        "total": format_money(email.total, email.currency, locale),
        "issue_date": format_date(email.issue_date, "long", locale=locale),
        "due_date": format_date(email.due_date, "long", locale=locale),
        "days_late": str(max((today - email.due_date).days, 0)),
    }


def _fees(
    currency: str, locale: Locale, balance: Decimal, fee: Fee | None, open_fees: Decimal
) -> dict[str, str]:
    """What fees there are, and what is owed with them."""
    charged = fee.amount if fee else _NOTHING
    amounts = {"fee": charged, "open_fees": open_fees, "with_fees": balance + open_fees + charged}
    return {name: format_money(amount, currency, locale) for name, amount in amounts.items()}


_DAY = date(2026, 3, 31)


def preview(said: StepText, language: str, *, days: int, fee: Fee | None = None) -> RenderedEmail:
    """What a text looks like, of an invoice that does not exist. Raises `InvalidInputError`."""
    check_text(said, field="")
    email = ReminderEmail(
        invoice_id=UUID(int=0),
        number="2026-0042",
        language=language,
        seller=Seller(name="Studio Lind ApS"),
        issue_date=_DAY - timedelta(days=30),
        due_date=_DAY,
        first_day=None,
        last_day=None,
        currency=fee.currency if fee else "DKK",
        total=Decimal("12500.00"),
        payment_instructions="Reg. 1234 · 0012345678",
        document=Document(path="/", file_name="2026-0042.pdf", media_type="application/pdf"),
        customer="Nordlys ApS",
        said=said,
    )
    today = _DAY + timedelta(days=days)
    return render_reminder(email, "Eva Holm", balance=email.total, today=today, fee=fee)
