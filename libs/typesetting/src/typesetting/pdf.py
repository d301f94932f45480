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


class UnprintableCharacterError(Exception):
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
    placed = {**sheet, "fonts": families(countries)}
    source = f"{_SHARED}\n{template.read_text()}".encode()
    compile_: Callable[..., Any] = typst.Compiler(source, font_paths=FONTS).compile
    try:
        printed = compile_(
            format="pdf",
            sys_inputs={"sheet": json.dumps(placed, ensure_ascii=False)},
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


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda escape: chr(int(escape[1], 16)), text)
