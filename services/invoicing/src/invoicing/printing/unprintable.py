"""Which field of an invoice holds a character that none of the fonts has: PDF/A shows every character or is refused."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from domain_errors import FieldError
from invoicing.domain.document import Enclosed
from invoicing.domain.errors import UnprintableTextError
from invoicing.printing.sheet import Printed
from typesetting.pdf import UnprintableCharacterError


def unprintable(
    content: Printed, enclosed: Enclosed, error: UnprintableCharacterError
) -> UnprintableTextError:
    """The refusal, with the fields that hold the character."""
    why = f"no font has the character {error}"
    texts = _texts(asdict(content) | {"appendix": enclosed.appendix and asdict(enclosed.appendix)})
    fields = [FieldError(path, why) for path, text in texts if error.character in text]
    return UnprintableTextError(str(error), fields=fields)


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
