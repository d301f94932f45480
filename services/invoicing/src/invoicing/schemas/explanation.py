"""How the amounts of invoices and credit notes come about."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self
from uuid import UUID

import web
from invoicing.domain.charges import ChargeKind
from invoicing.domain.expenses import ExpenseClaim
from invoicing.domain.payment import SettlementKind
from invoicing.domain.summary import InvoiceState
from invoicing.queries.explanation import CreditExplanation, ExplainedLine, Explanation
from invoicing.schemas.amounts import AmountOf, AmountsResponse, amount_of, respond
from invoicing.schemas.invoices import TaxTotalResponse
from invoicing.schemas.lines import LineResponse
from money import minor_units


class BilledEntryResponse(web.ResponseModel):
    """A time entry, or the part of it, that a line charges."""

    entry_id: UUID
    """Timer's id of the entry."""
    version: int
    """Timer's version of the entry that is charged."""
    seconds: int
    """How much of it is on the line, in whole seconds."""
    start: int
    """The first of these seconds; the entry's first is 0."""
    end: int
    """The second before which they end."""
    billed_seconds: int
    """What the line charges of them, after rounding."""
    price_version: int
    """Names the price by which it is charged, in the `history` of rates' `GET /v1/prices/{entry_id}`: its rule, its rounding
    and its segments, each with what is charged of it. A part of a segment is charged its share: `billed_seconds` × part ÷
    whole, rounded down, up to its end less that up to its start."""
    late: bool
    """Whether an agreement covers it and it was approved after the line was issued, which does not count it."""
    work_date: date
    """The agent's local date on which the work started."""
    agent_name: str
    """Who did the work."""
    project_name: str | None
    """The project; null for work outside projects."""
    work_item_name: str | None
    """The ticket or task; null where none was named."""
    service_type_name: str | None
    """The kind of work; null where none was named."""
    description: str
    """What was done, in the agent's words; may be empty."""
    credit_note_id: UUID | None
    """The credit note that gave it back; null while the line charges it."""


class ExplainedChargeResponse(AmountsResponse):
    """What an agreement charges on a line, as rates last published it."""

    agreement_id: UUID
    """The agreement, by rates' id; its `ledger` has the month, which begins on the line's `first_day` or before."""
    kind: ChargeKind
    """`fee` of a month; `true-up`: what a month misses of its minimum; `block`: bought up front; `milestone`."""
    currency: web.CurrencyCode
    """ISO 4217 code of the amount."""
    amount: AmountOf
    """What it charges now, before tax; the line keeps what it was issued with."""
    used_seconds: int
    """How much of what is included is drawn by now, after rounding; approved or not."""
    overage_seconds: int
    """How much exceeds it by now, after rounding."""


class ChargedExpenseResponse(web.ResponseModel):
    """An expense as a line charges it."""

    expense_id: UUID
    """The expense."""
    amount: web.Money
    """What was spent."""
    exchange_rate: Decimal | None
    """How many of the invoice's currency one of that of the amount is; null: they are the same."""
    mark_up: Decimal
    """What is added, in per cent."""
    charged: web.Money
    """amount × `exchange_rate` × (100 + `mark_up`) ÷ 100, rounded half up once; those of a line add up to its amount."""

    @classmethod
    def of(cls, claim: ExpenseClaim, currency: str) -> Self:
        """From what a line charges."""
        return cls(
            expense_id=claim.expense_id,
            amount=amount_of(claim.amount, claim.currency),
            exchange_rate=claim.exchange_rate,
            mark_up=claim.mark_up,
            charged=amount_of(claim.charged, currency),
        )


class ExplainedLineResponse(LineResponse):
    """A line, how its amount comes about, and the entries behind it."""

    formula: str | None
    """The calculation in words, for people; null unless it is of time or of a quantity."""
    entries: list[BilledEntryResponse]
    """What the line charges, by work date; without late ones their seconds add up to those of the line."""
    charge: ExplainedChargeResponse | None
    """What the agreement charges; null unless the kind is `agreement`."""
    expenses: list[ChargedExpenseResponse]
    """The expenses behind a line of kind `expense`, on its credit note too; empty of others, and of what was typed."""

    @classmethod
    def of(cls, explained: ExplainedLine, currency: str) -> "ExplainedLineResponse":
        """From an explained line."""
        charge = explained.charge and ExplainedChargeResponse.of(explained.charge)
        spent = [ChargedExpenseResponse.of(one, currency) for one in explained.expenses]
        return respond(
            cls, explained, explained.line, currency=currency, charge=charge, expenses=spent
        )


class SettlementResponse(web.ResponseModel):
    """Something that settles an invoice, or takes back what settled it."""

    kind: SettlementKind | Literal["credit-note"]
    """As that of the payment; `credit-note`: it takes back what was billed."""
    id: UUID
    """The payment, its counter-entry, or the credit note."""
    reference: str
    """The payment's reference or the credit note's number; may be empty."""
    day: date
    """The day on which the money came in, or the date of the credit note."""
    amount: AmountOf
    """How much it settles, with tax; negative when it takes back what settled it."""
    reason: str | None
    """Why it was taken back or credited; null for a payment."""
    at: datetime
    """When it was recorded (UTC)."""


class ExplainedSumsResponse(web.ResponseModel):
    """Lines, taxes and sums, in one currency."""

    currency: web.CurrencyCode
    """ISO 4217 code of every amount."""
    decimals: int
    """How many decimals amounts in it have: money is rounded half up to so many."""
    lines: list[ExplainedLineResponse]
    """All lines, in the order of the page."""
    tax_totals: list[TaxTotalResponse]
    """VAT by category and rate."""
    subtotal: AmountOf
    """Sum of the lines, before tax."""
    tax: AmountOf
    """Sum of the taxes."""
    total: AmountOf
    """Sum with tax."""


class ExplanationResponse(ExplainedSumsResponse):
    """A draft or invoice, explained: every sum can be computed again from this and what it names."""

    invoice_id: UUID
    """The draft or invoice."""
    state: InvoiceState
    """`draft` can be changed, `issued` never."""
    number: str | None
    """The invoice number; null for a draft."""
    settlements: list[SettlementResponse]
    """What settles it, in the order in which it was recorded."""
    credited: AmountOf
    """Sum of its credit notes, with tax."""
    paid: AmountOf
    """Sum of what money settles."""
    credit_applied: AmountOf
    """Sum of what credit settles that was applied in QuickBooks."""
    differences: AmountOf
    """Sum of the small rests that were written off."""
    balance: AmountOf
    """`total` − `credited` − `paid` − `credit_applied` − `differences`; 0 for a draft."""

    @classmethod
    def of(cls, explained: Explanation) -> Self:
        """From an explanation."""
        view, currency = explained.view, explained.view.content.currency
        return respond(
            cls,
            explained,
            view.summary,
            view.content,
            view.content.totals,
            currency=currency,
            invoice_id=view.content.id,
            decimals=minor_units(currency),
            lines=_lines(explained.lines, currency),
        )


class CreditNoteExplanationResponse(ExplainedSumsResponse):
    """A credit note, explained: with the invoice's explanation and the credit notes before it, it can be computed again.

    Of time it takes the share that was given back by now, without that of credit notes before; so does each discount, by
    what was credited of the lines with its tax. Who takes the last of a line, or of a tax's base, takes what is left.
    """

    credit_note_id: UUID
    """The credit note."""
    number: str
    """Its number."""
    invoice_id: UUID
    """The invoice that it corrects."""

    @classmethod
    def of(cls, explained: CreditExplanation) -> Self:
        """From an explanation."""
        content, currency = explained.content, explained.content.currency
        return respond(
            cls,
            content,
            content.totals,
            currency=currency,
            decimals=minor_units(currency),
            lines=_lines(explained.lines, currency),
        )


def _lines(lines: Sequence[ExplainedLine], currency: str) -> list[ExplainedLineResponse]:
    return [ExplainedLineResponse.of(line, currency) for line in lines]
