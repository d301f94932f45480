"""What a movement of a bank account may be: which invoices it pays, or which refund it is, with reasons."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Literal, TypeVar
from uuid import UUID

from invoicing.domain.allocation import Allocation

K = TypeVar("K")
TransactionState = Literal["open", "taken", "set-aside"]
Certainty = Literal["certain", "likely", "possible"]
Reason = Literal[
    "number", "reference", "amount", "sum", "part", "more", "name", "account", "refund", "credit"
]
_MOST_PROPOSALS = 3
_MOST_PARTS = 6
_SURE_LENGTH = 4
"""A shorter number can be anything: a day, a quantity."""
_RANK: dict[Certainty, int] = {"certain": 0, "likely": 1, "possible": 2}
_LEGAL = frozenset(
    {
        *("as", "aps", "is", "ks", "ivs", "amba", "fmba", "gmbh", "ag", "ug", "kg", "ab", "hb"),
        *("oy", "asa", "ltd", "llc", "inc", "bv", "nv", "sa", "sarl", "og", "and"),
    }
)
"""Kinds of companies, and words between names."""


@dataclass(frozen=True)
class OpenInvoice:
    """An issued invoice with something owed."""

    invoice_id: UUID
    organization_id: UUID
    organization_name: str
    number: str
    due_date: date
    currency: str
    owed: Decimal

    @property
    def written(self) -> str:
        """Its number without marks."""
        return _joined(_tokens(self.number))


@dataclass(frozen=True)
class _Named:
    """An invoice whose number somebody wrote; not `sure` when so little of it stands there that it can be anything."""

    invoice: OpenInvoice
    reason: Reason
    sure: bool


@dataclass(frozen=True)
class OpenRefund:
    """A refund that no movement of the bank was found for."""

    refund_id: UUID
    organization_id: UUID
    organization_name: str
    amount: Decimal
    currency: str
    reference: str


@dataclass(frozen=True)
class CustomerCredit:
    """What a customer has to their credit in one currency."""

    organization_id: UUID
    organization_name: str
    currency: str
    credit: Decimal


@dataclass(frozen=True)
class Movement:
    """What a bank says of a movement; money that went out is negative."""

    amount: Decimal
    currency: str
    text: str
    counterparty: str
    counterparty_account: str
    reference: str
    end_to_end_id: str


@dataclass(frozen=True)
class Proposal:
    """What may be made of a movement, and why; `credit` is what settles none of the invoices."""

    certainty: Certainty
    reasons: tuple[Reason, ...]
    organization_id: UUID
    organization_name: str
    allocations: tuple[Allocation, ...] = ()
    credit: Decimal = Decimal(0)
    refund_id: UUID | None = None


class OpenItems:
    """What is open, to be searched by many movements."""

    def __init__(
        self,
        invoices: Iterable[OpenInvoice],
        *,
        refunds: Collection[OpenRefund] = (),
        credits_: Collection[CustomerCredit] = (),
        payers: Mapping[str, UUID] | None = None,
    ) -> None:
        self._invoices = {one.invoice_id: one for one in invoices}
        self._refunds, self._credits = tuple(refunds), tuple(credits_)
        self._payers = payers or {}

    @property
    def invoices(self) -> Mapping[UUID, OpenInvoice]:
        """What is owed still."""
        return self._invoices

    def settle(self, proposal: Proposal) -> None:
        """Let what a proposal settles not be proposed again."""
        for one in proposal.allocations:
            invoice = self._invoices[one.invoice_id]
            owed = invoice.owed - one.amount
            self._invoices[one.invoice_id] = replace(invoice, owed=owed)
        self._refunds = tuple(one for one in self._refunds if one.refund_id != proposal.refund_id)

    def proposals(self, movement: Movement) -> tuple[Proposal, ...]:
        """At most three proposals, the most certain first."""
        found = self._incoming(movement) if movement.amount > 0 else self._outgoing(movement)
        each: dict[object, Proposal] = {}
        for one in sorted(found, key=lambda one: _RANK[one.certainty]):
            each.setdefault((one.organization_id, one.allocations, one.refund_id), one)
        return tuple(each.values())[:_MOST_PROPOSALS]

    def _incoming(self, movement: Movement) -> Iterator[Proposal]:
        named = self._named(movement)
        payers = self._customers(movement)
        by_customer: defaultdict[UUID, list[_Named]] = defaultdict(list)
        for one in named:
            by_customer[one.invoice.organization_id].append(one)
        for customer, found in by_customer.items():
            yield _by_number(movement, found, payers.get(customer), alone=len(by_customer) == 1)
        for customer, known in payers.items():
            yield from _by_name(movement, self._of(customer, movement.currency), known)
        if not by_customer and not payers:
            yield from self._by_amount(movement)

    def _outgoing(self, movement: Movement) -> Iterator[Proposal]:
        amount, said = -movement.amount, _tokens(_said(movement))
        customers = self._customers(movement)
        for refund in self._refunds:
            if (refund.amount, refund.currency) != (amount, movement.currency):
                continue
            wanted = _joined(_tokens(refund.reference))
            by_reference = len(wanted) >= _SURE_LENGTH and wanted in _windows(said)
            known = customers.get(refund.organization_id)
            reasons: list[Reason] = ["refund", "amount"]
            reasons += ["reference"] if by_reference else []
            reasons += [known] if known else []
            sure: Certainty = "certain" if by_reference or known else "likely"
            customer = (refund.organization_id, refund.organization_name)
            yield Proposal(sure, tuple(reasons), *customer, refund_id=refund.refund_id)
        for one in self._credits:
            known = customers.get(one.organization_id)
            if known and one.currency == movement.currency and one.credit >= amount:
                yield Proposal(
                    "likely", ("credit", known), one.organization_id, one.organization_name
                )

    def _named(self, movement: Movement) -> list["_Named"]:
        """The invoices whose number stands in what the payer said, or in the reference of a payment slip."""
        found: dict[UUID, _Named] = {}
        tokens = _tokens(_said(movement))
        references = {one for token in tokens if (one := _slip_reference(token))}
        for written in sorted({*_windows(tokens), *references}, key=len, reverse=True):
            is_reference = written in references
            for invoice_id in self._by_number.get(written, ()):
                invoice = self._invoices[invoice_id]
                if invoice.currency == movement.currency and invoice.owed > 0:
                    reason: Reason = "reference" if is_reference else "number"
                    sure = is_reference or len(written) >= _SURE_LENGTH
                    found.setdefault(invoice_id, _Named(invoice, reason, sure))
        return list(found.values())

    def _customers(self, movement: Movement) -> dict[UUID, Reason]:
        """Whose name the bank says, or whose account it was before."""
        found: dict[UUID, Reason] = {}
        if known := self._payers.get(movement.counterparty_account):
            found[known] = "account"
        said = _name_words(f"{movement.counterparty} {movement.text}")
        for first in dict.fromkeys(said):
            for customer, wanted in self._by_first_word.get(first, ()):
                if _says(said, wanted):
                    found.setdefault(customer, "name")
        return found

    def _of(self, customer: UUID, currency: str) -> list[OpenInvoice]:
        found = (self._invoices[one] for one in self._by_customer.get(customer, ()))
        wanted = (one for one in found if one.currency == currency and one.owed > 0)
        return sorted(wanted, key=lambda one: (one.due_date, one.number))

    def _by_amount(self, movement: Movement) -> Iterator[Proposal]:
        ids = self._by_owed.get((movement.currency, movement.amount), ())
        same = [self._invoices[one] for one in ids]
        for invoice in [one for one in same if one.owed == movement.amount][:_MOST_PROPOSALS]:
            yield _proposal(movement, [invoice], "possible", "amount")

    @cached_property
    def _by_number(self) -> dict[str, list[UUID]]:
        found: defaultdict[str, list[UUID]] = defaultdict(list)
        for one in self._invoices.values():
            digits = re.sub(r"\D", "", one.number)
            for written in {one.written, digits.lstrip("0")} - {""}:
                found[written].append(one.invoice_id)
        return found

    @cached_property
    def _by_customer(self) -> dict[UUID, list[UUID]]:
        found: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for one in self._invoices.values():
            found[one.organization_id].append(one.invoice_id)
        return found

    @cached_property
    def _by_owed(self) -> dict[tuple[str, Decimal], list[UUID]]:
        found: defaultdict[tuple[str, Decimal], list[UUID]] = defaultdict(list)
        for one in self._invoices.values():
            found[one.currency, one.owed].append(one.invoice_id)
        return found

    @cached_property
    def _by_first_word(self) -> dict[str, list[tuple[UUID, tuple[str, ...]]]]:
        names = {(one.organization_id, one.organization_name) for one in self._invoices.values()}
        names |= {(one.organization_id, one.organization_name) for one in self._credits}
        names |= {(one.organization_id, one.organization_name) for one in self._refunds}
        found: defaultdict[str, list[tuple[UUID, tuple[str, ...]]]] = defaultdict(list)
        for customer, name in names:
            wanted = _name_words(name)
            if sum(map(len, wanted)) >= _SURE_LENGTH:
                found[wanted[0]].append((customer, wanted))
        return found


def certain(items: OpenItems, movements: Iterable[tuple[K, Movement]]) -> list[tuple[K, Proposal]]:
    """Those movements of which it is certain what they are, one after the other: what one settles, no other does."""
    found = []
    for key, movement in movements:
        sure = [one for one in items.proposals(movement) if one.certainty == "certain"]
        if len(sure) == 1:
            items.settle(sure[0])
            found.append((key, sure[0]))
    return found


def _by_number(
    movement: Movement,
    found: Sequence[_Named],
    known: Reason | None,
    *,
    alone: bool,
) -> Proposal:
    """The invoices that are named. Sure when just they are owed, and nobody else's number stands there."""
    invoices = sorted((one.invoice for one in found), key=lambda one: (one.due_date, one.number))
    reasons = dict.fromkeys(one.reason for one in found)
    owed = sum(one.owed for one in invoices)
    sure = alone and all(one.sure or known for one in found)
    how: Reason = (
        "amount" if movement.amount == owed else "part" if movement.amount < owed else "more"
    )
    certainty: Certainty = "likely"
    if not sure:
        certainty = "possible"
    elif how == "amount":
        certainty = "certain"
    return _proposal(movement, invoices, certainty, *reasons, how, *([known] if known else []))


def _by_name(
    movement: Movement, invoices: Sequence[OpenInvoice], known: Reason
) -> Iterator[Proposal]:
    """What a customer who is named may have paid: one invoice, the oldest ones together, or a part of them."""
    same = [one for one in invoices if one.owed == movement.amount]
    for invoice in same[:_MOST_PROPOSALS]:
        certainty: Certainty = "likely" if len(same) == 1 else "possible"
        yield _proposal(movement, [invoice], certainty, known, "amount")
    owed = Decimal(0)
    for count, invoice in enumerate(invoices, start=1):
        owed += invoice.owed
        if owed == movement.amount and count > 1:
            yield _proposal(movement, invoices[:count], "likely", known, "sum")
    if invoices and not same:
        how: Reason = "part" if movement.amount < owed else "more"
        yield _proposal(movement, invoices, "possible", known, how)


def _proposal(
    movement: Movement, invoices: Sequence[OpenInvoice], certainty: Certainty, *reasons: Reason
) -> Proposal:
    """Let the movement settle the invoices in this order, as far as it goes."""
    left, allocations = movement.amount, list[Allocation]()
    for one in invoices:
        amount = min(left, one.owed)
        if amount > 0:
            allocations.append(Allocation(one.invoice_id, one.number, amount))
            left -= amount
    customer = (invoices[0].organization_id, invoices[0].organization_name)
    return Proposal(certainty, reasons, *customer, tuple(allocations), left)


def _said(movement: Movement) -> str:
    return " ".join((movement.reference, movement.text, movement.end_to_end_id))


def _tokens(text: str) -> list[str]:
    """Runs of digits and of letters: INV-2026/0001 is INV, 2026, 0001."""
    return re.findall(r"\d+|[^\W\d_]+", text.upper())


def _joined(tokens: Sequence[str]) -> str:
    return "".join(tokens)


def _windows(tokens: Sequence[str]) -> set[str]:
    """Neighbouring runs written together: an invoice's number is one of them, however it is marked."""
    return {
        _joined(tokens[start:end])
        for start in range(len(tokens))
        for end in range(start + 1, min(start + _MOST_PARTS, len(tokens)) + 1)
    }


def _slip_reference(token: str) -> str | None:
    """The number in the reference of a payment slip (OCR, +71<…): its last digit is a check digit."""
    if not (token.isdecimal() and 5 <= len(token) <= 19 and _is_checked(token)):
        return None
    return token[:-1].lstrip("0") or None


def _is_checked(digits: str) -> bool:
    """Whether the last digit makes the others sum up to a multiple of ten, each second one doubled."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _name_words(name: str) -> tuple[str, ...]:
    """The words of a name that tell it apart, without accents and the kind of company."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("/", ""))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    return tuple(one for one in re.findall(r"[^\W_]+", letters) if one not in _LEGAL)


def _says(said: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether all words of a name are said; a bank cuts long names, so the last may be the beginning of one."""
    *others, last = wanted
    if not all(one in said for one in others):
        return False
    cut = others and said and len(said[-1]) >= _SURE_LENGTH and last.startswith(said[-1])
    return last in said or bool(cut)
