"""What invoices and credit notes have in common, from their lines on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from invoicing.domain.appearance import Logo
from invoicing.domain.appendix import Appendix
from invoicing.domain.lines import Line
from invoicing.domain.tax import Totals


class _Content(Protocol):
    """What the properties of a document are made of."""

    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def totals(self) -> Totals: ...
    @property
    def number(self) -> str | None: ...


class DocumentContent:
    """The content of a document: `seconds` of its lines, its file's name, and whether the buyer owes some of the tax."""

    @property
    def seconds(self: _Content) -> int:
        """The time on the lines."""
        return sum(line.seconds or 0 for line in self.lines)

    @property
    def file_name(self: _Content) -> str:
        """What the document is called when it is saved."""
        return f"{(self.number or 'draft').replace('/', '-').replace(' ', '-')}.pdf"

    @property
    def is_reverse_charged(self: _Content) -> bool:
        """Whether the buyer owes the tax on some of it."""
        return any(t.category == "reverse-charge" for t in self.totals.tax_totals)


@dataclass(frozen=True, kw_only=True)
class InSeries:
    """A document's place in its series; the hashes prove that it is the one that was issued."""

    series: str
    sequence: int
    previous_hash: str
    hash: str
    issued_at: datetime
    issued_by: str
    document_sha256: str | None = None
    """Of the PDF, which is made of the content after it was issued; None until then."""


@dataclass(frozen=True)
class Enclosed:
    """What is printed of an invoice or credit note and kept beside its content, which has its hash."""

    logo: Logo | None = None
    appendix: Appendix | None = None


NOTHING_ENCLOSED = Enclosed()
