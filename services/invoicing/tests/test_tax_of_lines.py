"""Lines name the account's tax code; totals are by category and rate, whichever codes they have (EN 16931 BR-CO-17)."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from invoicing.domain.credit_note import CreditRequest
from invoicing.domain.crediting import Creditable, credit
from invoicing.domain.discounts import Discount, with_discounts
from invoicing.domain.invoice import InvoiceContent
from invoicing.domain.lines import Line, add_up
from invoicing.domain.parties import Party
from invoicing.domain.tax import Tax

SALES = Tax("standard", Decimal(25), "S")
GOODS = Tax("standard", Decimal(25), "GOODS")


def fee(number: int, tax: Tax, amount: str = "100.05") -> Line:
    return Line(UUID(int=number), number, "fee", "Opstart", Decimal(amount), tax)


def test_two_codes_of_one_rate_are_one_total_rounded_once() -> None:
    found = add_up([fee(1, SALES), fee(2, GOODS)], "DKK")

    [total] = found.tax_totals
    assert (total.base, total.tax) == (Decimal("200.10"), Decimal("50.03"))


def test_a_discount_is_spread_over_codes_too() -> None:
    off = Discount(UUID(int=9), "Rabat", amount=Decimal("10.01"))

    lines = with_discounts([fee(1, SALES), fee(2, GOODS)], [off], "DKK")

    taken = {line.tax_code: line.amount for line in lines if line.kind == "discount"}
    assert sorted(taken.values(), key=str) == [Decimal("-5.00"), Decimal("-5.01")]
    assert taken.keys() == {"S", "GOODS"}
    assert len({line.line_id for line in lines}) == 4


def test_what_is_credited_keeps_its_code() -> None:
    invoice = _invoice(fee(1, SALES), fee(2, GOODS))

    taken = credit(Creditable(invoice, {}, {}, ()), CreditRequest(reason="fejl"))

    assert [line.tax_code for line in taken.lines] == ["S", "GOODS"]
    assert taken.totals == invoice.totals


def test_codes_without_any_sort_with_others() -> None:
    uncoded = replace(SALES, code=None)

    assert sorted([SALES, uncoded, GOODS]) == [uncoded, GOODS, SALES]


def _invoice(*lines: Line) -> InvoiceContent:
    return InvoiceContent(
        id=UUID(int=1),
        organization_id=UUID(int=2),
        currency="DKK",
        language="da",
        seller=Party("Studio Lind ApS"),
        buyer=Party("Nordlys ApS"),
        lines=lines,
        number="2026-0001",
    )
