"""An invoice that can still be changed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Literal
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from invoicing.domain.account import Account
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.attributes import build
from invoicing.domain.charges import AgreementCharge, Covered, line_of
from invoicing.domain.discounts import (
    Discount,
    check_discounted,
    discount_of_line,
    with_discounts,
)
from invoicing.domain.errors import UnknownCurrencyError
from invoicing.domain.grouping import Group, GroupBy, TextOf, lines_of, texts_of
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.line_texts import NO_TEXTS, LineTexts, with_hours
from invoicing.domain.lines import Line, LineKind, charges, check_line_count, placed
from invoicing.domain.parties import Customer
from invoicing.domain.quantities import measured
from invoicing.domain.tax import Tax, Taxed
from invoicing.domain.tax_codes import TaxCodes
from invoicing.domain.tax_proposal import TaxReason, tax_reason
from invoicing.domain.terms import Terms
from invoicing.domain.wording import Wording, wording
from money import is_currency, is_payable, round_money
from typesetting.languages import language_of

Proposed = Literal["terms", "payment_instructions"]
"""What a draft has as its customer or account does, until something else is said of it."""


SaidBy = Literal["draft", "customer", "account"]
"""Whose choice holds for a draft."""


@dataclass(frozen=True)
class DraftRequest:
    """What is to be billed. No period, entries or charges of agreements: a draft without time, for other lines."""

    organization_id: UUID
    first_day: date | None = None
    last_day: date | None = None
    entry_ids: tuple[UUID, ...] = ()
    charge_ids: tuple[UUID, ...] = ()
    expense_ids: tuple[UUID, ...] = ()
    expenses: Literal["entry", "category", "none"] = "entry"
    group_by: GroupBy = "work_item"
    currency: str | None = None
    tax: Tax | str | None = None
    notes: str = ""
    reference: str = ""
    purchase_order: str | None = None
    """None: the customer's, where they have one for these days."""
    terms: Terms | None = None
    payment_instructions: str | None = None


@dataclass(frozen=True)
class DraftTexts:
    """What is to be otherwise beside the lines; None: as before. `as_proposed`: as the customer or account has it again."""

    notes: str | None = None
    reference: str | None = None
    time_appendix: TimeAppendix | None = None
    purchase_order: str | None = None
    terms: Terms | None = None
    payment_instructions: str | None = None
    as_proposed: tuple[Proposed, ...] = ()


@dataclass(frozen=True)
class NewLine:
    """A line to be added, without what the draft decides. A discount has an amount or a percentage, a text neither."""

    kind: LineKind
    description: str
    amount: Decimal | None = None
    percent: Decimal | None = None
    tax: Tax | str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None
    of_line_id: UUID | None = None
    """The line that a discount is taken off; None: it is on the whole."""


@dataclass(frozen=True)
class Draft(Taxed):
    """What was chosen, the lines, and the discounts of lines and on the whole."""

    id: UUID
    version: int
    organization_id: UUID
    group_by: GroupBy
    currency: str
    language: str
    tax: Tax
    created_at: datetime
    created_by: str
    first_day: date | None = None
    last_day: date | None = None
    notes: str = ""
    reference: str = ""
    purchase_order: str | None = None
    hour_decimals: int | None = None
    """With how many decimals its lines of time print hours; None: as 0:50."""
    time_appendix: TimeAppendix | None = None
    """None: as the account has it."""
    terms: Terms | None = None
    """None: as the customer or the account has them; so are the instructions."""
    payment_instructions: str | None = None
    lines: tuple[Line, ...] = ()
    discounts: tuple[Discount, ...] = ()
    reminder_fee_of: UUID | None = None
    """The invoice for whose reminder it charges a fee."""
    line_texts: LineTexts = NO_TEXTS
    """What its lines of time say instead of the usual: the customer's texts, then the account's."""

    @property
    def next_position(self) -> int:
        """Where the next line goes."""
        return max((line.position for line in self.lines), default=0) + len(self.discounts) + 1

    def with_time(self, groups: Sequence[Group]) -> "Draft":
        """Put claimed time on lines, a group on each. Raises `TooManyLinesError`."""
        words, text_of = self._words
        about = self.group_by, self.tax, self.currency, words, text_of, self.hour_decimals
        return replace(self, lines=lines_of(groups, *about))

    def texts_of(self, groups: Sequence[Group]) -> dict[UUID, str]:
        """What lines of these groups say by themselves, by their ids; there may be more than an invoice can have."""
        return texts_of(groups, self.group_by, *self._words)

    @property
    def _words(self) -> tuple[Wording, TextOf | None]:
        """How its lines of time are called."""
        words = wording(self.language)
        if text := self.line_texts.chosen(self.group_by, self.language):
            return words, partial(text.filled, language=self.language)
        return words, None

    def with_charges(
        self, billed: Mapping[UUID, AgreementCharge], covered: Mapping[UUID, Covered]
    ) -> "Draft":
        """Put charges of agreements, each on the line of that id, before the time. Raises `TooManyLinesError`."""
        check_line_count(len(self.lines) + len(billed))
        nothing = Covered()
        lines = [
            line_of(charge, line_id, covered.get(line_id, nothing), position, self.tax)
            for position, (line_id, charge) in enumerate(billed.items(), 1)
        ]
        return replace(self, lines=placed((*lines, *self.lines)))

    def make_line(self, new: NewLine, line_id: UUID) -> Line | Discount:
        """The line that goes after the others, or a discount. Raises `InvalidInputError`."""
        if new.amount is not None and not is_payable(new.amount, self.currency):
            raise InvalidInputError("amount", f"has more decimals than {self.currency}")
        amount = None if new.amount is None else round_money(new.amount, self.currency)
        assert not isinstance(new.tax, str), "a code is looked up before"
        tax = None if new.kind == "text" else new.tax or self.tax
        if new.kind == "discount":
            self._check_discount(new.of_line_id, amount)
            return Discount(line_id, new.description, new.percent, amount, new.of_line_id)
        line = Line(
            line_id=line_id,
            position=self.next_position,
            kind=new.kind,
            description=new.description,
            amount=amount,
            tax=tax,
        )
        if new.quantity is None:
            return line
        return measured(line, new.quantity, new.unit, new.unit_price, self.currency)

    def with_texts(self, new: DraftTexts) -> "Draft":
        """Say something else beside the lines."""
        said = {name: one for name, one in vars(new).items() if one is not None}
        proposed = dict.fromkeys(said.pop("as_proposed"))
        if "purchase_order" in said:
            said["purchase_order"] = said["purchase_order"] or None
        return replace(self, version=self.version + 1, **{**said, **proposed})

    def terms_for(self, account: Account, customer: Customer) -> Terms:
        """When it is due: as was said of it, else of the customer, else of all."""
        return self.terms or customer.billing.terms or account.billing.terms

    def instructions_for(self, account: Account, customer: Customer) -> str:
        """How it is to be paid: as was said of it, else of the customer, else of all."""
        said = (self.payment_instructions, customer.billing.payment_instructions)
        return next((one for one in said if one is not None), account.billing.payment_instructions)

    def with_line(self, line: Line | Discount) -> "Draft":
        """Put a line after the others, or a discount. Raises `TooManyLinesError`."""
        check_line_count(len(self.lines) + len(self.discounts) + 1)
        changed = replace(self, version=self.version + 1)
        if isinstance(line, Discount):
            return replace(changed, discounts=(*self.discounts, line))
        return replace(changed, lines=(*self.lines, line))

    def with_changed_line(self, line: Line) -> "Draft":
        """Let a line have what is left of it; a line of time without time goes."""
        keeps = line.seconds or line.kind != "time"
        lines = (line if one.line_id == line.line_id else one for one in self.lines)
        left = tuple(one for one in lines if keeps or one.line_id != line.line_id)
        discounts = self._discounts_on(left)
        return replace(self, version=self.version + 1, lines=left, discounts=discounts)

    def without_line(self, line_id: UUID) -> tuple["Draft", UUID | None]:
        """Take a line off; also returns what was removed, None when there is no such line.

        A part of a discount stands for the whole discount, and that of a line goes with it.
        """
        removed = discount_of_line(line_id, self.discounts, {tax for tax, _ in charges(self.lines)})
        removed = removed or next((x.line_id for x in self.lines if x.line_id == line_id), None)
        lines = tuple(line for line in self.lines if line.line_id != removed)
        discounts = tuple(d for d in self._discounts_on(lines) if d.discount_id != removed)
        changed = replace(self, version=self.version + 1, lines=lines, discounts=discounts)
        return changed, removed

    def content(self, account: Account, customer: Customer) -> InvoiceContent:
        """Add up the draft as it would be issued now, with its discounts spread over the taxes."""
        first_day, last_day = self._period()
        return build(
            InvoiceContent,
            self,
            account.billing,
            customer,
            buyer=customer.party,
            time_appendix=self.time_appendix or account.billing.time_appendix,
            payment_instructions=self.instructions_for(account, customer),
            lines=with_discounts(
                [with_hours(line, self.language) for line in self.lines],
                self.discounts,
                self.currency,
            ),
            first_day=first_day,
            last_day=last_day,
        )

    def taxed_on(self, day: date, codes: TaxCodes) -> "Draft":
        """The draft as it is taxed when it is issued on that day: codes can have another rate from a day on."""
        taxes = {self.tax, *(line.tax for line in self.lines if line.tax)}
        changed = {tax: then for tax in taxes if (then := codes.on(tax, day)) != tax}
        if not changed:
            return self
        lines = tuple(
            replace(line, tax=changed[line.tax]) if line.tax in changed else line
            for line in self.lines
        )
        return replace(self, tax=changed.get(self.tax, self.tax), lines=lines)

    def taxed_as(self, tax: Tax, line_ids: Collection[UUID]) -> "Draft":
        """The draft with another tax on these lines; on none: on all of them, and on those to come.

        Raises `InvalidInputError` for lines that are not on it, or have no tax.
        """
        taxed = {line.line_id for line in self.lines if line.tax}
        for place, line_id in enumerate(line_ids):
            if line_id not in taxed:
                raise InvalidInputError(f"line_ids.{place}", "is no line of this draft with a tax")
        chosen = set(line_ids) or taxed
        lines = tuple(replace(one, tax=tax) if one.line_id in chosen else one for one in self.lines)
        whole = self.tax if line_ids else tax
        return replace(self, version=self.version + 1, tax=whole, lines=lines)

    def _check_discount(self, of_line_id: UUID | None, amount: Decimal | None) -> None:
        if of_line_id is None:
            return
        check_discounted(self.line(of_line_id), amount)
        if any(one.of_line_id == of_line_id for one in self.discounts):
            raise InvalidInputError("of_line_id", "has a discount already")

    def line(self, line_id: UUID | None) -> Line | None:
        """A line that is no discount."""
        return next((one for one in self.lines if one.line_id == line_id), None)

    def _discounts_on(self, lines: Collection[Line]) -> tuple[Discount, ...]:
        """The discounts but for those of lines that are not there any more."""
        left = {None, *(line.line_id for line in lines)}
        return tuple(one for one in self.discounts if one.of_line_id in left)

    def _period(self) -> tuple[date | None, date | None]:
        """The days that are billed: those that were asked for and those of the lines, such as an earlier month's fee."""
        first_days = [self.first_day, *(line.first_day for line in self.lines)]
        last_days = [self.last_day, *(line.last_day for line in self.lines)]
        return min(filter(None, first_days), default=None), max(
            filter(None, last_days), default=None
        )


@dataclass(frozen=True)
class Choices:
    """What holds for a draft until it is issued, and whose choice that is."""

    terms: Terms
    terms_of: SaidBy
    due_if_issued_today: date | None
    payment_instructions_of: SaidBy
    tax: Tax
    proposed_tax: Tax
    proposed_because: TaxReason

    @classmethod
    def of(cls, draft: Draft, account: Account, customer: Customer, today: date) -> "Choices":
        """Of a draft today."""
        terms = draft.terms_for(account, customer)
        due, said = terms.due(today), customer.billing
        return cls(
            terms,
            _said_by(draft.terms, said.terms),
            due if due >= today else None,
            _said_by(draft.payment_instructions, said.payment_instructions),
            draft.tax,
            account.proposed_tax(customer.party, today),
            tax_reason(account.billing, customer.party),
        )


def _said_by(draft: object, customer: object) -> SaidBy:
    if draft is not None:
        return "draft"
    return "account" if customer is None else "customer"


def new_draft(
    draft_id: UUID,
    request: DraftRequest,
    account: Account,
    customer: Customer,
    *,
    by: str,
    now: datetime,
) -> Draft:
    """A draft without lines; what the request leaves open follows the customer, then the account."""
    today = account.settings.today(now)
    draft = build(
        Draft,
        request,
        id=draft_id,
        version=1,
        currency=request.currency or customer.currency or account.settings.currency,
        language=language_of(customer.language, account.settings.language),
        tax=_tax(request, account, customer, today),
        hour_decimals=account.billing.hour_decimals,
        purchase_order=_purchase_order(request, customer, today),
        line_texts=customer.billing.line_texts.over(account.billing.line_texts),
        created_at=now,
        created_by=by,
    )
    check_currency(draft.currency)
    return draft


def _tax(request: DraftRequest, account: Account, customer: Customer, today: date) -> Tax:
    if request.tax is None:
        return account.proposed_tax(customer.party, today)
    return account.tax_codes.chosen(request.tax, today)


def _purchase_order(request: DraftRequest, customer: Customer, today: date) -> str | None:
    """What the request says, else the customer's that holds for the period, or today without one."""
    if request.purchase_order is not None:
        return request.purchase_order or None
    return customer.billing.order_for(request.first_day or today, request.last_day or today)


def check_currency(currency: str) -> None:
    """Raise `UnknownCurrencyError` for what is no currency; a customer's may be any three letters."""
    if not is_currency(currency):
        raise UnknownCurrencyError(
            f"{currency} is none; correct the customer, or draft in another currency",
            fields=[FieldError("currency", "is not an ISO 4217 code")],
        )
