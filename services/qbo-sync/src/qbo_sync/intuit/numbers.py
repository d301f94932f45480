"""JSON with exact decimals."""

import json
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")
Doc = dict[str, Any]


def loads(text: bytes | str) -> Any:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def dumps(value: object) -> bytes:
    return json.dumps(value, default=_number, ensure_ascii=False).encode()


def half_up(value: Decimal) -> Decimal:
    """To cents, as QuickBooks rounds an amount."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)
