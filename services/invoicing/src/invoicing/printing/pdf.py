"""Print an invoice as PDF/A-2b, which is made for archives: fonts inside, nothing fetched, the same in fifty years."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from invoicing.domain.invoice import InvoiceContent
from invoicing.printing.fonts import FONTS, families
from invoicing.printing.sheet import sheet
from invoicing.printing.unprintable import unprintable

_TEMPLATE = Path(__file__).with_name("invoice.typ")


def print_pdf(content: InvoiceContent, *, at: datetime) -> bytes:
    """Render an invoice or draft. Text is placed as text, never read as markup. Same content, same time: same bytes.

    Raises `UnprintableTextError` for a character that none of the fonts has.
    """
    placed = sheet(content) | {"fonts": families(content)}
    compiler = typst.Compiler(_TEMPLATE, font_paths=FONTS)
    compile_: Callable[..., Any] = compiler.compile
    try:
        printed = compile_(
            format="pdf",
            sys_inputs={"sheet": json.dumps(placed, ensure_ascii=False)},
            pdf_standards=["a-2b"],
            timestamp=int(at.astimezone(UTC).timestamp()),
        )
    except typst.TypstError as error:
        raise unprintable(content, str(error)) or error from error
    assert isinstance(printed, bytes)
    return printed
