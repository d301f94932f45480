"""What is credited of an invoice: parts add up to the whole, in money, tax and seconds, and nothing goes beyond it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import FieldError
from invoicing.domain.credit_note import CreditRequest, EntryPart, LineCredit
from invoicing.domain.crediting import Credit, Creditable, Credited, LiveClaim, credit
from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.errors import CreditRefusedError, InvoiceCreditedError
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line, decimal_hours, time_amount
from invoicing.domain.parties import Address, Party
from invoicing.domain.tax import Tax, TaxTotal

PARTY = Party("Nordlys ApS", Address(("Kajen 4",), "1400", "København K", "DK"))
DANISH, REDUCED, NONE = Tax("standard", Decimal(25)), Tax("standard", Decimal("6.5")), None
HOUR = 3600
EVERYTHING = CreditRequest("All of it was wrong")


def invoice(lines: list[Line], claims: list[LiveClaim], *discounts: Discount) -> Creditable:
    """An issued invoice of which nothing was credited."""
    content = InvoiceContent(
        id=UUID(int=1),
        organization_id=UUID(int=2),
        currency="DKK",
        language="da",
        seller=PARTY,
        buyer=PARTY,
        lines=with_discounts(lines, discounts, "DKK"),
        number="2026-0001",
        issue_date=date(2026, 10, 5),
    )
    return Creditable(content, {}, {}, claims)


def time_line(
    number: int,
    claims: list[LiveClaim],
    rate: Decimal,
    tax: Tax = DANISH,
    decimals: int | None = None,
) -> Line:
    """A line that charges these claims."""
    billed = sum(one.billed_seconds for one in claims)
    return Line(
        line_id=UUID(int=number),
        position=number,
        kind="time",
        description="Work",
        amount=time_amount(billed, rate, "DKK", decimals),
        tax=tax,
        seconds=sum(one.end - one.start for one in claims),
        billed_seconds=billed,
        hourly_rate=rate,
        hours=decimal_hours(billed, decimals),
    )


def fee(number: int, amount: str, tax: Tax | None = DANISH) -> Line:
    """A fee, or a text where there is no tax."""
    kind = "fee" if tax else "text"
    charged = Decimal(amount) if tax else None
    return Line(UUID(int=number), number, kind, "Setup", charged, tax)  # type: ignore[arg-type]


def entry(line: int, number: int, seconds: int, billed: int | None = None) -> LiveClaim:
    """An entry that a line charges whole."""
    return LiveClaim(
        UUID(int=line), UUID(int=number), 0, seconds, seconds if billed is None else billed
    )


def after(before: Creditable, taken: Credit) -> Creditable:
    """The invoice when the credit note is there too."""
    credited = dict(before.credited)
    for line in taken.lines:
        known = before.before(line)
        credited[line.line_id] = Credited(
            known.amount + (line.amount or 0),
            known.billed_seconds + (line.billed_seconds or 0),
            known.times + 1,
        )
    taxes = dict(before.taxes)
    for one in taken.totals.tax_totals:
        tax = Tax(one.category, one.rate)
        old = taxes.get(tax, TaxTotal(one.category, one.rate, Decimal(0), Decimal(0)))
        taxes[tax] = replace(one, base=old.base + one.base, tax=old.tax + one.tax)
    claims = list(before.claims)
    for gone in taken.released:
        [whole] = [one for one in claims if covers(one, gone)]
        claims.remove(whole)
        parts = whole.part(whole.start, gone.start), whole.part(gone.end, whole.end)
        split = [one for one in parts if one.start < one.end]
        rest = whole.billed_seconds - gone.billed_seconds
        if split:
            first = split[0] if len(split) == 2 else None
            last_billed = rest - (first.billed_seconds if first else 0)
            split[-1] = replace(split[-1], billed_seconds=last_billed)
        claims += split
    return replace(before, credited=credited, taxes=taxes, claims=claims)


def covers(one: LiveClaim, gone: LiveClaim) -> bool:
    same = (one.line_id, one.entry_id) == (gone.line_id, gone.entry_id)
    return same and one.start <= gone.start and gone.end <= one.end


@st.composite
def invoices(draw: st.DrawFn) -> Creditable:
    """An invoice with time, fees and discounts in two taxes."""
    lines, claims, number = list[Line](), list[LiveClaim](), 1
    for _ in range(draw(st.integers(1, 3))):
        mine = [
            entry(number, 100 * number + n, seconds, draw(st.integers(0, 2 * seconds)))
            for n, seconds in enumerate(
                draw(st.lists(st.integers(1, 9999), min_size=1, max_size=3))
            )
        ]
        rate = draw(st.decimals(Decimal("0.01"), Decimal(2000), places=2))
        tax, decimals = (
            draw(st.sampled_from([DANISH, REDUCED])),
            draw(st.sampled_from([None, 2, 4])),
        )
        lines.append(time_line(number, mine, rate, tax, decimals))
        claims += mine
        number += 1
    for amount in draw(st.lists(st.decimals(Decimal("0.01"), Decimal(900), places=2), max_size=3)):
        lines.append(fee(number, str(amount), draw(st.sampled_from([DANISH, REDUCED]))))
        number += 1
    lines.append(fee(number, "0", NONE))
    percents = draw(st.lists(st.integers(1, 30), max_size=3))
    discounts = [
        Discount(UUID(int=900 + n), "Discount", percent=Decimal(p)) for n, p in enumerate(percents)
    ]
    discounted = draw(st.lists(st.sampled_from(lines[:-1]), unique_by=lambda x: x.line_id))
    discounts += [
        Discount(
            UUID(int=800 + n),
            "Of a line",
            amount=draw(st.decimals(Decimal("0.01"), Decimal(500), places=2)),
            of_line_id=line.line_id,
        )
        for n, line in enumerate(discounted)
    ]
    return invoice(lines, claims, *discounts)


@st.composite
def credit_requests(draw: st.DrawFn, known: Creditable) -> CreditRequest:
    """Something that is left of an invoice."""
    lines = [x for x in known.content.lines if x.kind in ("time", "fee") and known.is_open(x)]
    chosen = draw(st.lists(st.sampled_from(lines), min_size=1, unique_by=lambda x: x.line_id))
    return CreditRequest("Wrong", tuple(draw(line_credits(known, line)) for line in chosen))


@st.composite
def line_credits(draw: st.DrawFn, known: Creditable, line: Line) -> LineCredit:
    assert line.amount is not None
    left = line.amount - known.before(line).amount
    if draw(st.booleans()):
        return LineCredit(line.line_id)
    if line.kind == "fee":
        return LineCredit(line.line_id, amount=draw(st.decimals(Decimal("0.01"), left, places=2)))
    claims = draw(st.lists(st.sampled_from(known.claims_of(line)), min_size=1, unique=True))
    parts = []
    for one in claims:
        start = draw(st.integers(one.start, one.end - 1))
        parts.append(EntryPart(one.entry_id, start, draw(st.integers(start + 1, one.end))))
    return LineCredit(line.line_id, entries=tuple(parts))


@given(st.data())
def test_parts_in_whatever_order_add_up_to_the_invoice_and_never_beyond(
    data: st.DataObject,
) -> None:
    known = data.draw(invoices())
    content, seconds = known.content, Counter[UUID]()
    credited = Counter[str]()
    for _ in range(data.draw(st.integers(0, 5))):
        if not any(known.is_open(x) for x in content.lines if x.kind in ("time", "fee")):
            break
        taken = credit(known, data.draw(credit_requests(known)))
        known = after(known, taken)
        check_within(known, content)
        for gone in taken.released:
            seconds[gone.line_id] += gone.end - gone.start
        credited.update(sums(taken))
    if any(known.is_open(x) for x in content.lines if x.kind in ("time", "fee")):
        taken = credit(known, EVERYTHING)
        known = after(known, taken)
        credited.update(sums(taken))
        for gone in taken.released:
            seconds[gone.line_id] += gone.end - gone.start
    assert credited["total"] == content.totals.total
    assert credited["tax"] == content.totals.tax
    for one in content.totals.tax_totals:
        found = known.taxes[Tax(one.category, one.rate)]
        assert (found.base, found.tax) == (one.base, one.tax)
    for line in content.lines:
        assert known.before(line).amount == (line.amount or 0)
        assert seconds[line.line_id] == (line.seconds or 0)
        assert known.before(line).billed_seconds == (line.billed_seconds or 0)
    with pytest.raises(InvoiceCreditedError):
        credit(known, EVERYTHING)


def sums(taken: Credit) -> dict[str, Decimal]:
    """What it comes to; nothing is −0.00."""
    amounts = [line.amount for line in taken.lines]
    amounts += [amount for one in taken.totals.tax_totals for amount in (one.base, one.tax)]
    assert not [one for one in amounts if one is not None and not one and one.is_signed()]
    return {"total": taken.totals.total, "tax": taken.totals.tax}


def check_within(known: Creditable, content: InvoiceContent) -> None:
    for line in content.lines:
        billed, amount = line.amount or Decimal(0), known.before(line).amount
        assert min(billed, Decimal(0)) <= amount <= max(billed, Decimal(0))
    for one in content.totals.tax_totals:
        found = known.taxes.get(Tax(one.category, one.rate))
        if found:
            assert 0 <= found.base <= one.base
            assert 0 <= found.tax <= one.tax


def refused(known: Creditable, *lines: LineCredit) -> dict[str, str]:
    """The fields that are refused, and why."""
    with pytest.raises(CreditRefusedError) as caught:
        credit(known, CreditRequest("Wrong", lines))
    fields: tuple[FieldError, ...] = tuple(caught.value.fields)
    return {one.field: one.reason for one in fields}


def eight_hours() -> Creditable:
    claim = entry(1, 50, 8 * HOUR)
    lines = [time_line(1, [claim], Decimal(1200)), fee(2, "100.00"), fee(3, "0", NONE)]
    return invoice(lines, [claim], Discount(UUID(int=9), "Discount", percent=Decimal(10)))


def test_three_and_a_half_hours_of_eight() -> None:
    part = EntryPart(UUID(int=50), 0, 12_600)
    taken = credit(
        eight_hours(), CreditRequest("Wrong", (LineCredit(UUID(int=1), entries=(part,)),))
    )
    line, discount = taken.lines
    assert (line.seconds, line.billed_seconds, line.amount) == (12_600, 12_600, Decimal(4200))
    assert (discount.kind, discount.amount) == ("discount", Decimal(-420))
    assert (taken.totals.subtotal, taken.totals.tax) == (Decimal(3780), Decimal(945))
    assert [(one.start, one.end) for one in taken.released] == [(0, 12_600)]


def test_the_last_credit_note_takes_what_is_left_of_the_tax() -> None:
    known = invoice([fee(1, "0.02"), fee(2, "0.02"), fee(3, "0.02")], [])
    assert known.content.totals.tax == Decimal("0.02")
    taxes = []
    for number in (1, 2, 3):
        taken = credit(known, CreditRequest("Wrong", (LineCredit(UUID(int=number)),)))
        known = after(known, taken)
        taxes.append(taken.totals.tax)
    assert taxes == [Decimal("0.01"), Decimal("0.01"), Decimal("0.00")]


def test_what_is_refused_is_named() -> None:
    known, line, nobody = eight_hours(), UUID(int=1), UUID(int=77)
    assert refused(known, LineCredit(nobody)) == {"lines.0.line_id": "is no line of this invoice"}
    assert "lines.1.line_id" in refused(known, LineCredit(line), LineCredit(line))
    assert "text" in refused(known, LineCredit(UUID(int=3)))["lines.0.line_id"]
    assert "discount" in refused(known, LineCredit(UUID(int=9)))["lines.0.line_id"]
    assert "seconds" in refused(known, LineCredit(line, Decimal(1)))["lines.0.amount"]
    fee_line = UUID(int=2)
    assert "only 100.00" in refused(known, LineCredit(fee_line, Decimal(101)))["lines.0.amount"]
    assert "decimals" in refused(known, LineCredit(fee_line, Decimal("0.001")))["lines.0.amount"]
    entries = (EntryPart(UUID(int=50)),)
    assert "lines.0.entries" in refused(known, LineCredit(fee_line, entries=entries))
    other = (EntryPart(nobody),)
    assert "lines.0.entries.0.entry_id" in refused(known, LineCredit(line, entries=other))
    late = (EntryPart(UUID(int=50), 0, 8 * HOUR + 1),)
    assert "0–28800" in refused(known, LineCredit(line, entries=late))["lines.0.entries.0"]
    twice = (EntryPart(UUID(int=50), 0, 60), EntryPart(UUID(int=50), 59, 120))
    assert "twice" in refused(known, LineCredit(line, entries=twice))["lines.0.entries.1"]


def test_what_was_credited_cannot_be_credited_again() -> None:
    known = eight_hours()
    part = LineCredit(UUID(int=1), entries=(EntryPart(UUID(int=50), 0, 60),))
    known = after(known, credit(known, CreditRequest("Wrong", (part, LineCredit(UUID(int=2))))))
    assert "lines.0.entries.0" in refused(known, part)
    assert "whole before" in refused(known, LineCredit(UUID(int=2)))["lines.0.line_id"]
    known = after(known, credit(known, EVERYTHING))
    with pytest.raises(InvoiceCreditedError):
        credit(known, CreditRequest("Wrong", (part,)))


def test_an_agreements_charge_is_given_back_with_its_time_when_its_line_is_credited_whole() -> None:
    claim = entry(1, 50, 60)
    fee_of_month = replace(
        fee(1, "1000.00"), kind="agreement", charge_id=UUID(int=8), seconds=60, billed_seconds=60
    )
    known = invoice([fee_of_month], [claim])
    part = LineCredit(UUID(int=1), Decimal(400))
    taken = credit(known, CreditRequest("Wrong", (part,)))
    assert (taken.released, taken.charge_lines, taken.lines[0].seconds) == ((), (), None)
    taken = credit(after(known, taken), EVERYTHING)
    assert (taken.released, taken.charge_lines) == ((), (UUID(int=1),))
    assert (taken.lines[0].seconds, taken.lines[0].amount) == (60, Decimal(600))


def test_time_that_costs_nothing_can_be_given_back() -> None:
    claim = entry(1, 50, 60, billed=0)
    known = invoice([time_line(1, [claim], Decimal(100))], [claim])
    taken = credit(known, EVERYTHING)
    assert taken.totals.total == 0
    assert taken.released == (claim,)
    with pytest.raises(InvoiceCreditedError):
        credit(after(known, taken), EVERYTHING)
