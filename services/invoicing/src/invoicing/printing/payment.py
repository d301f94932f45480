"""How to pay, as it is printed: what is asked for, the accounts, the reference, and a code that banks' apps read."""

from decimal import Decimal
from typing import Any

import segno
from segno.helpers import make_epc_qr
from stdnum import iban

from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.payment_details import fik_line, is_creditor_reference
from invoicing.domain.words import Wording
from money import format_number

_LONGEST_NAME = 70
_MOST_EPC = Decimal("999999999.99")


def payment(content: InvoiceContent, words: Wording) -> dict[str, Any] | None:
    """None: nothing is to be paid, or it is a draft."""
    if content.due_date is None or content.totals.total == 0:
        return None
    total = format_number(content.totals.total, content.currency, words.locale)
    code = epc_code(content)
    return {
        "label": words.payment,
        "ask": words.to_pay(f"{total} {content.currency}", words.day(content.due_date)),
        "accounts": _accounts(content, words),
        "instructions": content.payment_instructions,
        "code": code and code.svg_inline(border=0, omitsize=True),
        "scan": words.scan_to_pay,
    }


def _accounts(content: InvoiceContent, words: Wording) -> list[list[str]]:
    """Those that can take the currency, and the reference."""
    known, reference = content.payment_details, content.payment_reference
    at_home = (
        (words.account, f"{known.registration_number} {known.account_number}".strip(), "DKK"),
        ("FIK", fik_line(known, reference), "DKK"),
        ("Bankgiro", _bankgiro(known.bankgiro), "SEK"),
    )
    rows = [(label, number) for label, number, money in at_home if content.currency == money]
    rows += [("IBAN", iban.format(known.iban)), ("BIC", known.bic)]
    given = [[label, number] for label, number in rows if number]
    if reference and (given or reference != content.number):
        given.append([_reference_label(content, words), reference])
    return given


def _reference_label(content: InvoiceContent, words: Wording) -> str:
    """As the banks call the reference, where they gave it a form."""
    has_form = content.payment_reference != content.number
    if has_form and content.currency == "NOK":
        return "KID"
    if has_form and content.currency == "SEK":
        return "OCR"
    return words.payment_reference


def _bankgiro(number: str) -> str:
    return f"{number[:-4]}-{number[-4:]}" if number else ""


def epc_code(content: InvoiceContent) -> segno.QRCode | None:
    """The QR code of the European Payments Council (EPC069-12), for euro to an IBAN."""
    known, total = content.payment_details, content.totals.total
    if content.currency != "EUR" or not known.iban or not 0 < total <= _MOST_EPC:
        return None
    reference = content.payment_reference
    structured = is_creditor_reference(reference)
    return make_epc_qr(
        name=content.seller.name[:_LONGEST_NAME],
        iban=known.iban,
        bic=known.bic or None,
        amount=total,
        reference=reference if structured else None,
        text=None if structured else reference,
        encoding="utf-8",
    )
