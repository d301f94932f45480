"""Lines that charge so many of something: quantity × unit price, rounded half-up once."""

from dataclasses import replace
from decimal import Decimal

from domain_errors import InvalidInputError
from invoicing.domain.lines import Line
from money import round_money

_MOST = Decimal(10) ** 13
"""As amounts that are typed."""


def quantity_amount(quantity: Decimal, unit_price: Decimal, currency: str) -> Decimal:
    """What so many cost. Raises `InvalidInputError` for what is no amount of a line."""
    amount = round_money(quantity * unit_price, currency)
    if amount == 0:
        raise InvalidInputError("quantity", f"comes to nothing in {currency}")
    if amount >= _MOST:
        raise InvalidInputError("quantity", "comes to more than 13 digits")
    return amount


def measured(
    line: Line,
    quantity: Decimal | None,
    unit: str | None,
    unit_price: Decimal | None,
    currency: str,
) -> Line:
    """The line with another quantity, unit or unit price, and the amount of these; None: as before.

    Raises `InvalidInputError` where a line that had no quantity gets only one of the two.
    """
    quantity = line.quantity if quantity is None else quantity
    unit_price = line.unit_price if unit_price is None else unit_price
    if quantity is None:
        raise InvalidInputError("quantity", "is missing: a unit price is of a quantity")
    if unit_price is None:
        raise InvalidInputError("unit_price", "is missing: a quantity has a unit price")
    return replace(
        line,
        quantity=quantity,
        unit=(line.unit if unit is None else unit) or None,
        unit_price=unit_price,
        amount=quantity_amount(quantity, unit_price, currency),
    )


def unmeasured(line: Line, amount: Decimal) -> Line:
    """The line with an amount that no quantity makes."""
    return replace(line, amount=amount, quantity=None, unit=None, unit_price=None)
