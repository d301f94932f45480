"""Print an invoice, draft or credit note."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from invoicing.printing.sheet import Printed, sheet
from invoicing.printing.unprintable import unprintable
from typesetting import pdf

_TEMPLATE = Path(__file__).with_name("invoice.typ")


def print_pdf(content: Printed, *, at: datetime) -> bytes:
    """Render a document as PDF/A. Same content, same time: same bytes. Raises `UnprintableTextError`."""
    try:
        return pdf.print_pdf(_TEMPLATE, sheet(content), countries=countries(content), at=at)
    except pdf.UnprintableCharacterError as error:
        raise unprintable(content, error) from error


def countries(content: Printed) -> Iterable[str]:
    """Where the buyer, else the seller, is: that decides the shapes of Han characters."""
    addresses = (content.buyer.address, content.seller.address)
    return [address.country for address in addresses if address]
