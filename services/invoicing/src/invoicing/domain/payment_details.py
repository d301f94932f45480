"""Where customers pay to, and the reference that they are to state: each country's banks have one of their own."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stdnum import bic, iban, iso11649, luhn
from stdnum.exceptions import ValidationError

from domain_errors import InvalidInputError

FikKind = Literal["71", "73", "75"]
"""Danish payment slips: with 15 digits of reference, without any, with 16."""
_FIK_DIGITS: dict[FikKind, int] = {"71": 15, "73": 0, "75": 16}
_LONGEST_RF = 21
_LONGEST_DIGITS = 24
"""Before the check digit, of a Norwegian KID or a Swedish OCR number."""


@dataclass(frozen=True)
class PaymentDetails:
    """Accounts as banks know them, without spaces; empty for none."""

    iban: str = ""
    bic: str = ""
    registration_number: str = ""
    """Of a Danish bank's branch; with `account_number`."""
    account_number: str = ""
    fik_creditor: str = ""
    """Creditor number for Danish payment slips."""
    fik_kind: FikKind = "71"
    bankgiro: str = ""
    """Swedish Bankgiro number."""
    kid: bool = False
    """Whether the Norwegian bank takes KID numbers with one check digit of modulus 10."""

    @property
    def can_be_paid(self) -> bool:
        """Whether they say where to pay to."""
        return bool(self.iban or self.account_number or self.fik_creditor or self.bankgiro)

    def check(self) -> None:
        """Refuse numbers that no bank has. Raises `InvalidInputError` for the first of them."""
        for field, reason in self._problems():
            raise InvalidInputError(f"payment_details.{field}", reason)

    def _problems(self) -> Iterator[tuple[str, str]]:
        if self.iban and not _is_valid(iban, self.iban):
            yield "iban", "is no IBAN: its length or its check digits are wrong"
        if self.bic and not _is_valid(bic, self.bic):
            yield "bic", "is no BIC: 8 or 11 letters and digits, with the country at the 5th"
        if self.bic and not self.iban:
            yield "iban", "belongs to the BIC"
        if bool(self.registration_number) != bool(self.account_number):
            yield "account_number", "belongs to the registration number, and the other way round"
        if self.bankgiro and not _is_valid(luhn, self.bankgiro):
            yield "bankgiro", "is no Bankgiro number: its check digit is wrong"


NO_DETAILS = PaymentDetails()


def payment_reference(details: PaymentDetails, number: str, currency: str) -> str:
    """What the customer states when they pay, made of the invoice's number.

    Where it has too many digits for the bank's own reference, it is the number itself.
    """
    match currency:
        case "DKK" if details.fik_creditor and details.fik_kind != "73":
            return _padded(number, _FIK_DIGITS[details.fik_kind]) or number
        case "NOK" if details.kid:
            return _checked(number) or number
        case "SEK" if details.bankgiro:
            return _checked(number) or number
        case "EUR" if details.iban:
            return _rf(number) or number
    return number


def fik_line(details: PaymentDetails, reference: str) -> str | None:
    """The line that Danish banks read; None without a creditor number, or a reference that fits."""
    digits = _FIK_DIGITS[details.fik_kind]
    if not details.fik_creditor:
        return None
    if not digits:
        return f"+{details.fik_kind}<+{details.fik_creditor}<"
    if len(reference) != digits or not reference.isdecimal():
        return None
    return f"+{details.fik_kind}<{reference}+{details.fik_creditor}<"


def _padded(number: str, digits: int) -> str | None:
    """So many digits, the last of which checks the others (modulus 10)."""
    known = re.sub(r"\D", "", number)
    if not known or len(known) >= digits:
        return None
    return _with_check_digit(known.zfill(digits - 1))


def _checked(number: str) -> str | None:
    known = re.sub(r"\D", "", number)
    return _with_check_digit(known) if 0 < len(known) <= _LONGEST_DIGITS else None


def _with_check_digit(digits: str) -> str:
    return digits + str(luhn.calc_check_digit(digits))


def _rf(number: str) -> str | None:
    """A creditor reference (ISO 11649): RF, two check digits, letters and digits."""
    known = re.sub("[^0-9A-Z]", "", number.upper())
    if not known or len(known) > _LONGEST_RF:
        return None
    return f"RF{_mod_97(known)}{known}"


def _mod_97(known: str) -> str:
    as_digits = "".join(str(int(character, 36)) for character in f"{known}RF00")
    return f"{98 - int(as_digits) % 97:02}"


def _is_valid(kind: object, number: str) -> bool:
    try:
        return bool(kind.validate(number) == number)  # type: ignore[attr-defined]
    except ValidationError:
        return False


def is_creditor_reference(reference: str) -> bool:
    """Whether banks read it as one of ISO 11649."""
    return _is_valid(iso11649, reference)
