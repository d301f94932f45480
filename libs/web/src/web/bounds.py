"""Bounds of fields as JSON Schema writes them.

Pydantic writes a bound of a number as `minimum`, but that of a field whose type is checked by a function of ours as `ge`,
which nobody reads. So it is an amount, which is a text and has no `minimum`: what it may be is said in its description.
"""

from collections.abc import Iterator
from typing import Any

_KEYWORDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum"}
_WORDS = {"ge": "at least {}", "gt": "more than {}", "le": "at most {}", "lt": "less than {}"}
_DIGITS = ("decimal_places", "max_digits")
"""Of an amount, whose pattern says them."""


def state_bounds(document: dict[str, Any]) -> None:
    """Write the bounds of all schemas so that every reader knows them."""
    for schema in _bounded(document):
        bounds = {name: schema.pop(name) for name in (*_KEYWORDS, *_DIGITS) if name in schema}
        said = {name: bound for name, bound in bounds.items() if name in _KEYWORDS}
        if schema.get("type") in ("integer", "number"):
            schema |= {_KEYWORDS[name]: bound for name, bound in said.items()}
        elif said:
            words = " and ".join(_WORDS[name].format(bound) for name, bound in said.items())
            before = f"{schema['description']} " if "description" in schema else ""
            schema["description"] = f"{before}{words[0].upper()}{words[1:]}."


def _bounded(node: Any) -> Iterator[dict[str, Any]]:
    """The schemas in which keywords of Pydantic's own stand; a property of such a name is no number."""
    if isinstance(node, dict):
        if any(isinstance(node.get(name), int | float) for name in (*_KEYWORDS, *_DIGITS)):
            yield node
        for name, part in list(node.items()):
            if name not in ("example", "examples", "default"):
                yield from _bounded(part)
    elif isinstance(node, list):
        for part in node:
            yield from _bounded(part)
