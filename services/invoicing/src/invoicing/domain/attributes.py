"""Objects made from others by the names that both use."""

from collections.abc import Hashable, Iterable
from dataclasses import fields
from functools import cache
from typing import Any, TypeVar, cast

T = TypeVar("T")
_MISSING = object()


def attributes(names: Iterable[str], *sources: object) -> dict[str, Any]:
    """What the sources hold under these names, each from the first that has it; names that none has are left out."""
    found = {}
    for name in names:
        for source in sources:
            value = getattr(source, name, _MISSING)
            if value is not _MISSING:
                found[name] = value
                break
    return found


def build(kind: type[T], /, *sources: object, **given: Any) -> T:
    """Make a dataclass from attributes of the sources and what is `given`; what is in none keeps its default."""
    return kind(**{**attributes(_names(cast("Hashable", kind)), *sources), **given})


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.init)
