"""camt.053, the statement of ISO 20022, in any of its versions: elements are known by their local names.

Entities cannot be expanded, since a file with a document type is refused before it is parsed.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import cast
from xml.etree import ElementTree as ET

from invoicing.domain.bank_files.statement import (
    BankFile,
    BankLine,
    Problems,
    account_number,
    checked,
    refused,
    words,
)
from invoicing.domain.bank_files.text import decoded_xml

_NUMBER = re.compile(r"\d{1,18}(\.\d{1,5})?|\.\d{1,5}", re.ASCII)
_ELEMENT = re.compile("<[^/!?]")
_MOST_ELEMENTS = 250_000
_DEEPEST = 60
_SIGNS = {"CRDT": 1, "DBIT": -1}
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)
_NOT_GIVEN = {"NOTPROVIDED", "NONREF", "NOT PROVIDED"}


def looks_like_camt(data: bytes) -> bool:
    """Whether it is XML at all."""
    return data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0")[:1] == b"<"


def read_camt(data: bytes) -> BankFile:
    """Read the booked entries of all statements of the file. Raises `BankFileError`."""
    root = _parsed(decoded_xml(data))
    statements = [one for one in root.iter() if one.tag in ("Stmt", "Rpt", "Ntfctn")]
    if not statements:
        raise refused("file", "is XML, but no camt.053 statement")
    if any(one.tag != "Stmt" for one in statements):
        raise refused("file", "is a camt.052 or camt.054; ask the bank for the statement, camt.053")
    problems, lines, left_out = Problems(), list[BankLine](), 0
    for number, statement in enumerate(statements, start=1):
        read = _Statement(statement, number, problems, len(lines))
        lines += read.lines()
        left_out += read.left_out
    problems.refuse()
    return BankFile("camt.053", checked(lines, problems), left_out=left_out)


def _parsed(text: str) -> ET.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise refused("file", "has a document type, which no bank writes")
    if sum(1 for _ in _ELEMENT.finditer(text)) > _MOST_ELEMENTS:
        raise refused("file", "has more elements than a statement can have")
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
    depth = 0
    root: ET.Element | None = None
    try:
        for start in range(0, len(text), 65_536):
            parser.feed(text[start : start + 65_536])
            for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
                depth += 1 if event == "start" else -1
                if depth > _DEEPEST:
                    raise refused("file", "has more elements than a statement can have")
                if event == "start":
                    root = element if root is None else root
                    element.tag = element.tag.rpartition("}")[2]
        parser.close()
    except ET.ParseError as error:
        raise refused("file", f"is no XML: {str(error)[:100]}") from None
    if root is None:
        raise refused("file", "is no XML")
    return root


class _Statement:
    """One statement of one account."""

    def __init__(self, element: ET.Element, number: int, problems: Problems, before: int) -> None:
        self._element, self._problems = element, problems
        self._name, self._before = f"statements.{number}", before
        self.left_out = 0
        self.account = account_number(
            _text(element, "Acct/Id/IBAN") or _text(element, "Acct/Id/Othr/Id")
        )
        if not self.account:
            problems.add(f"{self._name}.Acct", "names no account")

    def lines(self) -> list[BankLine]:
        """The booked entries; they must make the closing balance of the opening one."""
        lines: list[BankLine] = []
        booked = Decimal(0)
        for number, entry in enumerate(self._element.findall("Ntry"), start=1):
            status = _text(entry, "Sts/Cd") or _text(entry, "Sts")
            if status != "BOOK":
                self.left_out += 1
                continue
            whole = self._entry(entry, f"{self._name}.entries.{number}")
            if whole:
                booked += whole.amount
                lines += _details(entry, whole)
        self._check_balances(booked)
        return lines

    def _entry(self, entry: ET.Element, name: str) -> BankLine | None:
        amount, booked_on = _signed(entry), _day(entry, "BookgDt") or _day(entry, "ValDt")
        if amount is None:
            self._problems.add(f"{name}.Amt", "is no amount with CRDT or DBIT")
        if booked_on is None:
            self._problems.add(f"{name}.BookgDt", "is no date")
        if amount is None or booked_on is None:
            return None
        if not amount:
            self.left_out += 1
            return None
        return BankLine(
            bank_account=self.account,
            booked_on=booked_on,
            amount=amount,
            currency=_currency(entry, "Amt"),
            text=words(_text(entry, "AddtlNtryInf")),
            bank_reference=_reference(entry, "AcctSvcrRef"),
        )

    def _check_balances(self, booked: Decimal) -> None:
        balances = {
            _text(one, "Tp/CdOrPrtry/Cd"): _signed(one) for one in self._element.findall("Bal")
        }
        opening = next((balances[one] for one in _OPENING if one in balances), None)
        closing = next((balances[one] for one in _CLOSING if one in balances), None)
        if opening is not None and closing is not None and opening + booked != closing:
            reason = f"is {closing}; {opening} and the entries make {opening + booked}"
            self._problems.add(f"{self._name}.balance", reason)


def _details(entry: ET.Element, whole: BankLine) -> list[BankLine]:
    """The transactions of an entry, when their amounts make up the entry's; else the entry with all their words."""
    details = entry.findall("NtryDtls/TxDtls")
    described = [_described(one, whole) for one in details]
    if len(described) < 2:
        return described or [whole]
    amounts = [_amount_of(one, whole) for one in details]
    if all(amounts) and sum(one for one in amounts if one) == whole.amount:
        numbered = enumerate(zip(described, amounts, strict=True), start=1)
        return [
            replace(line, amount=amount, bank_reference=_of_batch(line, whole, number))
            for number, (line, amount) in numbered
            if amount
        ]
    text = words(
        *(word for one in described for word in (one.counterparty, one.text, one.reference))
    )
    return [replace(whole, text=words(whole.text, text))]


def _of_batch(line: BankLine, whole: BankLine, number: int) -> str:
    """A batch has one reference: its transactions are told apart by their number."""
    own = line.bank_reference
    return f"{own}/{number}" if own and own == whole.bank_reference else own


def _described(detail: ET.Element, whole: BankLine) -> BankLine:
    party = "Dbtr" if whole.amount > 0 else "Cdtr"
    structured = [*_texts(detail, "RmtInf/Strd/CdtrRefInf/Ref")]
    documents = [
        *_texts(detail, "RmtInf/Strd/RfrdDocInf/Nb"),
        *_texts(detail, "RmtInf/Strd/AddtlRmtInf"),
    ]
    return replace(
        whole,
        text=words(
            *_texts(detail, "RmtInf/Ustrd"), *documents, _text(detail, "AddtlTxInf"), whole.text
        ),
        counterparty=words(_name(detail, party) or _name(detail, f"Ultmt{party}"))[:200],
        counterparty_account=account_number(
            _text(detail, f"RltdPties/{party}Acct/Id/IBAN")
            or _text(detail, f"RltdPties/{party}Acct/Id/Othr/Id")
        ),
        reference=words(*structured)[:200],
        end_to_end_id=_reference(detail, "Refs/EndToEndId"),
        bank_reference=_reference(detail, "Refs/AcctSvcrRef") or whole.bank_reference,
    )


def _amount_of(detail: ET.Element, whole: BankLine) -> Decimal | None:
    """What a transaction adds to its entry, in the account's currency; not what somebody instructed in another."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        found = detail.find(path)
        if found is not None and found.get("Ccy") == whole.currency:
            amount = _number(found.text)
            own = _SIGNS.get(_text(detail, "CdtDbtInd"))
            return amount and amount * (own or (1 if whole.amount > 0 else -1))
    return None


def _name(detail: ET.Element, party: str) -> str:
    return _text(detail, f"RltdPties/{party}/Nm") or _text(detail, f"RltdPties/{party}/Pty/Nm")


def _signed(element: ET.Element) -> Decimal | None:
    amount, sign = _number(_text(element, "Amt")), _SIGNS.get(_text(element, "CdtDbtInd"))
    return amount * sign if amount is not None and sign else None


def _number(written: str | None) -> Decimal | None:
    return Decimal(written.strip()) if written and _NUMBER.fullmatch(written.strip()) else None


def _currency(element: ET.Element, path: str) -> str:
    found = element.find(path)
    return (found.get("Ccy") or "")[:3] if found is not None else ""


def _day(element: ET.Element, path: str) -> date | None:
    written = _text(element, f"{path}/Dt") or _text(element, f"{path}/DtTm")
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        return None


def _reference(element: ET.Element, path: str) -> str:
    found = words(_text(element, path))[:200]
    return "" if found.upper() in _NOT_GIVEN else found


def _text(element: ET.Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _texts(element: ET.Element, path: str) -> Iterator[str]:
    return (one.text for one in element.findall(path) if one.text)
