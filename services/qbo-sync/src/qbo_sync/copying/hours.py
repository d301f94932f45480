"""A time line in QuickBooks: quantity and price when they multiply to the amount, else in words."""

from decimal import ROUND_HALF_UP, Decimal

from qbo_sync.intuit.numbers import half_up

SECONDS_PER_HOUR = 3600
FEWEST, MOST = 2, 5


def quantity(seconds: int, hourly_rate: Decimal, amount: Decimal) -> Decimal | None:
    """Decimal hours with the fewest decimals (2 to 5) whose product with the rate is the amount.

    QuickBooks refuses a line (6070) unless Amount = Qty × UnitPrice, rounded half-up; None when no
    such quantity exists.
    """
    for decimals in range(FEWEST, MOST + 1):
        step = Decimal(1).scaleb(-decimals)
        hours = (Decimal(seconds) / SECONDS_PER_HOUR).quantize(step, ROUND_HALF_UP)
        if half_up(hours * hourly_rate) == amount:
            return hours
    return None


def in_words(seconds: int, hourly_rate: Decimal, currency: str) -> str:
    """`0:50 h × 1200.00 DKK`, with seconds when there are some: `0:50:07 h × …`."""
    minutes, rest = divmod(seconds, 60)
    clock = f"{minutes // 60}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")
    return f"{clock} h × {hourly_rate} {currency}"
