"""Processor time of printing an invoice, by its lines, beside a bare table of the same text by the same typesetter."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from invoicing.domain.invoice import InvoiceContent
from invoicing.printing import print_pdf
from tests.benchmarks.row import Row
from tests.benchmarks.servers import Servers
from tests.harness.document_samples import danish
from typesetting import pdf
from typesetting.languages import hours

LINES = (1, 50, 300, 750, 1000)
"""Invoices have 750 at most; the template takes more."""
REPEATED = 7
AT = datetime(2026, 10, 1, tzinfo=UTC)
BARE = """
#set text(font: sheet.fonts, size: 10pt)
#table(columns: (1fr, auto, auto, auto), ..sheet.rows.flatten())
"""


async def run(servers: Servers) -> list[Row]:
    """A row for each number of lines."""
    with TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.typ"
        bare.write_text(BARE)
        return [_row(count, bare) for count in LINES]


def _row(count: int, bare: Path) -> Row:
    return Row(
        work=f"print an invoice of {count} lines: processor time",
        ours=_fastest(lambda again: print_pdf(_content(count, again), at=AT)),
        unit="ms",
        limit=_fastest(lambda again: _print_bare(_content(count, again), bare)),
        limit_of="bare table",
        goal=100,
    )


def _content(count: int, again: int) -> InvoiceContent:
    """Another invoice each time, and other numbers in each line: the typesetter remembers what it has set."""
    content = danish().content
    assert isinstance(content, InvoiceContent)
    line = content.lines[0]
    lines = tuple(
        replace(
            line,
            line_id=UUID(int=n),
            position=n,
            description=f"Webshop: Betaling med kort, {again}, del {n}",
            seconds=60 * (n + again),
            billed_seconds=60 * (n + again),
            amount=Decimal(20 * (n + again)),
        )
        for n in range(1, count + 1)
    )
    return replace(content, lines=lines, logo=None)


def _print_bare(content: InvoiceContent, template: Path) -> bytes:
    rows = [
        [line.description, hours(line.seconds or 0), str(line.hourly_rate), str(line.amount)]
        for line in content.lines
    ]
    return pdf.print_pdf(template, {"rows": rows}, countries=["DK"], at=AT)


def _fastest(work: Callable[[int], bytes]) -> float:
    """Milliseconds of a processor; the least that it took is what it takes."""
    work(0)
    return min(_timed(work, again) for again in range(1, REPEATED + 1))


def _timed(work: Callable[[int], bytes], again: int) -> float:
    began = time.process_time()
    work(again)
    return (time.process_time() - began) * 1000
