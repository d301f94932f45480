"""Amounts in responses, and dates in requests.

The domain keeps amounts as `Decimal` beside one currency; a response gets that currency as its validation context.
"""

import re
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import BeforeValidator, Field, ValidationInfo, WithJsonSchema

import web
from invoicing.domain.attributes import attributes
from money import round_money

R = TypeVar("R", bound=web.ResponseModel)


def _amount(value: Any, info: ValidationInfo) -> Any:
    return amount_of(value, info.context or "") if isinstance(value, Decimal) else value


def _price(value: Any, info: ValidationInfo) -> Any:
    return price_of(value, info.context or "") if isinstance(value, Decimal) else value


def amount_of(value: Decimal, currency: str) -> web.Money:
    """An amount with the currency's decimals."""
    return price_of(round_money(value, currency), currency)


def price_of(value: Decimal, currency: str) -> web.Money:
    """A price per hour with all the decimals that it has."""
    return web.trusted(web.Money, {"amount": value, "currency": currency})


AmountOf = Annotated[web.Money, BeforeValidator(_amount)]
"""An amount with the currency's decimals, from a `Decimal`."""
PriceOf = Annotated[web.Money, BeforeValidator(_price)]
"""A price per hour with all the decimals that it has, from a `Decimal`."""

_BELOW_ONE = r"0\.([1-9][0-9]{0,3}|0[1-9][0-9]{0,2}|00[1-9][0-9]?|000[1-9])"
_POSITIVE = rf"([1-9][0-9]{{0,12}}(\.[0-9]{{1,4}})?|{_BELOW_ONE})"
_COUNTED = rf"([1-9][0-9]{{0,8}}(\.[0-9]{{1,4}})?|{_BELOW_ONE})"
_PERCENT = rf"(100(\.0{{1,4}})?|[1-9][0-9]?(\.[0-9]{{1,4}})?|{_BELOW_ONE})"
_LIMIT = r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,2})?"
_TAX_RATE = r"([0-9]|[1-9][0-9])(\.[0-9]{1,2}0{0,18})?"


def _written(pattern: str, reason: str) -> BeforeValidator:
    """Refuse a text that is not of the pattern."""

    def check(value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise ValueError(reason)
        return value

    return BeforeValidator(check)


def _text(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^{pattern}$", "examples": [example]})


written, number_text = _written, _text

Positive = Annotated[
    web.Amount,
    _written(_POSITIVE, "must be above 0, with at most 13 digits and 4 decimals"),
    _text(_POSITIVE, "1000.00"),
]
"""An amount that can be paid or charged."""
Limit = Annotated[
    web.Amount,
    _written(_LIMIT, "must be at least 0 and below 10000, with at most two decimals"),
    _text(_LIMIT, "10.00"),
]
"""A small amount in whatever currency that something must not exceed."""
Counted = Annotated[
    web.Amount,
    _written(_COUNTED, "must be above 0, with at most 9 digits and 4 decimals"),
    _text(_COUNTED, "2.5"),
]
"""How many of something, or what one of it costs."""
Percent = Annotated[
    web.Amount,
    _written(_PERCENT, "must be above 0 and at most 100, with at most 4 decimals"),
    _text(_PERCENT, "12.5"),
]
"""A share that can be taken off."""
TaxRate = Annotated[
    web.Amount,
    _written(_TAX_RATE, "must be at least 0 and below 100, with at most two decimals"),
    _text(_TAX_RATE, "25"),
]
"""A rate of value added tax, in per cent."""
Day = Annotated[
    web.Day,
    Field(ge=date(1970, 1, 1), le=date(2199, 12, 31)),
    WithJsonSchema(
        {"type": "string", "format": "date", "pattern": "^(19[7-9]|20[0-9]|21[0-9])[0-9]-"}
    ),
]
"""A day that a book can speak of: far enough from where the calendar ends to reckon with time zones and terms."""


class PositiveMoney(web.Money):
    """An amount above 0 and its currency."""

    amount: Positive
    """In units of the currency, with at most its decimals."""


class AmountsResponse(web.ResponseModel):
    """A response whose amounts are all in the `currency` of what it is made from."""

    @classmethod
    def of(cls, source: Any) -> Self:
        """From a domain object or a read model, by attribute."""
        return cls.model_validate(source, context=source.currency)


def respond(model: type[R], *sources: object, currency: str, **given: object) -> R:
    """Make a response from attributes of the sources and what is `given`; what is in none is null."""
    nothing = dict.fromkeys(model.model_fields)
    values = {**nothing, **attributes(model.model_fields, *sources), **given}
    return model.model_validate(values, from_attributes=True, context=currency)
