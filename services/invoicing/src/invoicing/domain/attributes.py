"""Objects made from others by the names that both use."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

T = TypeVar("T")


def attributes(names: Iterable[str], *sources: object) -> dict[str, Any]:
    """What the sources hold under these names, each from the first that has it; names that none has are left out."""
    return {
        name: getattr(source, name)
        for name in names
        for source in [next((s for s in sources if hasattr(s, name)), None)]
        if source is not None
    }


def build(kind: type[T], /, *sources: object, **given: Any) -> T:
    """Make a dataclass from attributes of the sources and what is `given`; what is in none keeps its default."""
    names = [field.name for field in fields(kind) if field.init]  # type: ignore[arg-type]
    return kind(**{**attributes(names, *sources), **given})
