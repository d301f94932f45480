"""Base classes and field types of requests and responses."""

from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from money import is_currency


class RequestModel(BaseModel):
    """What a caller sends. Unknown fields are refused, so that a typing error is not silently lost."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ResponseModel(BaseModel):
    """What a caller gets, made from a row or a domain object by its attributes."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


def _decimal_string(value: object) -> object:
    if isinstance(value, str | Decimal):
        return value
    raise ValueError('send amounts as strings, like "1000.00"')


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("not a currency of ISO 4217")
    return code


Amount = Annotated[Decimal, BeforeValidator(_decimal_string)]
CurrencyCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_currency)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Money(RequestModel):
    """An amount and its ISO 4217 currency: `{"amount": "1000.00", "currency": "DKK"}`."""

    model_config = ConfigDict(from_attributes=True)

    amount: Amount
    currency: CurrencyCode
