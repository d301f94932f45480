"""What a credit note takes back of an invoice: never more than was billed and is not credited yet, and in the end all of it.

What is credited of a line follows from how much of it was credited before and how much is afterwards: the share of all up to
there, without the share of all up to here. So parts add up to the whole in whatever order they are credited (as
`prices.share` has it for billed seconds), and the last has what is left.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from invoicing.domain.credit_note import CreditRequest, EntryPart, LineCredit
from invoicing.domain.errors import CreditRefusedError, InvoiceCreditedError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line, decimal_hours, placed, time_amount
from invoicing.domain.prices import share
from invoicing.domain.quantities import unmeasured
from invoicing.domain.tax import Tax, TaxTotal, Totals
from money import is_payable, round_money

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class LiveClaim:
    """Seconds of an entry that a line charges and no credit note gave back; `billed_seconds`: what is charged of them."""

    line_id: UUID
    entry_id: UUID
    start: int
    end: int
    billed_seconds: int

    def part(self, start: int, end: int) -> "LiveClaim":
        """Some of its seconds, with their share of what is charged."""
        return replace(self, start=start, end=end, billed_seconds=share(self, start, end))


@dataclass(frozen=True)
class Credited:
    """What earlier credit notes took of a line."""

    amount: Decimal = _NOTHING
    billed_seconds: int = 0
    times: int = 0


@dataclass(frozen=True)
class Creditable:
    """An issued invoice, what of it was credited, and the time that it charges still."""

    content: InvoiceContent
    credited: Mapping[UUID, Credited]
    taxes: Mapping[Tax, TaxTotal]
    claims: Sequence[LiveClaim]

    def before(self, line: Line) -> Credited:
        """What was credited of a line."""
        return self.credited.get(line.line_id, Credited())

    def claims_of(self, line: Line) -> tuple[LiveClaim, ...]:
        """The time that a line charges still."""
        return tuple(one for one in self.claims if one.line_id == line.line_id)

    def is_open(self, line: Line) -> bool:
        """Whether something of a line can still be credited."""
        if line.amount is None:
            return False
        before = self.before(line)
        return bool(before.amount != line.amount or self.claims_of(line) or not before.times)


@dataclass(frozen=True)
class Credit:
    """Lines of a credit note, what they add up to, and the time that they give back."""

    lines: tuple[Line, ...]
    totals: Totals
    released: tuple[LiveClaim, ...]
    charge_lines: tuple[UUID, ...] = ()
    """Lines of agreements that are credited whole by now: their charges are given back, with the time that they cover."""


def credit(invoice: Creditable, request: CreditRequest) -> Credit:
    """What the request takes back.

    Raises `InvoiceCreditedError` when nothing is left, `CreditRefusedError` with each field that names too much.
    """
    charged = [x for x in invoice.content.lines if x.kind not in ("text", "discount")]
    if not any(invoice.is_open(line) for line in charged):
        raise InvoiceCreditedError(f"all of {invoice.content.number} was credited")
    wanted = request.lines or tuple(LineCredit(x.line_id) for x in charged if invoice.is_open(x))
    refused = list(_refusals(invoice, wanted))
    if refused:
        raise CreditRefusedError("; ".join(one.reason for one in refused), fields=refused)
    by_id = {line.line_id: line for line in charged}
    parts = [_of_line(invoice, by_id[one.line_id], one) for one in wanted]
    order = {line.line_id: line.position for line in invoice.content.lines}
    lines = [line for line, _ in parts]
    lines = [*lines, *_discounts(invoice, lines)]
    taken = placed(sorted(lines, key=lambda line: order[line.line_id]))
    totals = _totals(invoice, taken)
    if totals.total < 0 or totals.subtotal < 0:
        raise InvalidInputError("lines", "come to less than nothing; credit more of them at once")
    agreed = {x.line_id for x in charged if x.kind == "agreement"}
    whole = tuple(x.line_id for x in lines if x.line_id in agreed and _is_last(invoice, x))
    given_back = (one for _, claims in parts for one in claims if one.line_id not in agreed)
    return Credit(taken, totals, tuple(given_back), whole)


def _is_last(invoice: Creditable, taken: Line) -> bool:
    """Whether nothing is left of a line of the invoice when this is taken back."""
    billed = {line.line_id: line.amount for line in invoice.content.lines}
    return invoice.before(taken).amount + (taken.amount or 0) == billed[taken.line_id]


def _refusals(invoice: Creditable, wanted: Sequence[LineCredit]) -> Iterator[FieldError]:
    by_id = {line.line_id: line for line in invoice.content.lines}
    for index, one in enumerate(wanted):
        at, line = f"lines.{index}", by_id.get(one.line_id)
        if line is None:
            yield FieldError(f"{at}.line_id", "is no line of this invoice")
        elif any(other.line_id == one.line_id for other in wanted[:index]):
            yield FieldError(f"{at}.line_id", "is named twice")
        elif line.kind == "text":
            yield FieldError(f"{at}.line_id", "is a text, which charges nothing")
        elif line.kind == "discount":
            yield FieldError(
                f"{at}.line_id", "is a discount, which follows the lines that it was taken off"
            )
        elif not invoice.is_open(line):
            yield FieldError(f"{at}.line_id", "was credited whole before")
        elif one.amount is not None:
            if reason := _amount_refused(invoice, line, one.amount):
                yield FieldError(f"{at}.amount", reason)
        elif one.entries:
            yield from _entries_refused(invoice, line, one.entries, at)


def _amount_refused(invoice: Creditable, line: Line, amount: Decimal) -> str | None:
    assert line.amount is not None
    left = line.amount - invoice.before(line).amount
    if line.kind == "time":
        return "time is credited by its entries or seconds"
    if not is_payable(amount, invoice.content.currency):
        return f"has more decimals than {invoice.content.currency}"
    if amount > left:
        return f"only {left} of the line is not credited yet"
    return None


def _entries_refused(
    invoice: Creditable, line: Line, parts: Sequence[EntryPart], at: str
) -> Iterator[FieldError]:
    if line.kind != "time":
        yield FieldError(f"{at}.entries", "belong to time; credit an amount, or the whole line")
        return
    claims = invoice.claims_of(line)
    for number, part in enumerate(parts):
        place = f"{at}.entries.{number}"
        mine = [one for one in claims if one.entry_id == part.entry_id]
        others = [other for other in parts[:number] if other.entry_id == part.entry_id]
        if not mine:
            yield FieldError(
                f"{place}.entry_id", "is not, or no longer, charged by this line of the invoice"
            )
        elif any(_meets(part, other) for other in others):
            yield FieldError(place, "names seconds twice")
        elif part.start is not None and part.end is not None and not _covers(mine, part):
            left = ", ".join(f"{one.start}–{one.end}" for one in mine)
            yield FieldError(
                place, f"the line charges only the seconds {left} of the entry, not all of these"
            )


def _meets(one: EntryPart, other: EntryPart) -> bool:
    if one.start is None or other.start is None or one.end is None or other.end is None:
        return True
    return one.start < other.end and other.start < one.end


def _covers(claims: Sequence[LiveClaim], part: EntryPart) -> bool:
    return sum(one.end - one.start for one in _cut(claims, part)) == _length(part)


def _length(part: EntryPart) -> int:
    assert part.start is not None
    assert part.end is not None
    return part.end - part.start


def _cut(claims: Sequence[LiveClaim], part: EntryPart) -> list[LiveClaim]:
    """What of the claims is credited by naming a part of their entry."""
    if part.start is None or part.end is None:
        return list(claims)
    both = ((one, max(one.start, part.start), min(one.end, part.end)) for one in claims)
    return [one.part(start, end) for one, start, end in both if start < end]


def _of_line(
    invoice: Creditable, line: Line, wanted: LineCredit
) -> tuple[Line, tuple[LiveClaim, ...]]:
    """The line of the credit note, and the time that it gives back."""
    assert line.amount is not None
    before, claims = invoice.before(line), invoice.claims_of(line)
    if wanted.amount is not None:
        if before.amount + wanted.amount == line.amount:
            return _given_back(line, wanted.amount, claims), claims
        part = replace(line, seconds=None, billed_seconds=None)
        return unmeasured(part, wanted.amount), ()
    if not wanted.entries:
        return _rest(line, before, claims), claims
    taken = tuple(
        cut
        for part in wanted.entries
        for cut in _cut([one for one in claims if one.entry_id == part.entry_id], part)
    )
    if _seconds(taken) == _seconds(claims):
        return _rest(line, before, taken), taken
    credited = before.billed_seconds + sum(one.billed_seconds for one in taken)
    upto = _amount_of(line, credited, invoice.content.currency)
    part = _given_back(line, upto - before.amount, taken)
    return _with_hours(part, before.billed_seconds, credited), taken


def _rest(line: Line, before: Credited, claims: Sequence[LiveClaim]) -> Line:
    """All that is left of a line."""
    assert line.amount is not None
    rest = _given_back(line, line.amount - before.amount, claims)
    return _with_hours(rest, before.billed_seconds, line.billed_seconds or 0)


def _amount_of(line: Line, credited: int, currency: str) -> Decimal:
    """What of a line of time is credited once so much of it is: its share, or the hours that are printed, by their price."""
    assert line.amount is not None
    if line.hours is None or line.hourly_rate is None:
        return _share(line.amount, credited, line.billed_seconds or 0, currency)
    return time_amount(credited, line.hourly_rate, currency, line.hour_decimals)


def _with_hours(part: Line, before: int, upto: int) -> Line:
    """Print hours so that those of all parts add up to those of the line."""
    hours = decimal_hours(upto, part.hour_decimals)
    gone = decimal_hours(before, part.hour_decimals)
    return part if hours is None or gone is None else replace(part, hours=hours - gone)


def _given_back(line: Line, amount: Decimal, claims: Sequence[LiveClaim]) -> Line:
    if line.seconds is None:
        return line if amount == line.amount else unmeasured(line, amount)
    billed = sum(one.billed_seconds for one in claims)
    return replace(line, amount=amount, seconds=_seconds(claims), billed_seconds=billed)


def _seconds(claims: Sequence[LiveClaim]) -> int:
    return sum(one.end - one.start for one in claims)


def _share(whole: Decimal, part: int | Decimal, of: int | Decimal, currency: str) -> Decimal:
    """The share of an amount; nothing of nothing."""
    return round_money(whole * part / of, currency) if of else round_money(_NOTHING, currency)


def _discounts(invoice: Creditable, lines: Sequence[Line]) -> Iterator[Line]:
    """The discounts' part in these lines: what was taken off them is not given back.

    That of a line is shared as the line is. Those on the whole are shared as one sum per tax of what discounts of lines
    leave, each up to its place in it, so that a credit note never comes to less than nothing.
    """
    own = list(_own_discounts(invoice, lines))
    yield from own
    lines, currency = [*lines, *own], invoice.content.currency
    for tax in {line.tax for line in lines if line.tax}:
        taxed = [x for x in invoice.content.lines if x.tax == tax]
        billed = [x for x in taxed if x.kind != "discount" or x.of_line_id]
        taken = _sum(invoice.before(x).amount for x in billed)
        taken += _sum(line.amount for line in lines if line.tax == tax)
        base, upto = _sum(x.amount for x in billed), _NOTHING
        for off in (x for x in taxed if x.kind == "discount" and not x.of_line_id):
            assert off.amount is not None
            here = _share(upto + off.amount, taken, base, currency)
            here -= _share(upto, taken, base, currency)
            upto += off.amount
            if here != invoice.before(off).amount:
                yield replace(off, amount=here - invoice.before(off).amount)


def _own_discounts(invoice: Creditable, lines: Sequence[Line]) -> Iterator[Line]:
    """Of each line that has a discount of its own, so much of that as is credited of the line by now."""
    known = {line.line_id: line for line in invoice.content.lines}
    credited = {line.line_id: line.amount for line in lines}
    for off in (x for x in invoice.content.lines if x.of_line_id in credited):
        assert off.of_line_id is not None
        line, before = known[off.of_line_id], invoice.before(off).amount
        assert off.amount is not None
        assert line.amount is not None
        taken = invoice.before(line).amount + (credited[line.line_id] or _NOTHING)
        upto = _share(off.amount, taken, line.amount, invoice.content.currency)
        if upto != before:
            yield replace(off, amount=upto - before)


def _sum(amounts: Iterator[Decimal | None]) -> Decimal:
    return sum((amount for amount in amounts if amount is not None), _NOTHING)


def _totals(invoice: Creditable, lines: Sequence[Line]) -> Totals:
    """Each tax on the sum of its lines, rounded once; who takes the last of its base takes what is left of the tax."""
    currency = invoice.content.currency
    zero = round_money(_NOTHING, currency)
    billed = {Tax(one.category, one.rate): one for one in invoice.content.totals.tax_totals}
    found = []
    for tax in sorted({line.tax.uncoded for line in lines if line.tax}):
        base = zero + _sum(x.amount for x in lines if x.tax and x.tax.uncoded == tax)
        before = invoice.taxes.get(tax, TaxTotal(tax.category, tax.rate, zero, zero))
        left = billed[tax].tax - before.tax
        is_last = before.base + base == billed[tax].base
        due = left if is_last else min(left, round_money(base * tax.rate / 100, currency))
        found.append(TaxTotal(tax.category, tax.rate, base, due))
    subtotal = sum((one.base for one in found), zero)
    tax_sum = sum((one.tax for one in found), zero)
    return Totals(tuple(found), subtotal, tax_sum, subtotal + tax_sum)
