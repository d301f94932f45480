"""What of an accepted quote goes on an invoice, each line of it once."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from domain_errors import FieldError
from invoicing.domain.discounts import Discount
from invoicing.domain.errors import QuoteNotBillableError
from invoicing.domain.lines import Line, placed
from invoicing.domain.quote import Quote, QuotePricing


@dataclass(frozen=True)
class QuotedPart:
    """A line of a quote, or a discount, as it goes on a draft under an id of its own."""

    quoted_id: UUID
    made: Line | Discount


def is_charged(line: Line, pricing: QuotePricing) -> bool:
    """Whether a line of the quote is charged as quoted: hours of an estimate are charged as they are worked."""
    return line.kind != "text" and not (line.kind == "time" and pricing == "estimate")


def billable_lines(quote: Quote, billed: Collection[UUID]) -> list[Line]:
    """What is charged as quoted and is on no invoice yet."""
    return [
        line
        for line in quote.lines
        if is_charged(line, quote.pricing) and line.line_id not in billed
    ]


def choose(quote: Quote, line_ids: Collection[UUID], billed: Mapping[UUID, object]) -> list[Line]:
    """The lines that are asked for, or all that are left. Raises `QuoteNotBillableError`."""
    left = billable_lines(quote, billed)
    if not line_ids:
        if not left:
            raise QuoteNotBillableError(_nothing_left(quote))
        return left
    known = {line.line_id for line in left}
    fields = [
        FieldError(f"line_ids.{place}", _why_not(quote, one, billed))
        for place, one in enumerate(line_ids)
        if one not in known
    ]
    if fields:
        raise QuoteNotBillableError("some of these lines cannot be billed", fields=fields)
    return [line for line in left if line.line_id in line_ids]


def parts(
    quote: Quote,
    lines: Sequence[Line],
    billed: Collection[UUID],
    describe: Callable[[Line], str],
    new_id: Callable[[], UUID],
) -> list[QuotedPart]:
    """The lines for a draft, and the discounts that go with them.

    That of a line goes with it. On the whole, a percentage is taken off each invoice of the quote, an amount off the first.
    """
    made = placed([_as_fixed(line, describe(line), new_id()) for line in lines])
    ids = {line.line_id: one.line_id for line, one in zip(lines, made, strict=True)}
    whole = [one for one in quote.discounts if one.of_line_id is None]
    amounts = [one for one in whole if one.percent is None and one.discount_id not in billed]
    percentages = [one for one in whole if one.percent is not None]
    own = [
        replace(one, of_line_id=ids[one.of_line_id])
        for one in quote.discounts
        if one.of_line_id in ids
    ]
    return [
        *(QuotedPart(line.line_id, one) for line, one in zip(lines, made, strict=True)),
        *(
            QuotedPart(one.discount_id, replace(one, discount_id=new_id()))
            for one in (*own, *percentages, *amounts)
        ),
    ]


def once(found: Iterable[QuotedPart]) -> list[QuotedPart]:
    """Those that are billed once: all but percentages."""
    return [
        part
        for part in found
        if not (isinstance(part.made, Discount) and part.made.percent is not None)
    ]


def _as_fixed(line: Line, description: str, line_id: UUID) -> Line:
    """Quoted hours are charged as a fixed price: nobody's time is behind them."""
    return replace(
        line,
        line_id=line_id,
        kind="fixed" if line.kind == "time" else line.kind,
        description=description,
        seconds=None,
        billed_seconds=None,
        hourly_rate=None,
    )


def _nothing_left(quote: Quote) -> str:
    if quote.pricing == "estimate" and not any(is_charged(x, "estimate") for x in quote.lines):
        return "it is an estimate of hours: these are billed from approved time"
    return "all of it is on drafts or invoices"


def _why_not(quote: Quote, line_id: UUID, billed: Collection[UUID]) -> str:
    if line_id in billed:
        return "is on a draft or invoice already"
    if any(line.line_id == line_id for line in quote.lines):
        return "is not charged as quoted: it is a text, or hours of an estimate"
    return "is no line of this quote"


def left_to_bill(quote: Quote, billed: Collection[UUID]) -> Decimal:
    """What of the lines is charged as quoted and on no invoice yet, before discounts and tax."""
    return sum((line.amount or Decimal(0) for line in billable_lines(quote, billed)), Decimal(0))
