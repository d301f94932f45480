"""Print a document as PDF/A-2b, which is made for archives: fonts inside, nothing fetched, the same in fifty years."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from typesetting.fonts import FONTS, families

_SHARED = Path(__file__).with_name("text.typ").read_text()
_NOT_DISPLAYED = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")


class UnprintableError(Exception):
    """It cannot be printed for archives."""


class UnprintableCharacterError(UnprintableError):
    """None of the fonts has the character: PDF/A shows every character or is refused."""

    def __init__(self, character: str) -> None:
        names = " ".join(f"U+{ord(one):04X}" for one in character)
        super().__init__(f"“{character}” ({names})")
        self.character = character


def print_pdf(
    template: Path,
    sheet: Mapping[str, Any],
    *,
    countries: Iterable[str],
    at: datetime,
    tags: bool = True,
) -> bytes:
    """Render a template with all that it places. Text is placed as text, never read as markup.

    Han characters look as in the first of `countries` that writes them. Same template, sheet and time: same bytes.
    Raises `UnprintableCharacterError`.
    """
    compile_, placed = _prepared(template, sheet, countries)
    try:
        printed = compile_(
            format="pdf",
            sys_inputs=placed,
            pdf_standards=["a-2b"],
            pdf_tags=tags,
            timestamp=int(at.astimezone(UTC).timestamp()),
        )
    except typst.TypstError as error:
        if found := _NOT_DISPLAYED.search(str(error)):
            raise UnprintableCharacterError(_unescaped(found[1])) from error
        raise
    assert isinstance(printed, bytes)
    return printed


def print_pictures(
    template: Path,
    sheet: Mapping[str, Any],
    *,
    countries: Iterable[str],
    at: datetime,
    ppi: float = 110,
) -> list[bytes]:
    """Each page as PNG, for screens. What no font has is a box."""
    compile_, placed = _prepared(template, sheet, countries)
    stamp = int(at.astimezone(UTC).timestamp())
    printed = compile_(format="png", ppi=ppi, sys_inputs=placed, timestamp=stamp)
    return [printed] if isinstance(printed, bytes) else list(printed)


def try_source(source: str, inputs: Mapping[str, str]) -> None:
    """Print something of a caller's own, and keep nothing. Raises `UnprintableError`."""
    compiler = typst.Compiler(source.encode(), font_paths=FONTS)
    try:
        compiler.compile(format="pdf", sys_inputs=dict(inputs), pdf_standards=["a-2b"])
    except typst.TypstError as error:
        raise UnprintableError from error


def _prepared(
    template: Path, sheet: Mapping[str, Any], countries: Iterable[str]
) -> tuple[Callable[..., Any], dict[str, str]]:
    placed = {**sheet, "fonts": families(countries)}
    source = f"{_SHARED}\n{template.read_text()}".encode()
    compiler = typst.Compiler(source, font_paths=FONTS)
    return compiler.compile, {"sheet": json.dumps(placed, ensure_ascii=False)}


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
