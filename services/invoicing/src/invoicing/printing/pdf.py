"""Print an invoice as PDF/A-2b, which is made for archives: fonts inside, nothing fetched, the same in fifty years.

The fonts are those in the typst wheel, so that every machine prints the same.
"""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from invoicing.domain.invoice import InvoiceContent
from invoicing.printing.sheet import sheet
from invoicing.printing.unprintable import unprintable

_TEMPLATE = Path(__file__).with_name("invoice.typ")
_FONTS = typst.Fonts(include_system_fonts=False)


def print_pdf(content: InvoiceContent, *, at: datetime) -> bytes:
    """Render an invoice or draft. Text is placed as text, never read as markup. Same content, same time: same bytes.

    Raises `UnprintableTextError` for a character that none of the fonts has.
    """
    compiler = typst.Compiler(_TEMPLATE, font_paths=_FONTS)
    compile_: Callable[..., Any] = compiler.compile
    try:
        printed = compile_(
            format="pdf",
            sys_inputs={"sheet": json.dumps(sheet(content), ensure_ascii=False)},
            pdf_standards=["a-2b"],
            timestamp=int(at.astimezone(UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise unprintable(content, str(error)) or error from error
    assert isinstance(printed, bytes)
    return printed
