"""Whether a schema may replace the published one: old consumers and old messages must both survive."""

from collections.abc import Iterator
from typing import Any

_PROSE = frozenset({"title", "description"})


def incompatibilities(old: Any, new: Any, where: str = "") -> Iterator[str]:
    """Name each difference that an old consumer or an old message would not survive.

    Only optional properties may be added. All else, also a wider range or a new enum value, is a new version of the type.
    """
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from incompatibilities(before, after, f"{where}/{index}")
        return
    if not (isinstance(old, dict) and isinstance(new, dict)):
        if old != new:
            yield f"{where or 'schema'}: was {old!r}, is {new!r}"
        return
    for key in sorted((old.keys() | new.keys()) - _PROSE):
        path = f"{where}/{key}"
        if key in ("properties", "$defs"):
            yield from _members(old.get(key, {}), new.get(key, {}), path)
        elif key == "required":
            yield from _required(old, new, path)
        else:
            yield from incompatibilities(old.get(key), new.get(key), path)


def _members(old: dict[str, Any], new: dict[str, Any], where: str) -> Iterator[str]:
    for name, schema in old.items():
        if name in new:
            yield from incompatibilities(schema, new[name], f"{where}/{name}")
        else:
            yield f"{where}/{name}: is gone"


def _required(old: dict[str, Any], new: dict[str, Any], where: str) -> Iterator[str]:
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    yield from (f"{where}: {name} must now be there" for name in sorted(after - before))
    yield from (f"{where}: {name} need not be there any more" for name in sorted(before - after))
