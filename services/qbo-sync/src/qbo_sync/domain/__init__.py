"""The rules, in plain Python: what an invoice is in QuickBooks, what a payment pays, how a connection changes."""

import json
from decimal import Decimal
from typing import Any

Entity = dict[str, Any]
"""A QuickBooks entity as JSON with exact decimals: an invoice, a customer, a payment."""


def brief(what: str, reason: str) -> str:
    """For people, in one line: what went wrong and why."""
    return (what + (reason.splitlines() or ["unknown"])[0])[:1000]


def loads(text: bytes | str) -> Any:
    """Read JSON; every number becomes a `Decimal`."""
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def dumps(value: object) -> bytes:
    """Write JSON; a `Decimal` becomes a number with its shortest digits."""
    return json.dumps(value, default=_number, ensure_ascii=False).encode()


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)
