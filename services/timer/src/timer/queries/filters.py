"""Filters that callers may leave out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, func, select

from timer.store.tables.customers import Organization

_IDS = ARRAY(Uuid())


def conditions(
    *asked: tuple[Any, Callable[[Any, Any], Any], object],
) -> list[ColumnElement[bool]]:
    """Compare each column by its operator with its value; None for a value lets everything through."""
    return [compare(column, value) for column, compare, value in asked if value is not None]


def of_organization(column: Any, organization_id: UUID) -> ColumnElement[bool]:
    """The column names the customer, or one that was merged into it; those are found once, and looked for by index."""
    merged = select(Organization.id).where(Organization.merged_into == organization_id)
    ids = func.array_append(func.array(merged.scalar_subquery()), organization_id, type_=_IDS)
    found: ColumnElement[bool] = column == any_(ids)
    return found
