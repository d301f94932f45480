"""Base classes and field types of requests and responses."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from typing_extensions import TypeAliasType

from money import CURRENCIES, is_currency

_AMOUNT = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029]")
"""What no document can show; tabs and line ends are text."""
_INSTANT = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("send a whole number")
    return value


WholeNumber = Annotated[int, BeforeValidator(_whole)]
"""An integer as JSON Schema has it: 1 and 1.0, but neither `true` nor a text."""


class RequestModel(BaseModel):
    """What a caller sends. Unknown fields are refused, so that a typing error is not silently lost.

    The docstring beneath a field is its description in the OpenAPI document.
    """

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, use_attribute_docstrings=True
    )

    @field_validator("*", mode="before")
    @classmethod
    def _no_control_characters(cls, value: object) -> object:
        for text in (
            (value,) if isinstance(value, str) else value if isinstance(value, list) else ()
        ):
            if isinstance(text, str) and (found := _CONTROL.search(text)):
                raise ValueError(f"holds the control character U+{ord(found[0]):04X}")
        return value

    @field_validator("*", mode="before")
    @classmethod
    def _true_or_false(cls, value: object, info: ValidationInfo) -> object:
        kind = cls.model_fields[info.field_name or ""].annotation
        if kind in (bool, bool | None) and not isinstance(value, bool | None):
            raise ValueError("send true or false")
        return value


class FilterModel(RequestModel):
    """Query parameters of a list: `asked: Annotated[XFilterRequest, Query()]`. Unknown ones are refused by the route."""

    model_config = ConfigDict(extra="ignore")

    @field_validator("*", mode="before")
    @classmethod
    def _true_or_false(cls, value: object, info: ValidationInfo) -> object:
        """An address knows no types: `true` and `1` are the same there."""
        return value


class ResponseModel(BaseModel):
    """What a caller gets, made from a row or a domain object by its attributes.

    The docstring beneath a field is its description in the OpenAPI document.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True, use_attribute_docstrings=True)


def _decimal_string(value: object) -> object:
    if isinstance(value, Decimal) or (isinstance(value, str) and _AMOUNT.fullmatch(value)):
        return value
    raise ValueError('send amounts as strings of digits, like "1000.00"')


def _iso_day(value: object) -> object:
    if isinstance(value, date) or (isinstance(value, str) and _DAY.fullmatch(value)):
        return value
    raise ValueError("send days as YYYY-MM-DD")


def _rfc3339(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and _INSTANT.match(value)):
        return value
    raise ValueError("send times as in RFC 3339, like 2026-03-02T09:00:00Z")


def _currency(code: str) -> str:
    if not is_currency(code):
        raise ValueError("not a currency of ISO 4217")
    return code


Amount = TypeAliasType(
    "Amount",
    Annotated[
        Decimal,
        BeforeValidator(_decimal_string),
        WithJsonSchema(
            {
                "type": "string",
                "description": "An amount as a string of digits, so that no cent is lost on the way.",
                "pattern": f"^{_AMOUNT.pattern}$",
                "examples": ["1000.00"],
            }
        ),
    ],
)
Day = Annotated[date, BeforeValidator(_iso_day)]
"""A date as RFC 3339 writes it; nothing else that happens to parse."""
Instant = Annotated[AwareDatetime, BeforeValidator(_rfc3339)]
"""A date and time with its offset as RFC 3339 writes them; no seconds since 1970."""
CurrencyCode = TypeAliasType(
    "CurrencyCode",
    Annotated[
        str,
        AfterValidator(_currency),
        WithJsonSchema(
            {
                "type": "string",
                "description": "Code of a currency (ISO 4217).",
                "enum": sorted(CURRENCIES),
            }
        ),
    ],
)
Name = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class Money(RequestModel):
    """An amount and its ISO 4217 currency: `{"amount": "1000.00", "currency": "DKK"}`."""

    model_config = ConfigDict(from_attributes=True)

    amount: Amount
    """In units of the currency, not in cents: `"1000.00"` is one thousand."""
    currency: CurrencyCode
    """Code of the currency (ISO 4217)."""
