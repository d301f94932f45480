"""What files of all formats are read to, and why one is refused."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from domain_errors import DomainError, FieldError
from money import is_currency, is_payable

BankFileFormat = Literal["camt.053", "mt940", "csv"]
MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 20_000
_LONGEST_TEXT = 1000
_MOST_ERRORS = 20
_LARGEST = Decimal(10) ** 13
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(2199, 12, 31)


class BankFileError(DomainError):
    """The file is not what a bank writes, or says what cannot be; nothing of it was stored."""


class ColumnsUnknownError(BankFileError):
    """The columns of the CSV file are not known; say which holds the date, the amount and the text."""


def refused(field: str, reason: str) -> BankFileError:
    """A refusal for one reason."""
    return BankFileError(f"{field}: {reason}", fields=[FieldError(field, reason)])


@dataclass(frozen=True, kw_only=True)
class BankLine:
    """One booked movement of a bank account; money that went out is negative.

    `reference` is what the payer had to give (OCR, creditor's reference), `text` all other words.
    """

    bank_account: str
    booked_on: date
    amount: Decimal
    currency: str
    text: str = ""
    counterparty: str = ""
    counterparty_account: str = ""
    reference: str = ""
    end_to_end_id: str = ""
    bank_reference: str = ""

    @property
    def content(self) -> tuple[str, ...]:
        """What makes it this line: the bank's own reference where there is one, else all its words."""
        facts = (str(self.booked_on), str(self.amount.normalize()), self.currency)
        if self.bank_reference:
            return (*facts, self.bank_reference)
        return (*facts, self.text, self.counterparty, self.reference, self.end_to_end_id)


@dataclass(frozen=True)
class BankFile:
    """The lines of a file, in its order. `left_out` counts what is not booked yet."""

    format: BankFileFormat
    lines: tuple[BankLine, ...]
    preset: str | None = None
    left_out: int = 0


class Problems:
    """What is wrong with a file, by row and field; twenty are enough to see."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def add(self, field: str, reason: str) -> None:
        """Note one, once."""
        error = FieldError(field, reason)
        if len(self.found) < _MOST_ERRORS and error not in self.found:
            self.found.append(error)

    def refuse(self) -> None:
        """Raise `BankFileError` when there are any."""
        if self.found:
            first = self.found[0]
            raise BankFileError(f"{first.field}: {first.reason}", fields=self.found)


def keys_of(lines: Sequence[BankLine]) -> list[str]:
    """A key for each line that it has in every file: a digest of its content, and which of several alike it is."""
    seen: Counter[tuple[str, ...]] = Counter()
    keys = []
    for line in lines:
        content = (line.bank_account, *line.content)
        seen[content] += 1
        digest = hashlib.sha256("\x1f".join(line.content).encode()).hexdigest()
        keys.append(f"{digest[:40]}-{seen[content]}")
    return keys


def checked(lines: Iterable[BankLine], problems: Problems) -> tuple[BankLine, ...]:
    """The lines of a file, when an account has one currency and amounts and dates can be. Raises `BankFileError`."""
    found = tuple(lines)
    if len(found) > MOST_LINES:
        raise refused("file", f"has more than {MOST_LINES} lines")
    currencies: dict[str, str] = {}
    for number, line in enumerate(found, start=1):
        usual = currencies.setdefault(line.bank_account, line.currency)
        for name, reason in _problems(line, usual):
            problems.add(f"lines.{number}.{name}", reason)
    problems.refuse()
    if not found:
        raise refused("file", "has no booked transactions")
    return found


def _problems(line: BankLine, usual: str) -> Iterator[tuple[str, str]]:
    if not is_currency(line.currency):
        yield "currency", f"{line.currency or 'nothing'} is no currency"
    elif line.currency != usual:
        yield "currency", f"is {line.currency}; the lines before are in {usual}"
    elif not is_payable(line.amount, line.currency):
        yield "amount", f"has more decimals than {line.currency}"
    if abs(line.amount) >= _LARGEST:
        yield "amount", "is too large"
    if not _FIRST_DAY <= line.booked_on <= _LAST_DAY:
        yield "booked_on", "is no day that a book can speak of"


def words(*parts: str | None) -> str:
    """Words of a bank on one line, each part once."""
    clean = (re.sub(r"\s+", " ", part).strip() for part in parts if part)
    return " ".join(dict.fromkeys(part for part in clean if part))[:_LONGEST_TEXT]


def account_number(written: str) -> str:
    """An account's number without blanks: banks group the digits of an IBAN or not."""
    return re.sub(r"[\s.]", "", written).upper()[:50]
