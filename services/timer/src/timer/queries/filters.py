"""Filters that callers may leave out."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement


def conditions(
    *asked: tuple[Any, Callable[[Any, Any], Any], object],
) -> list[ColumnElement[bool]]:
    """Compare each column by its operator with its value; None for a value lets everything through."""
    return [compare(column, value) for column, compare, value in asked if value is not None]
