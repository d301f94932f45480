"""Invoice lines and what each of them costs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal
from uuid import UUID

from invoicing.domain.errors import TooManyLinesError
from invoicing.domain.tax import Tax, TaxCategory, Totals, totals
from money import SECONDS_PER_HOUR, hourly_amount, round_money

_MILLIONTH = Decimal("0.000001")
LineKind = Literal["time", "agreement", "fee", "expense", "fixed", "discount", "text"]

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
    billed_seconds: int | None = None
    """What is charged of the seconds, after rounding; None: of no time."""
    hours: Decimal | None = None
    """What is charged as decimal hours, where these are printed: times the rate they are the amount; None: as 0:50."""
    charge_id: UUID | None = None
    """What of an agreement it bills: its seconds are those that this covers."""
    included_seconds: int | None = None
    """What an agreement covers at most, with what was rolled over; None: no hours."""
    rolled_over_seconds: int | None = None
    """What of it is of months before."""
    discount_id: UUID | None = None
    """The discount that it is, or is a part of: on the whole there is a line for each tax."""
    percent: Decimal | None = None
    """Of a discount in per cent, how many of its line, or of what is billed."""
    of_line_id: UUID | None = None
    """The line that a discount is taken off; None: it is on the whole."""
    said_amount: Decimal | None = None
    """On a draft, of a discount of an amount: how much that is, when its line charges less; None: so much is taken off."""
    quantity: Decimal | None = None
    """How many the amount is of, each at `unit_price` before tax; None: it was named as a whole."""
    unit: str | None = None
    unit_price: Decimal | None = None

    @property
    def tax_category(self) -> TaxCategory | None:
        """The category of the tax."""
        return None if self.tax is None else self.tax.category

    @property
    def tax_rate(self) -> Decimal | None:
        """Per cent."""
        return None if self.tax is None else self.tax.rate

    @property
    def tax_code(self) -> str | None:
        """The account's code of the tax."""
        return None if self.tax is None else self.tax.code

    @property
    def formula(self) -> str | None:
        """How the amount of time or of a quantity comes about, for people to check."""
        if self.quantity is not None and self.unit_price is not None:
            exact = (self.quantity * self.unit_price).normalize()
            return f"{self.quantity} × {self.unit_price} = {exact:f} → {self.amount}"
        if self.billed_seconds is None or self.hourly_rate is None:
            return None
        rounded = f"{self.seconds} s, billed as " if self.is_rounded else ""
        if self.hours is not None:
            return f"{rounded}{self.billed_seconds} s → {self.hours} h × {self.hourly_rate} → {self.amount}"
        exact = (self.billed_seconds * self.hourly_rate / 3600).quantize(_MILLIONTH).normalize()
        return f"{rounded}{self.billed_seconds} s × {self.hourly_rate} ÷ 3600 = {exact:f} → {self.amount}"

    @property
    def hour_decimals(self) -> int | None:
        """How many decimals its hours have; None: they are printed as 0:50."""
        return None if self.hours is None else decimals_of(self.hours)

    @property
    def is_rounded(self) -> bool:
        """Whether more or less is charged than was worked."""
        return self.billed_seconds != self.seconds


def decimals_of(hours: Decimal) -> int:
    """How many decimals are written, zeros too."""
    exponent = hours.as_tuple().exponent
    assert isinstance(exponent, int), "infinity and NaN are no hours"
    return -exponent


def decimal_hours(billed_seconds: int, decimals: int | None) -> Decimal | None:
    """Hours as a line prints them, rounded half-up to these decimals; None: it prints them as 0:50."""
    if decimals is None:
        return None
    step = Decimal(1).scaleb(-decimals)
    return (Decimal(billed_seconds) / SECONDS_PER_HOUR).quantize(step, ROUND_HALF_UP)


def time_amount(
    billed_seconds: int, hourly_rate: Decimal, currency: str, decimals: int | None = None
) -> Decimal:
    """Price of time: billed seconds × rate ÷ 3600, or decimal hours as printed × rate; rounded half-up once (domain §5)."""
    hours = decimal_hours(billed_seconds, decimals)
    if hours is None:
        return hourly_amount(billed_seconds * hourly_rate, currency)
    return round_money(hours * hourly_rate, currency)


def shrink(line: Line, seconds: int, billed_seconds: int, currency: str) -> Line:
    """Take seconds, and what is charged of them, off a line and price what is left; an agreement's amount stays."""
    assert line.seconds is not None
    assert line.billed_seconds is not None
    left = line.billed_seconds - billed_seconds
    if line.hourly_rate is None:
        left_over = line.seconds - seconds or None
        return replace(line, seconds=left_over, billed_seconds=left_over and left)
    return _priced(line, line.seconds - seconds, left, line.hourly_rate, currency)


def at_rate(line: Line, hourly_rate: Decimal, currency: str) -> Line:
    """The same time at another price."""
    assert line.seconds is not None
    assert line.billed_seconds is not None
    return _priced(line, line.seconds, line.billed_seconds, hourly_rate, currency)


def _priced(
    line: Line, seconds: int, billed_seconds: int, hourly_rate: Decimal, currency: str
) -> Line:
    """A line of time with other seconds, its hours written as before."""
    decimals = line.hour_decimals
    return replace(
        line,
        seconds=seconds,
        billed_seconds=billed_seconds,
        hourly_rate=hourly_rate,
        hours=decimal_hours(billed_seconds, decimals),
        amount=time_amount(billed_seconds, hourly_rate, currency, decimals),
    )


@dataclass(frozen=True)
class LineTime:
    """What the claims of a line of time add up to, and what their entries have alike."""

    line_id: UUID
    seconds: int
    billed_seconds: int
    first_day: date
    last_day: date
    service_type_id: UUID | None = None
    service_type_name: str | None = None


def charging(line: Line, time: LineTime, hourly_rate: Decimal, currency: str) -> Line:
    """Let a line of time charge just this, priced once."""
    return replace(
        _priced(line, time.seconds, time.billed_seconds, hourly_rate, currency),
        first_day=time.first_day,
        last_day=time.last_day,
        service_type_id=time.service_type_id,
        service_type_name=time.service_type_name,
    )


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
