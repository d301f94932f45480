"""MT940, the statement of SWIFT. Every line of it must be understood, and the balances must agree: nothing is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from invoicing.domain.bank_files.statement import (
    BankFile,
    BankLine,
    Problems,
    account_number,
    checked,
    refused,
    words,
)
from invoicing.domain.bank_files.text import decoded

_TAG = re.compile(r":(\d{2}[A-Z]?|NS):(.*)")
_BALANCE = re.compile(r"([CD])(\d{6})([A-Z]{3})(\d{1,13},\d{0,4})\s*", re.ASCII)
_MOVEMENT = re.compile(
    r"(?P<value>\d{6})(?P<entry>\d{4})?(?P<mark>R?[CD])(?P<funds>[A-Z])?(?P<amount>\d{1,13},\d{0,4})"
    r"(?P<kind>[A-Z][A-Z0-9]{3})?(?P<reference>[^\n]*)(?P<more>(\n.*)*)",
    re.ASCII,
)
_SIGNS = {"C": 1, "D": -1, "RC": -1, "RD": 1}
_SUBFIELD = re.compile(r"\?(\d{2})")
_CODED = re.compile(r"/(EREF|REMI|NAME|IBAN|ORDP|BENM|KREF|RTRN|CSID|MARF|SVWZ)/")
_NOT_GIVEN = {"NONREF", "NOTPROVIDED", ""}


def looks_like_mt940(data: bytes) -> bool:
    """Whether one of the first lines begins a statement."""
    return re.search(rb"(^|[\r\n}]|4:)\s*:(20|25|60[FM]):", data[:2000]) is not None


def read_mt940(data: bytes) -> BankFile:
    """Read all statements of the file. Raises `BankFileError`."""
    problems, lines = Problems(), list[BankLine]()
    statement: _Statement | None = None
    for number, tag, value in _fields(decoded(data)):
        if tag in ("20", "25") and (statement is None or statement.closed):
            statement = _Statement(problems)
        if statement is None:
            raise refused(f"lines.{number}", "comes before any statement")
        statement.take(number, tag, value)
        if statement.closed and tag in ("62F", "62M"):
            lines += statement.lines
    if statement is None:
        raise refused("file", "is no MT940 statement")
    if not statement.closed:
        raise refused("file", "ends before the closing balance: it is not whole")
    problems.refuse()
    return BankFile("mt940", checked(lines, problems))


def _fields(text: str) -> Iterator[tuple[int, str, str]]:
    """Each field with the line it begins on, its tag and all of its lines."""
    number, tag, parts = 0, "", list[str]()
    for count, raw in enumerate(text.splitlines(), start=1):
        line = raw.rstrip()
        begun = _TAG.match(line) or _TAG.match(line.rpartition("{4:")[2])
        if begun:
            if tag:
                yield number, tag, "\n".join(parts)
            number, tag, parts = count, begun[1], [begun[2]]
        elif tag and line not in ("-", "-}") and not line.startswith("{"):
            parts.append(line)
    if tag:
        yield number, tag, "\n".join(parts)


@dataclass
class _Statement:
    """One statement as it is read."""

    problems: Problems
    account: str = ""
    currency: str = ""
    opening: Decimal | None = None
    closed: bool = False
    lines: list[BankLine] = field(default_factory=list)

    def take(self, number: int, tag: str, value: str) -> None:
        """Understand one field."""
        if tag == "25":
            self.account = account_number(value.splitlines()[0] if value else "")
        elif tag in ("60F", "60M"):
            self.opening = self._balance(number, value)
        elif tag == "61":
            self._movement(number, value)
        elif tag == "86" and self.lines and not self.closed:
            self.lines[-1] = _described(self.lines[-1], value)
        elif tag in ("62F", "62M"):
            self._close(number, value)

    def _balance(self, number: int, value: str) -> Decimal | None:
        found = _BALANCE.fullmatch(value)
        if not found:
            self.problems.add(f"lines.{number}", "is no balance")
            return None
        mark, _, self.currency, amount = found.groups()
        return _SIGNS[mark] * _amount(amount)

    def _movement(self, number: int, value: str) -> None:
        found = _MOVEMENT.fullmatch(value)
        if not found:
            self.problems.add(f"lines.{number}", "is no movement with date, C or D and amount")
            return
        booked_on = _booked_on(found["value"], found["entry"])
        if booked_on is None:
            self.problems.add(f"lines.{number}.date", f"{found['value']} is no date")
            return
        customers, _, banks = found["reference"].partition("//")
        self.lines.append(
            BankLine(
                bank_account=self.account,
                booked_on=booked_on,
                amount=_SIGNS[found["mark"]] * _amount(found["amount"]),
                currency=self.currency,
                text=words(found["more"]),
                end_to_end_id=_given(customers),
                bank_reference=_given(banks),
            )
        )

    def _close(self, number: int, value: str) -> None:
        before, closing = self.currency, self._balance(number, value)
        self.closed = True
        self.lines = [line for line in self.lines if line.amount]
        if not self.account:
            self.problems.add("file", "names no account (:25:)")
        if before != self.currency:
            self.problems.add(f"lines.{number}", f"is in {self.currency}, the opening in {before}")
        booked = sum((line.amount for line in self.lines), Decimal(0))
        if self.opening is None:
            self.problems.add(f"lines.{number}", "has no opening balance before it")
        elif closing is not None and self.opening + booked != closing:
            made = self.opening + booked
            self.problems.add(f"lines.{number}", f"is {closing}; the movements make {made}")


def _amount(written: str) -> Decimal:
    return Decimal(written.replace(",", ".").rstrip("."))


def _booked_on(value: str, entry: str | None) -> date | None:
    """The entry date, whose year is not written, lies near the value date: it may be in the year before or after."""
    try:
        valued = date(2000 + int(value[:2]), int(value[2:4]), int(value[4:]))
        if not entry:
            return valued
        month, day = int(entry[:2]), int(entry[2:])
        near = [date(valued.year + years, month, day) for years in (-1, 0, 1)]
    except ValueError:
        return None
    return min(near, key=lambda one: abs((one - valued).days))


def _given(written: str) -> str:
    found = words(written)[:200]
    return "" if found.upper() in _NOT_GIVEN else found


def _described(line: BankLine, value: str) -> BankLine:
    """With what a bank says of it: in numbered subfields, in coded words, or as it likes."""
    if re.match(r"\d{3}\?", value):
        parts = _SUBFIELD.split(value.replace("\n", ""))[1:]
        by_number = list(zip(parts[::2], parts[1::2], strict=True))
        said = "".join(
            text for tag, text in by_number if "20" <= tag <= "29" or "60" <= tag <= "63"
        )
        named = words(*(text for tag, text in by_number if tag in ("32", "33")))
        account = "".join(text for tag, text in by_number if tag == "31")
        return _with(line, said, named, account)
    flat = value.replace("\n", "")
    if _CODED.search(flat):
        parts = _CODED.split(flat)
        coded = dict(zip(parts[1::2], parts[2::2], strict=True))
        said = words(parts[0], coded.get("REMI"), coded.get("SVWZ"))
        found = _with(line, said, words(coded.get("NAME")), coded.get("IBAN", ""))
        return replace(found, end_to_end_id=_given(coded.get("EREF", "")) or line.end_to_end_id)
    return replace(line, text=words(line.text, value))


def _with(line: BankLine, said: str, name: str, account: str) -> BankLine:
    return replace(
        line,
        text=words(line.text, said),
        counterparty=name[:200],
        counterparty_account=account_number(account),
    )
