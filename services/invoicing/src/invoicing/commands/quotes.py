"""Make, change and send quotes, record what became of them, and bill them."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

import tasks
from database import Session, new_id
from domain_errors import InvalidInputError, NotFoundError, check_version
from invoicing import events
from invoicing.domain import quote_billing
from invoicing.domain.account import Account
from invoicing.domain.discounts import Discount
from invoicing.domain.draft import Draft, DraftRequest, new_draft
from invoicing.domain.errors import (
    IncompleteQuoteError,
    QuoteAnsweredError,
    QuoteNotBillableError,
    QuoteSentError,
    UnknownCustomerError,
)
from invoicing.domain.issuing import missing_code
from invoicing.domain.lines import Line
from invoicing.domain.parties import Customer
from invoicing.domain.quote import (
    Quote,
    QuoteAnswer,
    QuoteRequest,
    QuoteTerms,
    lacking,
    new_quote,
)
from invoicing.domain.quote_billing import QuotedPart
from invoicing.domain.wording import wording
from invoicing.printing import check_printable, known_to_print
from invoicing.queries.quotes import QuoteView, view_quote
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.store import accounts, drafts, invoices, quotes
from invoicing.store.accounts import lock_customer
from invoicing.store.drafts import OpenDraft
from invoicing.store.quotes import Answered, StoredQuote
from messaging import outbox
from money import format_price
from typesetting.languages import hours

PRINT_QUOTE = "print-quote"
"""The task that makes the PDF of a sent quote, unless somebody asked for it before."""


@dataclass(frozen=True)
class NewAnswer:
    """What became of a sent quote, as it is recorded; no day: today."""

    answer: QuoteAnswer
    answered_on: date | None = None
    name: str = ""
    reason: str = ""


async def create_quote(
    session: Session, request: QuoteRequest, *, by: str, now: datetime
) -> QuoteView:
    """Make a quote that can be changed until it is sent.

    Raises `UnknownCustomerError`, `UnknownCurrencyError`, `InvalidInputError`, also for what it replaces.
    """
    account, customer = await _parties(session, request.organization_id)
    if request.replaces:
        await _check_replaced(session, request)
    empty = new_quote(new_id(), request, account, customer, by=by, now=now)
    terms = request.terms.with_taxes(account.tax_codes, account.settings.today(now))
    quote = empty.with_terms(terms, [new_id() for _ in terms.lines])
    await quotes.insert_quote(session, quote)
    return view_quote(StoredQuote(quote), account, customer, now=now)


async def change_quote(
    session: Session, quote_id: UUID, terms: QuoteTerms, *, expected: int, now: datetime
) -> QuoteView:
    """Replace all that a quote says. Raises `QuoteSentError`."""
    found = await _lock_open(session, quote_id, expected)
    account, customer = await _parties(session, found.quote.organization_id)
    terms = terms.with_taxes(account.tax_codes, account.settings.today(now))
    changed = found.quote.with_terms(terms, [new_id() for _ in terms.lines])
    changed = replace(changed, version=changed.version + 1)
    await quotes.replace_terms(session, changed)
    return view_quote(StoredQuote(changed), account, customer, now=now)


async def discard_quote(session: Session, quote_id: UUID, *, expected: int) -> None:
    """Delete a quote that was not sent. Raises `QuoteSentError`."""
    await _lock_open(session, quote_id, expected)
    await quotes.delete_quote(session, quote_id)


async def send_quote(
    session: Session, quote_id: UUID, *, expected: int, by: str, now: datetime
) -> QuoteView:
    """Give a quote its number and freeze it; the one that it replaces is withdrawn.

    Raises `IncompleteQuoteError`, `UnprintableTextError`, `QuoteSentError`.
    """
    found = await _lock_open(session, quote_id, expected)
    quote = found.quote
    account, customer = await _parties(session, quote.organization_id)
    today = account.settings.today(now)
    content = replace(quote.content(account, customer), issue_date=today)
    numbers = account.billing.quote_number_format
    if fields := [*lacking(content, today), *missing_code(numbers, customer)]:
        raise IncompleteQuoteError(fields=fields)
    if not known_to_print(content):
        await asyncio.to_thread(check_printable, content, at=now)
    if quote.replaces:
        await _withdraw_replaced(session, quote.replaces, by=by, today=today, now=now)
    sent = await _number(session, quote, account, customer, by=by, now=now)
    await quotes.update_quote(session, sent)
    await tasks.schedule(session, PRINT_QUOTE, key=str(quote_id), due_at=now)
    return view_quote(StoredQuote(sent), account, customer, now=now)


async def answer_quote(
    session: Session, quote_id: UUID, new: NewAnswer, *, expected: int, by: str, now: datetime
) -> QuoteView:
    """Record what became of a sent quote. Raises `QuoteAnsweredError`."""
    found = await _lock(session, quote_id, expected)
    account, customer = await _parties(session, found.quote.organization_id)
    today = account.settings.today(now)
    found.quote.check_answer(found.quote.state(found.answer, today), new.answer)
    if new.answer == "withdrawn" and found.billed:
        raise QuoteAnsweredError("some of it is on drafts or invoices")
    answered = Answered(new.answer, new.answered_on or today, new.name, new.reason, now, by)
    changed = await _record(session, found, answered)
    return view_quote(changed, account, customer, now=now)


async def bill_quote(
    session: Session,
    quote_id: UUID,
    line_ids: Sequence[UUID],
    *,
    expected: int,
    by: str,
    now: datetime,
) -> InvoiceView:
    """Put lines of an accepted quote, or all that are left, on a new draft; hours at the price that was quoted.

    Raises `QuoteNotBillableError`.
    """
    found = await _lock(session, quote_id, expected)
    quote = found.quote
    if found.answer != "accepted":
        raise QuoteNotBillableError("the customer has not accepted it")
    lines = quote_billing.choose(quote, line_ids, found.billed_by)
    merged = await accounts.merged_into(session, quote.organization_id)
    locked = await lock_customer(session, merged or quote.organization_id)
    if locked is None:
        raise UnknownCustomerError
    asked = DraftRequest(
        locked.customer.organization_id,
        currency=quote.currency,
        tax=quote.tax,
        reference=quote.reference,
    )
    empty = new_draft(new_id(), asked, locked.account, locked.customer, by=by, now=now)
    made = quote_billing.parts(quote, lines, found.billed_by, _describe(quote), new_id)
    draft = await _insert_draft(session, empty, made)
    await quotes.claim(session, quote_id, draft.id, quote_billing.once(made))
    await quotes.raise_version(session, replace(quote, version=quote.version + 1))
    drafted = OpenDraft(draft, locked.account, locked.customer)
    await outbox.publish(session, events.invoice_drafted(session, draft, drafted.content))
    return await view_draft(session, drafted, now=now)


async def _insert_draft(session: Session, empty: Draft, made: Sequence[QuotedPart]) -> Draft:
    lines = tuple(part.made for part in made if isinstance(part.made, Line))
    draft = replace(empty, lines=lines)
    await drafts.insert_draft(session, draft)
    for part in made:
        if isinstance(part.made, Discount):
            await drafts.insert_discount(session, draft.id, draft.next_position, part.made)
            draft = replace(draft, discounts=(*draft.discounts, part.made))
    return draft


def _describe(quote: Quote) -> Callable[[Line], str]:
    """What a line says on the invoice: hours at a quoted price say how many they were reckoned with."""
    words = wording(quote.language)

    def describe(line: Line) -> str:
        if line.seconds is None or line.hourly_rate is None:
            return line.description
        price = format_price(line.hourly_rate, quote.currency, words.locale)
        return f"{line.description} ({hours(line.seconds)} × {price})"

    return describe


async def _parties(session: Session, organization_id: UUID) -> tuple[Account, Customer]:
    found = await accounts.load_customer(session, organization_id)
    if found is None:
        raise UnknownCustomerError
    return found


async def _check_replaced(session: Session, request: QuoteRequest) -> None:
    """What is replaced must be a quote for the same customer that was sent."""
    assert request.replaces
    found = await quotes.load_quote(session, request.replaces)
    if found is None or found.quote.organization_id != request.organization_id:
        raise InvalidInputError("replaces", "is no quote to this customer")
    if found.quote.number is None:
        raise QuoteAnsweredError("what is not sent can be changed; it needs no other quote")
    if found.answer == "accepted":
        raise QuoteAnsweredError("the customer accepted it; withdraw it before")


async def _withdraw_replaced(
    session: Session, quote_id: UUID, *, by: str, today: date, now: datetime
) -> None:
    found = await quotes.load_quote(session, quote_id, lock=True)
    assert found
    if found.answer == "accepted":
        raise QuoteAnsweredError(f"the customer accepted {found.quote.number} meanwhile")
    if found.answer != "withdrawn":
        await _record(session, found, Answered("withdrawn", today, "", "", now, by))


async def _record(session: Session, found: StoredQuote, answered: Answered) -> StoredQuote:
    quote = replace(found.quote, version=found.quote.version + 1)
    await quotes.insert_answer(session, new_id(), quote.id, answered)
    await quotes.raise_version(session, quote)
    return replace(found, quote=quote, answers=(*found.answers, answered))


async def _number(
    session: Session, quote: Quote, account: Account, customer: Customer, *, by: str, now: datetime
) -> Quote:
    today = account.settings.today(now)
    numbers = account.billing.quote_number_format.of(customer.code)
    series = await invoices.lock_series(session, numbers.series(today), "quote")
    await invoices.move_series(session, series, issue_date=today)
    return replace(
        quote,
        version=quote.version + 1,
        number=numbers.number(today, series.next_sequence),
        series=series.series,
        sequence=series.next_sequence,
        issue_date=today,
        seller=account.billing.seller,
        colour=account.billing.colour,
        logo=account.billing.logo,
        buyer=customer.party,
        billing_contact=customer.billing_contact,
        sent_at=now,
        sent_by=by,
    )


async def _lock(session: Session, quote_id: UUID, expected: int) -> StoredQuote:
    found = await quotes.load_quote(session, quote_id, lock=True)
    if found is None:
        raise NotFoundError("quote")
    check_version(expected, found.quote.version)
    return found


async def _lock_open(session: Session, quote_id: UUID, expected: int) -> StoredQuote:
    found = await _lock(session, quote_id, expected)
    if found.quote.number is not None:
        raise QuoteSentError("make another one that replaces it")
    return found
