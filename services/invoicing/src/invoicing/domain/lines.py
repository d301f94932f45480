"""Invoice lines and what each of them costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.errors import TooManyLinesError
from invoicing.domain.tax import Tax, TaxCategory, Totals, totals
from money import hourly_amount

_MILLIONTH = Decimal("0.000001")
LineKind = Literal["time", "fee", "expense", "fixed", "discount", "text"]

MOST_LINES = 750
"""What QuickBooks and one message can hold."""


@dataclass(frozen=True)
class Line:
    """One line as it is printed; `amount` is before tax and negative for a discount. A text has no amount and no tax."""

    line_id: UUID
    position: int
    kind: LineKind
    description: str
    amount: Decimal | None
    tax: Tax | None
    seconds: int | None = None
    hourly_rate: Decimal | None = None
    service_type_id: UUID | None = None
    service_type_name: str | None = None
    first_day: date | None = None
    last_day: date | None = None

    @property
    def tax_category(self) -> TaxCategory | None:
        """The category of the tax."""
        return None if self.tax is None else self.tax.category

    @property
    def tax_rate(self) -> Decimal | None:
        """Per cent."""
        return None if self.tax is None else self.tax.rate

    @property
    def formula(self) -> str | None:
        """How the amount of a time line comes about, for people to check."""
        if self.seconds is None or self.hourly_rate is None:
            return None
        exact = (self.seconds * self.hourly_rate / 3600).quantize(_MILLIONTH).normalize()
        return f"{self.seconds} s × {self.hourly_rate} ÷ 3600 = {exact:f} → {self.amount}"


def time_amount(seconds: int, hourly_rate: Decimal, currency: str) -> Decimal:
    """Price of time: seconds × rate ÷ 3600, rounded half-up once (domain §5)."""
    return hourly_amount(seconds * hourly_rate, currency)


def shrink(line: Line, seconds: int, currency: str) -> Line:
    """Take seconds off a time line and price what is left."""
    assert line.seconds is not None
    assert line.hourly_rate is not None
    left = line.seconds - seconds
    return replace(line, seconds=left, amount=time_amount(left, line.hourly_rate, currency))


def charges(lines: Iterable[Line]) -> Iterator[tuple[Tax, Decimal]]:
    """What the lines charge: how it is taxed, and the amount before tax. Texts charge nothing."""
    for line in lines:
        if line.tax is not None and line.amount is not None:
            yield line.tax, line.amount


def add_up(lines: Sequence[Line], currency: str) -> Totals:
    """Totals of the lines."""
    return totals(charges(lines), currency)


def placed(lines: Sequence[Line]) -> tuple[Line, ...]:
    """Number the lines 1, 2, 3 … in their order."""
    return tuple(
        line if line.position == place else replace(line, position=place)
        for place, line in enumerate(lines, 1)
    )


def check_line_count(count: int) -> None:
    """Raise `TooManyLinesError` for an invoice that is too long."""
    if count > MOST_LINES:
        raise TooManyLinesError(
            f"this would have {count}: group more coarsely, or bill a shorter period"
        )
