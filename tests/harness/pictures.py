"""Takes pictures of screens of a system that runs: `python -m tests.harness.pictures DATA_FOLDER PATH… [--out FOLDER]`."""

import argparse
import asyncio
from pathlib import Path

from honorar_local.folder import DataFolder
from tests.harness.browser import DESK, PHONE, chromium, window
from tests.harness.screens import settled
from tests.harness.session import log_in
from tests.harness.system import System
from tests.screens.conftest import Office, office_of


async def take(office: Office, gateway: str, paths: list[str], out: Path) -> None:
    """One picture for each path, size and scheme."""
    async with chromium() as browser:
        for size in (DESK, PHONE):
            for scheme in ("light", "dark"):
                async with window(browser, gateway, size=size, scheme=scheme) as context:
                    await log_in(context, office.system, office.owner, gateway=gateway)
                    page = await context.new_page()
                    for path in paths:
                        await page.goto(path.format(**office.ids))
                        await settled(page)
                        name = path.strip("/").replace("/", "-").replace("?", "-") or "timer"
                        width = size["width"]
                        await page.screenshot(path=out / f"{name}-{width}-{scheme}.png")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("paths", nargs="+")
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--gateway", default="", help="another gateway to the same services")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    office = office_of(System(DataFolder(given.folder)))
    asyncio.run(take(office, given.gateway or office.gateway, given.paths, given.out))


if __name__ == "__main__":
    main()
