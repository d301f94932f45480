"""Change a line of a draft: what it says, what it charges, how that is taxed, and its place on the page."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from domain_errors import InvalidInputError, NotFoundError
from invoicing.domain.discounts import Discount, check_discounted, discount_of_line
from invoicing.domain.draft import Draft
from invoicing.domain.lines import Line, LineKind, charges, placed
from invoicing.domain.quantities import measured, unmeasured
from invoicing.domain.tax import Tax
from money import is_payable, round_money

_PRICED_BY_HAND: frozenset[LineKind] = frozenset({"fee", "fixed", "expense"})


@dataclass(frozen=True)
class LineChange:
    """What is to be otherwise; None: as before. `position`: the place on the page, from 1, discounts not counted."""

    position: int | None = None
    description: str | None = None
    amount: Decimal | None = None
    percent: Decimal | None = None
    tax: Tax | str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    unit_price: Decimal | None = None

    @property
    def measures(self) -> bool:
        """Whether it says how many of what the line charges."""
        return (self.quantity, self.unit, self.unit_price) != (None, None, None)


def change_line(draft: Draft, line_id: UUID, change: LineChange) -> Draft:
    """The draft with one line changed; any part of a discount stands for it.

    Raises `InvalidInputError` for what a line of its kind cannot have, `NotFoundError` when there is no such line.
    """
    changed = replace(draft, version=draft.version + 1)
    taxes = {tax for tax, _ in charges(draft.lines)}
    if discount_id := discount_of_line(line_id, draft.discounts, taxes):
        discounts = tuple(
            _changed_discount(draft, one, change) if one.discount_id == discount_id else one
            for one in draft.discounts
        )
        return replace(changed, discounts=discounts)
    lines = [
        _changed_line(one, change, draft.currency) if one.line_id == line_id else one
        for one in draft.lines
    ]
    if all(one.line_id != line_id for one in lines):
        raise NotFoundError("line on this draft")
    if change.position is not None:
        lines = _moved(lines, line_id, change.position)
    return replace(changed, lines=placed(lines))


def _moved(lines: Sequence[Line], line_id: UUID, position: int) -> list[Line]:
    if position > len(lines):
        raise InvalidInputError("position", f"is beyond the last of {len(lines)} lines")
    [line] = [one for one in lines if one.line_id == line_id]
    others = [one for one in lines if one.line_id != line_id]
    return [*others[: position - 1], line, *others[position - 1 :]]


def _changed_line(line: Line, change: LineChange, currency: str) -> Line:
    if change.percent is not None:
        raise InvalidInputError("percent", "belongs to a discount")
    if change.description is not None and line.kind == "agreement":
        raise InvalidInputError("description", "says what the agreement charges")
    if change.tax is not None and line.kind == "text":
        raise InvalidInputError("tax", "is of what is charged: a text charges nothing")
    assert not isinstance(change.tax, str), "a code is looked up before"
    changed = replace(
        line, description=change.description or line.description, tax=change.tax or line.tax
    )
    if change.amount is not None:
        return unmeasured(changed, _amount(line, change.amount, currency))
    return _measured(changed, change, currency) if change.measures else changed


def _measured(line: Line, change: LineChange, currency: str) -> Line:
    if line.kind not in _PRICED_BY_HAND:
        raise InvalidInputError("quantity", f"of a line of kind {line.kind} is not set by hand")
    return measured(line, change.quantity, change.unit, change.unit_price, currency)


def _amount(line: Line, amount: Decimal, currency: str) -> Decimal:
    if line.kind not in _PRICED_BY_HAND:
        raise InvalidInputError("amount", f"of a line of kind {line.kind} is not set by hand")
    return _payable(amount, currency)


def _changed_discount(draft: Draft, discount: Discount, change: LineChange) -> Discount:
    if change.position is not None:
        raise InvalidInputError(
            "position", "is under its line, or behind all lines, of a discount on the whole"
        )
    if change.tax is not None:
        raise InvalidInputError("tax", "of a discount is that of the lines")
    if change.measures:
        raise InvalidInputError("quantity", "of a line of kind discount is not set by hand")
    described = replace(discount, description=change.description or discount.description)
    if change.percent is not None:
        return replace(described, percent=change.percent, amount=None)
    if change.amount is not None:
        amount = _payable(change.amount, draft.currency)
        if discount.of_line_id:
            check_discounted(draft.line(discount.of_line_id), amount)
        return replace(described, percent=None, amount=amount)
    return described


def _payable(amount: Decimal, currency: str) -> Decimal:
    if not is_payable(amount, currency):
        raise InvalidInputError("amount", f"has more decimals than {currency}")
    return round_money(amount, currency)
