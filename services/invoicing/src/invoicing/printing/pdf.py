"""Print an invoice, draft or credit note."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from domain_errors import InvalidInputError
from invoicing.domain.appearance import Logo
from invoicing.domain.document import NOTHING_ENCLOSED, Enclosed
from invoicing.printing.logos import as_svg
from invoicing.printing.sheet import Printed, sheet
from invoicing.printing.unprintable import unprintable
from typesetting import pdf

_LOGO = """
#set page(width: 64mm, height: 20mm, margin: 0mm)
#image(bytes(sys.inputs.logo), format: "svg", alt: "logo", fit: "contain", width: 100%, height: 100%)
"""
_TEMPLATE = Path(__file__).with_name("invoice.typ")


def print_pdf(content: Printed, enclosed: Enclosed = NOTHING_ENCLOSED, *, at: datetime) -> bytes:
    """Render a document as PDF/A. Same content, same time: same bytes. Raises `UnprintableTextError`."""
    try:
        return pdf.print_pdf(
            _TEMPLATE, sheet(content, enclosed), countries=countries(content), at=at
        )
    except pdf.UnprintableCharacterError as error:
        raise unprintable(content, enclosed, error) from error


def print_picture(content: Printed, enclosed: Enclosed, *, at: datetime) -> list[bytes]:
    """The pages as PNG, for the screen."""
    return pdf.print_pictures(
        _TEMPLATE, sheet(content, enclosed), countries=countries(content), at=at
    )


def check_logo(logo: Logo) -> None:
    """Refuse a logo that cannot be printed. Raises `InvalidInputError`."""
    try:
        pdf.try_source(_LOGO, {"logo": as_svg(logo)})
    except pdf.UnprintableError as error:
        raise InvalidInputError(
            "content", "cannot be printed: save it anew in another program"
        ) from error


def countries(content: Printed) -> Iterable[str]:
    """Where the buyer, else the seller, is: that decides the shapes of Han characters."""
    addresses = (content.buyer.address, content.seller.address)
    return [address.country for address in addresses if address]
