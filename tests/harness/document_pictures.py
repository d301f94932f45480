"""`make document-pictures`: prints the documents of `docs/users/documents.md` anew, as pictures."""

import asyncio
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path

from playwright.async_api import Browser

from honorar_local.folder import CHECKOUT
from invoicing.domain.statement import Statement
from invoicing.printing import print_picture
from invoicing.printing.statement import TEMPLATE, statement_sheet
from tests.harness.browser import chromium
from tests.harness.document_samples import SAMPLES, Sample
from tests.harness.documentation import LARGEST_BYTES, image_of
from typesetting import pdf

PLACE = CHECKOUT / "docs" / "pictures" / "documents"
AT = datetime(2026, 10, 1, tzinfo=UTC)
_WIDTHS = {1: 760, 2: 520, 3: 420}
"""Pixels of a page, by how many are beside each other."""
_GAP = 16


async def take(place: Path) -> None:
    """Print all of them. Raises SystemExit when a picture is too large for a repository."""
    async with chromium() as browser:
        for make in SAMPLES:
            sample = make()
            image = await _beside(browser, sample)
            if len(image) > LARGEST_BYTES:
                raise SystemExit(f"{sample.name} has {len(image)} bytes, above {LARGEST_BYTES}")
            (place / f"{sample.name}.webp").write_bytes(image)


async def _beside(browser: Browser, sample: Sample) -> bytes:
    """The sample's pages beside each other, as WebP."""
    printed = _printed(sample)
    pages = [printed[page - 1 if page > 0 else page] for page in sample.pages]
    width = _WIDTHS[len(pages)]
    shown = "".join(
        f'<img width="{width}" src="data:image/png;base64,{b64encode(page).decode()}">'
        for page in pages
    )
    size = {
        "width": len(pages) * (width + _GAP) + _GAP,
        "height": round(width * 297 / 210) + 2 * _GAP,
    }
    page = await browser.new_page(viewport=size)  # type: ignore[arg-type]
    style = f"margin:0;padding:{_GAP}px;display:flex;gap:{_GAP}px;background:#dfe4e8"
    await page.set_content(f'<body style="{style}">{shown}</body>')
    image = await image_of(page)
    await page.close()
    return image


def _printed(sample: Sample) -> list[bytes]:
    """Its pages as PNG."""
    content = sample.content
    if isinstance(content, Statement):
        return pdf.print_pictures(TEMPLATE, statement_sheet(content), countries=("DK",), at=AT)
    return print_picture(content, sample.enclosed, at=AT)


if __name__ == "__main__":
    PLACE.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(PLACE))
