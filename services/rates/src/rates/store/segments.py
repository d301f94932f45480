"""Segments as the database has them: a list of JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from json import dumps
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator

from rates.domain.segments import Segment

Segments = tuple[Segment, ...]
_NAMES = [field.name for field in fields(Segment)]


class SegmentsColumn(TypeDecorator[Segments]):
    """A column with the segments of an entry; null: all of it is charged by the hour at one rate."""

    impl = JSONB(none_as_null=True)
    cache_ok = True

    def process_bind_param(self, value: Segments | None, _dialect: Dialect) -> Any:
        """Rates are strings, exact as they are."""
        return None if value is None else _plain(value)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Segments | None:
        """Read what is stored."""
        return None if value is None else _segments(value)


def segments_in(stored: Iterable[Mapping[str, Any]] | None) -> Segments | None:
    """Read segments from a column, as the driver has it."""
    return None if stored is None else _segments(stored)


def segments_json(segments: Sequence[Segment] | None) -> str | None:
    """Write segments as the text of a column."""
    return None if segments is None else dumps(_plain(segments))


def _plain(segments: Iterable[Segment]) -> list[dict[str, Any]]:
    return [{name: _value(getattr(one, name)) for name in _NAMES} for one in segments]


def _value(value: object) -> object:
    return str(value) if isinstance(value, UUID | Decimal) else value


def _segments(stored: Iterable[Mapping[str, Any]]) -> Segments:
    return tuple(Segment(**dict(_fields(one))) for one in stored)


def _fields(stored: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in stored.items():
        if name == "hourly_rate":
            yield name, Decimal(value)
        else:
            yield name, UUID(value) if value and name.endswith("_id") else value
