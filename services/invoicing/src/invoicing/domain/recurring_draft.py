"""The draft of a recurring invoice's period, but for the time and charges that go on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from invoicing.domain.account import Account
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import Draft, DraftRequest, NewLine, new_draft
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line, placed
from invoicing.domain.parties import Customer
from invoicing.domain.recurrence import Period
from invoicing.domain.recurring import RecurringInvoice, RecurringLine, rendered
from invoicing.domain.wording import wording

NewId = Callable[[], UUID]


@dataclass(frozen=True)
class UpcomingInvoice:
    """What a period's invoice would be, as things stand, without time."""

    period: Period
    content: InvoiceContent


def fixed_draft(
    found: RecurringInvoice,
    period: Period,
    account: Account,
    customer: Customer,
    new_id: NewId,
    *,
    by: str,
    now: datetime,
) -> Draft:
    """What is charged each time, with the texts of the period and the taxes that hold now.

    Raises `InvalidInputError` for a tax code that there is no longer.
    """
    terms, currency = found.terms, found.currency
    first_day, last_day = days_of_time(found, period) if terms.with_time else (None, None)
    request = DraftRequest(
        customer.organization_id, first_day, last_day, group_by=terms.group_by, currency=currency
    )
    empty = new_draft(new_id(), request, account, customer, by=by, now=now)
    words, today = wording(empty.language), account.settings.today(now)
    ids = [new_id() for _ in terms.lines]
    made = [
        _of_line(empty.make_line(_taxed(new, account, today), line_id), asked, ids)
        for new, line_id, asked in zip(
            terms.new_lines(period, currency, words), ids, terms.lines, strict=True
        )
    ]
    lines = [_dated(one, period) for one in made if isinstance(one, Line)]
    return replace(
        empty,
        notes=rendered(terms.notes, period, words),
        reference=rendered(terms.reference, period, words),
        lines=placed(lines),
        discounts=tuple(one for one in made if isinstance(one, Discount)),
    )


def days_of_time(found: RecurringInvoice, period: Period) -> tuple[date, date]:
    """Whose time goes on it: the period's in arrears; in advance, when it has none yet, that of the one before."""
    if found.recurrence.timing == "arrears":
        return period.first_day, period.last_day
    return replace(found.recurrence, starts_on=period.first_day).days_before()


def upcoming(
    found: RecurringInvoice,
    account: Account,
    customer: Customer,
    new_id: NewId,
    *,
    count: int,
    now: datetime,
) -> list[UpcomingInvoice]:
    """The next ones as they would be made."""
    return [
        UpcomingInvoice(
            period,
            fixed_draft(found, period, account, customer, new_id, by="", now=now).content(
                account, customer
            ),
        )
        for period in found.upcoming(count)
    ]


def _taxed(new: NewLine, account: Account, day: date) -> NewLine:
    return replace(new, tax=account.tax_codes.chosen(new.tax, day)) if new.tax else new


def _of_line(made: Line | Discount, asked: RecurringLine, ids: Sequence[UUID]) -> Line | Discount:
    """A discount is taken off its line, if it has one."""
    if isinstance(made, Line) or asked.of_line is None:
        return made
    return replace(made, of_line_id=ids[asked.of_line - 1])


def _dated(line: Line, period: Period) -> Line:
    if line.kind == "text":
        return line
    return replace(line, first_day=period.first_day, last_day=period.last_day)
