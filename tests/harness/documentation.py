"""`make pictures`: takes the pictures of `docs/pictures` anew, of the demonstration's data in a system that runs."""

import argparse
import asyncio
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page

from honorar_local.folder import CHECKOUT, DataFolder
from tests.harness.browser import DESK, PHONE, Scheme, chromium, window
from tests.harness.screens import settled
from tests.harness.session import log_in
from tests.harness.system import System
from tests.screens.conftest import Office, office_of

PLACE = CHECKOUT / "docs" / "pictures"
LARGEST_BYTES = 100_000


@dataclass(frozen=True)
class Picture:
    """A screen, and how it is looked at. `{invoice}` and the like are ids of the office's data."""

    name: str
    path: str
    phone: bool = False
    scheme: Scheme = "light"


PICTURES = [
    Picture("timer", "/"),
    Picture("timer-phone", "/", phone=True, scheme="dark"),
    Picture("week", "/week/2026-W47"),
    Picture("week-phone", "/week/2026-W47", phone=True),
    Picture("approvals", "/approvals"),
    Picture("overview", "/overview"),
    Picture("to-bill", "/billing"),
    Picture("invoices", "/invoices"),
    Picture("invoice", "/invoices/{invoice}"),
    Picture("invoice-phone", "/invoices/{invoice}", phone=True),
    Picture("receivables", "/receivables", scheme="dark"),
    Picture("rates", "/rates"),
    Picture("customer", "/customers/{customer}"),
    Picture("quickbooks", "/quickbooks"),
]


async def take(office: Office, gateway: str, place: Path) -> None:
    """Take all pictures. Raises SystemExit when one is too large for a repository."""
    async with chromium() as browser:
        for picture in PICTURES:
            image = await _take(browser, office, gateway, picture)
            if len(image) > LARGEST_BYTES:
                raise SystemExit(f"{picture.name} has {len(image)} bytes, above {LARGEST_BYTES}")
            (place / f"{picture.name}.webp").write_bytes(image)


async def _take(browser: Browser, office: Office, gateway: str, picture: Picture) -> bytes:
    size = PHONE if picture.phone else DESK
    async with window(browser, gateway, size=size, scheme=picture.scheme) as context:
        await log_in(context, office.system, office.owner, gateway=gateway)
        page = await context.new_page()
        await page.goto(picture.path.format(**office.ids))
        await settled(page)
        return await image_of(page)


async def image_of(page: Page) -> bytes:
    """What the window shows, as WebP, which Playwright's own screenshots cannot be."""
    browser_tools = await page.context.new_cdp_session(page)
    format_ = {"format": "webp", "quality": 85}
    answer = await browser_tools.send("Page.captureScreenshot", format_)
    return b64decode(answer["data"])


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="data folder of a running `make demo`")
    parser.add_argument("--gateway", default="", help="another gateway to the same services")
    given = parser.parse_args()
    PLACE.mkdir(parents=True, exist_ok=True)
    office = office_of(System(DataFolder(given.folder.absolute())))
    asyncio.run(take(office, given.gateway or office.gateway, PLACE))


if __name__ == "__main__":
    main()
