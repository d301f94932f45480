"""Which field of an invoice holds a character that none of the fonts has: PDF/A shows every character or is refused."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from domain_errors import FieldError
from invoicing.domain.errors import UnprintableTextError
from invoicing.domain.invoice import InvoiceContent

_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


def unprintable(content: InvoiceContent, reason: str) -> UnprintableTextError | None:
    """The refusal that the typesetter's error stands for, with the fields; None when it is about something else."""
    found = _NOT_DISPLAYED.search(reason)
    if found is None:
        return None
    character = _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), found[1])
    names = " ".join(f"U+{ord(one):04X}" for one in character)
    why = f"no font has the character “{character}” ({names})"
    fields = [FieldError(p, why) for p, text in _texts(asdict(content)) if character in text]
    return UnprintableTextError(f"“{character}” ({names})", fields=fields)


def _texts(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every text with its dotted path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(inner, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list | tuple):
        for number, inner in enumerate(value):
            yield from _texts(inner, f"{path}.{number}")
