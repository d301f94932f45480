"""Base classes and field types of requests and responses."""

import re
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, TypeVar

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
    def _is_plain(cls, value: object, info: ValidationInfo) -> object:
        """No text has control characters, and a switch is `true` or `false`."""
        if isinstance(value, str):
            _must_be_shown(value)
        elif isinstance(value, list):
            for text in value:
                if isinstance(text, str):
                    _must_be_shown(text)
        if info.field_name in _switches(cls) and not isinstance(value, bool | None):
            raise ValueError("send true or false")
        return value


def _must_be_shown(text: str) -> None:
    if found := _CONTROL.search(text):
        raise ValueError(f"holds the control character U+{ord(found[0]):04X}")


@cache
def _switches(model: type[RequestModel]) -> frozenset[str]:
    """The fields that are true or false. An address knows no types: there `1` is `true`, too."""
    if issubclass(model, FilterModel):
        return frozenset()
    kinds = (bool, bool | None)
    return frozenset(
        name for name, field in model.model_fields.items() if field.annotation in kinds
    )


class FilterModel(RequestModel):
    """Query parameters of a list: `asked: Annotated[XFilterRequest, Query()]`. Unknown ones are refused by the route."""

    model_config = ConfigDict(extra="ignore")


class ResponseModel(BaseModel):
    """What a caller gets, made from a row or a domain object by its attributes.

    The docstring beneath a field is its description in the OpenAPI document.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True, use_attribute_docstrings=True)


M = TypeVar("M", bound=BaseModel)
_set = object.__setattr__


def trusted(model: type[M], values: dict[str, Any]) -> M:
    """An instance that holds just these values, one for each field, which are ours: nothing is checked.

    What `model_construct` does, at a quarter of its cost, for objects of which a response has hundreds.
    """
    made = model.__new__(model)
    _set(made, "__dict__", values)
    _set(made, "__pydantic_fields_set__", _names(model))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


@cache
def _names(model: type[BaseModel]) -> set[str]:
    return set(model.model_fields)


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
