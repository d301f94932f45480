"""What somebody spent for a customer: how far it is approved and billed, and what a line charges of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, localcontext
from typing import Any, Literal
from uuid import UUID

from babel import Locale
from babel.numbers import format_decimal

from domain_errors import FieldError, ForbiddenError, InvalidInputError, NotFoundError
from invoicing.domain.draft import Draft
from invoicing.domain.errors import ExpenseBilledError, ExpensesNotReadyError
from invoicing.domain.lines import Line, check_line_count
from invoicing.domain.tax import Tax
from invoicing.domain.tax_codes import TaxCodes
from invoicing.domain.wording import wording
from money import format_price, is_currency, is_payable, round_money

ExpenseState = Literal["submitted", "rejected", "approved", "ready", "drafted", "billed"]
"""Waits for a manager; rejected by one; approved and not to be billed; to be billed; on a draft; on an issued invoice."""
Decision = Literal["approved", "rejected"]
ExpenseAct = Literal[
    "recorded",
    "changed",
    "billing-changed",
    "approved",
    "rejected",
    "receipt-added",
    "receipt-removed",
    "deleted",
]
ExpenseLines = Literal["entry", "category", "none"]
"""A line for each expense; one for each category and tax; none are taken."""

MOST_RECEIPTS = 10
_EXPENSES = {"da": "Udlæg", "de": "Auslagen", "en": "Expenses", "nb": "Utlegg", "sv": "Utlägg"}
_LONGEST = 5000
_ENOUGH = 60
"""Digits: an amount, a rate and a percentage are multiplied without rounding between them."""


@dataclass(frozen=True)
class ExpenseCategory:
    """A kind of expense, with what is proposed for it; `mark_up` in per cent."""

    id: UUID
    version: int
    name: str
    tax_code: str | None = None
    mark_up: Decimal = Decimal(0)
    retired: bool = False


@dataclass(frozen=True)
class ExpenseFacts:
    """What somebody says of an expense: an amount, or a distance with its rate."""

    organization_id: UUID
    spent_on: date
    description: str
    currency: str
    amount: Decimal | None = None
    distance_km: Decimal | None = None
    rate_per_km: Decimal | None = None
    project_id: UUID | None = None
    category_id: UUID | None = None
    agent_id: UUID | None = None
    billable: bool = True

    @property
    def spent(self) -> Decimal:
        """How much it was. Raises `InvalidInputError`."""
        if not is_currency(self.currency):
            raise InvalidInputError("currency", "is not an ISO 4217 code")
        if self.distance_km is not None and self.rate_per_km is not None:
            driven = round_money(self.distance_km * self.rate_per_km, self.currency)
            if not driven:
                raise InvalidInputError(
                    "rate_per_km", f"makes nothing of this distance in {self.currency}"
                )
            return driven
        assert self.amount is not None
        if not is_payable(self.amount, self.currency):
            raise InvalidInputError("amount", f"has more decimals than {self.currency}")
        return round_money(self.amount, self.currency)


@dataclass(frozen=True)
class ExpenseBilling:
    """How an expense is billed: whether, with which mark-up, and in another currency at a rate that a person gives."""

    billable: bool
    mark_up: Decimal
    billed_currency: str | None = None
    exchange_rate: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class Expense:
    """An expense. `exchange_rate` is how many of `billed_currency` one of `currency` is; None: it is billed in its own."""

    id: UUID
    version: int
    organization_id: UUID
    project_id: UUID | None
    category_id: UUID | None
    agent_id: UUID | None
    spent_on: date
    description: str
    amount: Decimal
    currency: str
    distance_km: Decimal | None = None
    rate_per_km: Decimal | None = None
    billable: bool = True
    mark_up: Decimal = Decimal(0)
    billed_currency: str | None = None
    exchange_rate: Decimal | None = None
    decision: Decision | None = None
    reason: str = ""
    claimed: bool = False
    """Whether a line of a draft or an invoice charges it; kept by the database."""
    created_at: datetime
    created_by: str

    @property
    def charged_in(self) -> str:
        """The currency in which it is billed."""
        return self.billed_currency or self.currency

    @property
    def charged(self) -> Decimal:
        """What a line charges of it, before tax: rounded once, in the currency in which it is billed."""
        return charge(self.amount, self.exchange_rate, self.mark_up, self.charged_in)

    @property
    def is_ready(self) -> bool:
        """Whether it can go on a draft."""
        return self.decision == "approved" and self.billable and not self.claimed

    def state(self, *, on_draft: bool) -> ExpenseState:
        """How far it is; `on_draft`: what charges it is not issued."""
        if self.claimed:
            return "drafted" if on_draft else "billed"
        if self.decision == "approved":
            return "ready" if self.billable else "approved"
        return "rejected" if self.decision == "rejected" else "submitted"

    def with_facts(self, facts: ExpenseFacts, mark_up: Decimal) -> "Expense":
        """What is said of it now; it waits for a manager again. Raises `InvalidInputError`, `ExpenseBilledError`."""
        self.check_free()
        kept = facts.currency == self.currency
        return replace(
            self,
            **_said(facts),
            version=self.version + 1,
            mark_up=self.mark_up if facts.category_id == self.category_id else mark_up,
            billed_currency=self.billed_currency if kept else None,
            exchange_rate=self.exchange_rate if kept else None,
            decision=None,
            reason="",
        )

    def with_billing(self, billing: ExpenseBilling) -> "Expense":
        """How it is billed from now on; what was approved stays so. Raises `InvalidInputError`, `ExpenseBilledError`."""
        self.check_free()
        if billing.billed_currency is not None:
            if not is_currency(billing.billed_currency):
                raise InvalidInputError("billed_currency", "is not an ISO 4217 code")
            if billing.billed_currency == self.currency:
                raise InvalidInputError(
                    "billed_currency", "is what it was spent in: it needs no rate"
                )
        changed = replace(self, **vars(billing), version=self.version + 1)
        if billing.billable and not changed.charged:
            raise InvalidInputError("exchange_rate", f"makes nothing of it in {changed.charged_in}")
        return changed

    def decided(self, decision: Decision, reason: str = "") -> "Expense":
        """Approved, or rejected with a reason. Raises `ExpenseBilledError`."""
        self.check_free()
        return replace(self, decision=decision, reason=reason, version=self.version + 1)

    def check_free(self) -> None:
        """Raise `ExpenseBilledError` for what a line charges."""
        if self.claimed:
            raise ExpenseBilledError(
                "take it off the draft, or credit the invoice, before it changes"
            )


@dataclass(frozen=True)
class Actor:
    """Who does something with expenses. Who may only record sees and changes their own; `agent_id` is who they are."""

    subject: str
    agent_id: UUID | None
    only_own: bool
    bills: bool
    approves_own: bool

    def check_sees(self, expense: Expense) -> None:
        """Raise `NotFoundError` for another's, to who may only see their own."""
        if self.only_own and (self.agent_id is None or expense.agent_id != self.agent_id):
            raise NotFoundError("expense")

    def check_changes(self, expense: Expense) -> None:
        """Raise `ForbiddenError` for what a manager approved, to who does not bill."""
        if not self.bills and expense.decision == "approved":
            raise ForbiddenError("it is approved: a manager or who bills changes it")

    def check_decides(self, expense: Expense) -> None:
        """Raise `ForbiddenError` for their own."""
        own = expense.created_by == self.subject or (
            self.agent_id is not None and expense.agent_id == self.agent_id
        )
        if own and not self.approves_own:
            raise ForbiddenError("nobody approves their own expenses, unless they are the owner")


def new_expense(
    expense_id: UUID, facts: ExpenseFacts, mark_up: Decimal, *, by: str, now: datetime
) -> Expense:
    """An expense that waits for a manager. Raises `InvalidInputError`."""
    return Expense(
        id=expense_id,
        version=1,
        **_said(facts),
        mark_up=mark_up,
        created_at=now,
        created_by=by,
    )


def _said(facts: ExpenseFacts) -> dict[str, Any]:
    return vars(facts) | {"amount": facts.spent}


def charge(
    amount: Decimal, exchange_rate: Decimal | None, mark_up: Decimal, currency: str
) -> Decimal:
    """amount × rate × (100 + mark-up) ÷ 100, rounded once."""
    with localcontext(prec=_ENOUGH):
        exact = amount * (exchange_rate or 1) * (100 + mark_up) / 100
        return round_money(exact, currency)


@dataclass(frozen=True)
class ExpenseCandidate:
    """An expense that might go on a draft, with its category."""

    expense: Expense
    of_customer: bool
    category: ExpenseCategory | None = None

    def reason_against(self, currency: str) -> str | None:
        """Why it cannot be on a draft in this currency; None: it can."""
        expense = self.expense
        if not self.of_customer:
            return "is another customer's"
        if expense.claimed:
            return "is on a draft or invoice already"
        if expense.decision != "approved":
            return "is not approved"
        if not expense.billable:
            return "is not billable"
        if expense.charged_in != currency:
            return f"is billed in {expense.charged_in}: give its rate, or draft in that currency"
        return None


def expenses_not_ready(
    expense_ids: Sequence[UUID], found: Sequence[ExpenseCandidate], currency: str
) -> ExpensesNotReadyError | None:
    """Why expenses that were named cannot all be on the draft; None: they can."""
    reasons = {one.expense.id: one.reason_against(currency) for one in found}
    errors = [
        FieldError(f"expense_ids.{place}", reason)
        for place, one in enumerate(expense_ids)
        if (reason := reasons.get(one, "is not known here"))
    ]
    if not errors:
        return None
    return ExpensesNotReadyError("; ".join(one.reason for one in errors[:10]), fields=errors)


@dataclass(frozen=True)
class ExpenseClaim:
    """What a line charges of an expense, as it was when the line was made."""

    expense_id: UUID
    line_id: UUID
    amount: Decimal
    currency: str
    exchange_rate: Decimal | None
    mark_up: Decimal
    charged: Decimal


def expense_lines(
    draft: Draft,
    chosen: Sequence[ExpenseCandidate],
    how: ExpenseLines,
    codes: TaxCodes,
    today: date,
    new_id: Callable[[], UUID],
) -> tuple[list[Line], list[ExpenseClaim]]:
    """A line for each expense, or for those of a category that are taxed alike; and what each line charges."""
    groups: dict[object, list[ExpenseCandidate]] = {}
    taxes: dict[object, Tax] = {}
    for one in chosen:
        tax = tax_of(one.category, draft.tax, codes, today)
        key: object = (one.expense.category_id, tax) if how == "category" else one.expense.id
        groups.setdefault(key, []).append(one)
        taxes[key] = tax
    lines, claims = list[Line](), list[ExpenseClaim]()
    for key, group in groups.items():
        place = draft.next_position + len(lines)
        line = _line(new_id(), place, draft, group, taxes[key], by_entry=how != "category")
        lines.append(line)
        claims += [_claim(one.expense, line.line_id) for one in group]
    return lines, claims


def with_expenses(draft: Draft, lines: Sequence[Line]) -> Draft:
    """The draft with these lines behind its others. Raises `TooManyLinesError`."""
    check_line_count(len(draft.lines) + len(draft.discounts) + len(lines))
    return replace(draft, lines=(*draft.lines, *lines))


def tax_of(category: ExpenseCategory | None, proposed: Tax, codes: TaxCodes, today: date) -> Tax:
    """The tax of the category's code, else that of the draft.

    What is passed on shares the tax of the service, so a code with VAT gives way where the draft has none: abroad.
    """
    code = codes.known.get(category.tax_code) if category and category.tax_code else None
    if code is None or code.retired:
        return proposed
    if code.category == "standard" and proposed.category != "standard":
        return proposed
    return code.tax_on(today)


def _line(
    line_id: UUID,
    position: int,
    draft: Draft,
    group: Sequence[ExpenseCandidate],
    tax: Tax,
    *,
    by_entry: bool,
) -> Line:
    days = [one.expense.spent_on for one in group]
    described = _described(group[0].expense, draft.language)
    return Line(
        line_id=line_id,
        position=position,
        kind="expense",
        description=described if by_entry else _named(group[0], draft.language),
        amount=sum((one.expense.charged for one in group), Decimal(0)),
        tax=tax,
        first_day=min(days),
        last_day=max(days),
    )


def _named(candidate: ExpenseCandidate, language: str) -> str:
    return candidate.category.name if candidate.category else _EXPENSES[language]


def _described(expense: Expense, language: str) -> str:
    """What was spent, with its distance and its own currency; a mark-up is nobody's business."""
    locale = wording(language).locale
    told = []
    if expense.distance_km is not None and expense.rate_per_km is not None:
        price = format_price(expense.rate_per_km, expense.currency, locale)
        told.append(f"{_number(expense.distance_km, locale)} km × {price}")
    if expense.billed_currency and expense.exchange_rate:
        amount = format_price(expense.amount, expense.currency, locale)
        told.append(f"{expense.currency} {amount} × {_number(expense.exchange_rate, locale)}")
    text = f"{expense.description} ({'; '.join(told)})" if told else expense.description
    return text[:_LONGEST]


def _number(value: Decimal, locale: Locale) -> str:
    return format_decimal(value, "#,##0.########", locale)


def _claim(expense: Expense, line_id: UUID) -> ExpenseClaim:
    return ExpenseClaim(
        expense.id,
        line_id,
        expense.amount,
        expense.currency,
        expense.exchange_rate,
        expense.mark_up,
        expense.charged,
    )


@dataclass(frozen=True)
class ReadyExpenses:
    """What is ready of a customer in a currency; `first_day` is when the oldest of it was spent."""

    organization_id: UUID
    organization_name: str
    currency: str
    count: int
    amount: Decimal
    first_day: date
    needs_rate: bool
    """Whether the customer's invoices are in another currency: a person gives the rate."""
