"""The rules, in plain Python: what an invoice is in QuickBooks, what a payment pays, how a connection changes."""

import functools
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
Entity = dict[str, Any]
"""A QuickBooks entity as JSON with exact decimals: an invoice, a customer, a payment."""
UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What a foreign document can raise: `ArithmeticError` for its numbers, `RecursionError` for its depth."""


class UnreadableEntityError(Exception):
    """An entity is not as Intuit documents it."""


def reads_entity(read: Callable[P, T]) -> Callable[P, T]:
    """Let a function that reads entities raise `UnreadableEntityError` for those that are not as documented."""

    @functools.wraps(read)
    def reading(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return read(*args, **kwargs)
        except UNREADABLE as error:
            raise UnreadableEntityError(f"QuickBooks sent a broken entity: {error!r}") from error

    return reading


def brief(what: str, reason: str) -> str:
    """For people, in one line: what went wrong and why."""
    return (what + (reason.splitlines() or ["unknown"])[0])[:1000]


def loads(text: bytes | str) -> Any:
    """Read JSON; every number becomes a `Decimal`. Raises ValueError for whatever cannot be read."""
    try:
        return json.loads(text, parse_float=Decimal, parse_int=Decimal)
    except (ArithmeticError, RecursionError) as error:
        raise ValueError(f"not readable as JSON: {error!r}") from error


def dumps(value: object) -> bytes:
    """Write JSON; a `Decimal` becomes a number with its shortest digits."""
    return json.dumps(value, default=_number, ensure_ascii=False).encode()


def _number(value: object) -> int | float:
    if not isinstance(value, Decimal):
        raise TypeError(type(value).__name__)
    return int(value) if value == value.to_integral_value() else float(value)
