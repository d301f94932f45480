"""Many values as one parameter of a statement: a list of parameters ends at 32,767."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Uuid, any_, bindparam
from sqlalchemy.types import TypeEngine


def any_of(values: Iterable[object], kind: TypeEngine[Any] | None = None) -> ColumnElement[Any]:
    """What a column of this kind, by default of ids, is compared with by `==`."""
    array = ARRAY(kind or Uuid())
    return any_(bindparam(None, list(values), type_=array, unique=True))
