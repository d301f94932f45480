"""Amounts in responses, and dates in requests.

The domain keeps amounts as `Decimal` beside one currency; a response gets that currency as its validation context.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self, TypeVar

from pydantic import BeforeValidator, Field, ValidationInfo

import web
from invoicing.domain.attributes import attributes
from money import round_money

R = TypeVar("R", bound=web.ResponseModel)


def _amount(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, Decimal):
        return value
    currency: str = info.context or ""
    return {"amount": round_money(value, currency), "currency": currency}


def _price(value: Any, info: ValidationInfo) -> Any:
    return {"amount": value, "currency": info.context} if isinstance(value, Decimal) else value


AmountOf = Annotated[web.Money, BeforeValidator(_amount)]
"""An amount with the currency's decimals, from a `Decimal`."""
PriceOf = Annotated[web.Money, BeforeValidator(_price)]
"""A price per hour with all the decimals that it has, from a `Decimal`."""

Positive = Annotated[web.Amount, Field(gt=0, max_digits=15)]
Day = Annotated[web.Day, Field(ge=date(1970, 1, 1), le=date(2200, 12, 31))]
"""A day that a book can speak of: far enough from where the calendar ends to reckon with time zones and terms."""


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
