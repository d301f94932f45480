"""JSON with exact numbers, written the way QuickBooks writes them: `362.07`, `0`."""

import json
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

CENT = Decimal("0.01")


def loads(text: str | bytes) -> Any:
    return json.loads(text, parse_float=Decimal)


def dumps(value: object, *, indent: int | None = None) -> str:
    return json.dumps(value, default=_number, ensure_ascii=False, indent=indent)


def decimal(value: object) -> Decimal:
    """A number of the wire as Decimal.

    Raises:
        InvalidOperation: it is not one.
    """
    if isinstance(value, bool) or value is None:
        raise InvalidOperation
    return Decimal(str(value))


def half_up(value: Decimal) -> Decimal:
    """Rounded to cents, halves away from zero (facts: QBO rounds half-up in decimal)."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)
