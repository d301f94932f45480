"""Makes the PNG icons of the installed app from web/public/icon.svg: `.venv/bin/python -m tests.harness.icons`."""

import asyncio

from tests.harness.browser import WEB, chromium


async def main() -> None:
    """Write one picture per size."""
    svg = (WEB / "public" / "icon.svg").read_text()
    async with chromium() as browser:
        for size in (192, 512):
            page = await browser.new_page(viewport={"width": size, "height": size})
            await page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
            await page.screenshot(path=WEB / "public" / f"icon-{size}.png", omit_background=True)


if __name__ == "__main__":
    asyncio.run(main())
