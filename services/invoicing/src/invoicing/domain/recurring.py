"""An invoice that is made again and again: what it charges, and how far it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import islice, takewhile
from typing import Literal
from uuid import UUID

from babel.dates import format_date

from domain_errors import ConflictError, InvalidInputError
from invoicing.domain.account import Account
from invoicing.domain.billing_runs import DraftState, Failure, Issuing
from invoicing.domain.discounts import check_listed
from invoicing.domain.draft import NewLine, check_currency
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.parties import Customer
from invoicing.domain.recurrence import Period, Recurrence
from invoicing.domain.tax_codes import TaxCodes
from invoicing.domain.words import Wording
from money import is_payable, round_money

RecurringLineKind = Literal["fee", "fixed", "expense", "discount", "text"]
RecurringState = Literal["active", "paused", "ended"]
PeriodState = Literal["draft", "issuing", "issued", "refused", "discarded", "failed", "skipped"]
"""What came of a period: `refused` is a draft that could not be issued, `failed` one that could not be made."""

MOST_DUE = 12
"""How many that were missed are made up without a person who says so."""
LATE = timedelta(days=7)
"""How long after its day one is still issued by itself: later, a person looks first."""
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_PLACEHOLDERS = "month", "quarter", "year", "period"


class RecurringStateError(ConflictError):
    """It is not in a state in which this can be done."""


class PeriodBilledError(ConflictError):
    """There is a draft or invoice of the period."""


@dataclass(frozen=True)
class RecurringLine:
    """A line as each invoice has it. A discount has a price, which comes off once, or a percentage; a text neither."""

    kind: RecurringLineKind
    description: str
    quantity: Decimal = Decimal(1)
    unit: str | None = None
    price: Decimal | None = None
    percent: Decimal | None = None
    tax_code: str | None = None
    of_line: int | None = None
    """The place, from 1, of the line that a discount is taken off; None: it is on the whole."""

    def taken_off(self, base: Decimal, currency: str) -> Decimal:
        """How much a discount takes off so much."""
        if self.percent is not None:
            return round_money(base * self.percent / 100, currency)
        return self.price or Decimal(0)


@dataclass(frozen=True)
class Indexing:
    """Prices grow by so many per cent on a day, and on that day of each year after."""

    percent: Decimal
    starts_on: date

    def factor(self, day: date) -> Decimal:
        """By how much prices of a period are multiplied that begins on that day."""
        return Decimal((1 + self.percent / 100) ** self.times(day))

    def times(self, day: date) -> int:
        """How often they have grown by that day."""
        if day < self.starts_on:
            return 0
        had = (day.month, day.day) >= (self.starts_on.month, self.starts_on.day)
        return day.year - self.starts_on.year + had


@dataclass(frozen=True)
class RecurringTerms:
    """What is made, and when. `issue` None: as the customer and the account have chosen for billing runs.

    `with_time`: approved time, expenses and charges of agreements go on it too, of the period in arrears, in advance of the
    one before.
    """

    name: str
    recurrence: Recurrence
    lines: tuple[RecurringLine, ...]
    with_time: bool = False
    group_by: GroupBy = "work_item"
    indexing: Indexing | None = None
    notes: str = ""
    reference: str = ""
    issue: Issuing | None = "none"
    delivery: DeliveryChannel = "email"

    def check(self, currency: str) -> None:
        """Raise `InvalidInputError` for what could not be made."""
        self.recurrence.check()
        for place, line in enumerate(self.lines):
            check_placeholders(f"lines.{place}.description", line.description)
            if line.price is not None and not is_payable(line.price, currency):
                raise InvalidInputError(
                    f"lines.{place}.price", f"has more decimals than {currency}"
                )
        check_placeholders("notes", self.notes)
        check_placeholders("reference", self.reference)
        self._check_discounts(currency)
        if not any(_charges(line) for line in self.lines):
            raise InvalidInputError("lines", "it charges nothing")
        if self.amount(self.recurrence.starts_on, currency) < 0:
            raise InvalidInputError("lines", "discounts are more than what is charged")

    def check_codes(self, codes: TaxCodes, day: date) -> None:
        """Raise `InvalidInputError` for a tax code that there is not."""
        for place, line in enumerate(self.lines):
            if line.tax_code:
                codes.chosen(line.tax_code, day, field=f"lines.{place}.tax_code")

    def amount(self, day: date, currency: str) -> Decimal:
        """What the lines charge of a period that begins on that day, before tax, less discounts."""
        left, on_whole = (
            Decimal(0),
            [one for one in self.lines if one.kind == "discount" and one.of_line is None],
        )
        own = {one.of_line: one for one in self.lines if one.of_line}
        for place, line in enumerate(self.lines, 1):
            if _charges(line):
                charged = self.charged(line, day, currency)
                off = own[place].taken_off(charged, currency) if place in own else Decimal(0)
                left += charged - min(off, charged)
        return left - sum((one.taken_off(left, currency) for one in on_whole), Decimal(0))

    def _check_discounts(self, currency: str) -> None:
        """Of lines; they are taken off what is charged at first."""
        first = self.recurrence.starts_on
        charged = [
            self.charged(one, first, currency) if _charges(one) else None for one in self.lines
        ]
        check_listed([(one.of_line, one.price) for one in self.lines], charged, "price")

    def charged(self, line: RecurringLine, day: date, currency: str) -> Decimal:
        """Quantity × price of a line, rounded half up once."""
        return round_money(line.quantity * self.price(line, day, currency), currency)

    def price(self, line: RecurringLine, day: date, currency: str) -> Decimal:
        """The price of one, as it has grown until that day."""
        assert line.price is not None
        if self.indexing is None or line.kind == "discount" or day < self.indexing.starts_on:
            return line.price
        return round_money(line.price * self.indexing.factor(day), currency)

    def new_lines(self, period: Period, currency: str, words: Wording) -> Iterator[NewLine]:
        """The lines of a period's draft, with their texts in its language."""
        for line in self.lines:
            text = rendered(line.description, period, words)
            if line.kind == "text":
                yield NewLine("text", text)
            elif line.kind == "discount":
                yield NewLine("discount", text, line.price, line.percent)
            else:
                price = self.price(line, period.first_day, currency)
                yield _charged(line, text, price)


@dataclass(frozen=True)
class RecurringRequest:
    """A new one; no currency: the customer's, else the account's."""

    organization_id: UUID
    terms: RecurringTerms
    currency: str | None = None


@dataclass(frozen=True, kw_only=True)
class RecurringInvoice:
    """One that is kept. `place` is that of its next period, `next_on` the day on which it is made; None: it has ended.

    `covered_until`: the last day of what came of it so far. `catch_up_to`: what was missed until then is made up.
    """

    id: UUID
    version: int
    organization_id: UUID
    currency: str
    terms: RecurringTerms
    created_at: datetime
    created_by: str
    place: int = 0
    next_on: date | None = None
    covered_until: date | None = None
    catch_up_to: date | None = None
    paused_at: datetime | None = None
    paused_by: str | None = None

    @property
    def state(self) -> RecurringState:
        """Whether any more are made."""
        if self.next_on is None:
            return "ended"
        return "paused" if self.paused_at else "active"

    @property
    def recurrence(self) -> Recurrence:
        """When it is made."""
        return self.terms.recurrence

    def stopped(self, first_day: date) -> Literal["paused", "ended"] | None:
        """Why what was made of the period that begins on this day is left to people now: it is paused, or ends before."""
        if self.paused_at:
            return "paused"
        return "ended" if self.recurrence.ends_before(first_day) else None

    def upcoming(self, count: int) -> list[Period]:
        """The next periods."""
        return list(islice(self.recurrence.from_place(self.place), count))

    def due(self, today: date) -> list[Period]:
        """The periods whose day has come, the oldest first: one more at most than are made up without being asked."""
        coming = takewhile(
            lambda period: period.due_on <= today, self.recurrence.from_place(self.place)
        )
        return list(islice(coming, MOST_DUE + 1))

    def is_overwhelmed(self, due: Iterable[Period]) -> bool:
        """Whether more was missed than is made up without a person who said so."""
        asked = self.catch_up_to or date.min
        return sum(period.due_on > asked for period in due) > MOST_DUE

    def scheduled(self) -> "RecurringInvoice":
        """With the day on which the next one is made."""
        following = self.recurrence.period(self.place)
        return replace(self, next_on=following.due_on if following else None)

    def after(self, *done: Period) -> "RecurringInvoice":
        """When something came of its next periods, for good or ill."""
        place = self.place + len(done)
        return replace(self, place=place, covered_until=done[-1].last_day).scheduled()

    def with_terms(self, terms: RecurringTerms) -> "RecurringInvoice":
        """From now on. Other periods begin after those that are done. Raises `InvalidInputError`."""
        terms.check(self.currency)
        place = self.place
        if not terms.recurrence.has_periods_of(self.recurrence):
            place = 0
            if self.covered_until and terms.recurrence.starts_on <= self.covered_until:
                raise InvalidInputError(
                    "recurrence.starts_on",
                    f"everything until {self.covered_until} is done; start after it",
                )
        changed = replace(self, version=self.version + 1, terms=terms, place=place)
        return changed.scheduled()


def draw_up(
    recurring_id: UUID,
    request: RecurringRequest,
    account: Account,
    customer: Customer,
    *,
    by: str,
    now: datetime,
) -> RecurringInvoice:
    """A new one. Raises `UnknownCurrencyError`, and `InvalidInputError`, also where more than a few would be due at once."""
    currency = request.currency or customer.currency or account.settings.currency
    check_currency(currency)
    today = account.settings.today(now)
    request.terms.check(currency)
    request.terms.check_codes(account.tax_codes, today)
    made = RecurringInvoice(
        id=recurring_id,
        version=1,
        organization_id=request.organization_id,
        currency=currency,
        terms=request.terms,
        created_at=now,
        created_by=by,
    ).scheduled()
    check_due(made, today)
    return made


def check_due(recurring: RecurringInvoice, today: date) -> None:
    """Raise `InvalidInputError` where more would be made at once than anybody means."""
    if recurring.is_overwhelmed(recurring.due(today)):
        raise InvalidInputError(
            "recurrence.starts_on", f"more than {MOST_DUE} would be made at once; start later"
        )


def check_placeholders(field: str, text: str) -> None:
    """Raise `InvalidInputError` for a placeholder that stands for nothing."""
    for name in _PLACEHOLDER.findall(text):
        if name not in _PLACEHOLDERS:
            known = ", ".join(f"{{{one}}}" for one in _PLACEHOLDERS)
            raise InvalidInputError(field, f"{{{name}}} stands for nothing; there are {known}")


def rendered(text: str, period: Period, words: Wording) -> str:
    """A text with its placeholders filled, in the language of the words."""
    first = period.first_day

    def value(name: str) -> str:
        if name == "month":
            return str(format_date(first, "LLLL", words.locale))
        if name == "quarter":
            return str(format_date(first, "QQQQ", words.locale))
        return str(first.year) if name == "year" else words.days(first, period.last_day)

    return _PLACEHOLDER.sub(lambda found: value(found[1]), text)


def _charges(line: RecurringLine) -> bool:
    return line.kind not in ("text", "discount")


def _charged(line: RecurringLine, text: str, price: Decimal) -> NewLine:
    """A line that is counted, where there is not just one of it."""
    assert line.kind not in ("text", "discount")
    if line.quantity == 1 and line.unit is None:
        return NewLine(line.kind, text, price, tax=line.tax_code)
    counted = {"quantity": line.quantity, "unit": line.unit, "unit_price": price}
    return NewLine(line.kind, text, tax=line.tax_code, **counted)  # type: ignore[arg-type]


@dataclass(frozen=True)
class MadePeriod:
    """What came of a period, as it was noted: a draft, a failure, or nothing because somebody said so.

    `total` is that of the draft as it was made, with tax; `held_back`: why it was not issued at once, if it was to be.
    """

    id: UUID
    first_day: date
    last_day: date
    due_on: date
    outcome: Literal["made", "failed", "skipped"]
    noted_at: datetime
    noted_by: str
    invoice_id: UUID | None = None
    total: Decimal | None = None
    failure: Failure | None = None
    issuing: Literal["waiting", "issued", "failed"] | None = None
    asked_version: int | None = None
    held_back: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownPeriod:
    """What came of a period, as it is now."""

    id: UUID
    first_day: date
    last_day: date
    due_on: date
    state: PeriodState
    noted_at: datetime
    noted_by: str
    invoice_id: UUID | None
    number: str | None
    total: Decimal | None
    failure: Failure | None
    held_back: tuple[str, ...]


def state_of(outcome: str, draft: DraftState | None) -> PeriodState:
    """What came of a period whose draft, if there is one, became this."""
    if outcome == "failed":
        return "failed"
    if draft is None:
        return "skipped"
    return "refused" if draft == "failed" else draft


_WAYS_OUT = {
    "no-such-reference": "make the customer known, then make it again",
    "not-found": "choose a tax code that there is, then make it again",
    "invoice-incomplete": "add what is missing, then issue the draft",
    "text-not-printable": "change the text on the draft, then issue it",
    "invoice-too-large": "shorten the draft, then issue it",
    "too-many-lines": "group the time more coarsely, then make it again",
    "changed-meanwhile": "look at the draft, which was changed meanwhile, and issue it",
    "invalid-input": "change what the fields say, then make it again",
}


def way_out(failure: Failure) -> str:
    """What can be done about a failure."""
    again = "make it again; if it fails again, tell whoever runs this service"
    return _WAYS_OUT.get(failure.type, again)


@dataclass(frozen=True)
class ForecastMonth:
    """What is to be made in a month in a currency, before tax, and how many."""

    month: date
    currency: str
    amount: Decimal
    count: int


@dataclass(frozen=True)
class MonthlySum:
    """What all that is active charges in a month on average, in a currency, before tax."""

    currency: str
    monthly: Decimal
    count: int


def forecast(found: Iterable[RecurringInvoice], today: date, months: int) -> list[ForecastMonth]:
    """What is to be made by month and currency: what is due already counts to this month."""
    begins = today.replace(day=1)
    end = (begins.year * 12 + begins.month - 1) + months
    sums: dict[tuple[date, str], tuple[Decimal, int]] = {}
    for one in found:
        amounts: dict[int, Decimal] = {}  # by how often prices have grown: else they are the same
        for period in one.recurrence.from_place(one.place):
            month = max(period.due_on, today).replace(day=1)
            if month.year * 12 + month.month - 1 >= end:
                break
            amount, count = sums.get((month, one.currency), (Decimal(0), 0))
            grown = one.terms.indexing.times(period.first_day) if one.terms.indexing else 0
            if grown not in amounts:
                amounts[grown] = one.terms.amount(period.first_day, one.currency)
            sums[month, one.currency] = (amount + amounts[grown], count + 1)
    return [ForecastMonth(*key, *value) for key, value in sorted(sums.items())]


def monthly(one: RecurringInvoice) -> Decimal:
    """What its next period charges, before tax, on a month's average."""
    share = one.recurrence.a_month
    amount = one.terms.amount(one.recurrence.first_day(one.place), one.currency)
    return round_money(amount * share.numerator / share.denominator, one.currency)


def monthly_sums(found: Iterable[RecurringInvoice]) -> list[MonthlySum]:
    """What all of them charge in a month on average, by currency."""
    sums: dict[str, MonthlySum] = {}
    for one in found:
        known = sums.get(one.currency, MonthlySum(one.currency, Decimal(0), 0))
        sums[one.currency] = replace(
            known, monthly=known.monthly + monthly(one), count=known.count + 1
        )
    return [sums[currency] for currency in sorted(sums)]
