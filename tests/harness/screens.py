"""What every screen must pass: no accessibility violation, nothing wider than the window, a heading with the focus."""

from typing import Any

from playwright.async_api import Page, expect

from tests.harness.browser import WEB

_AXE = (WEB / "node_modules" / "axe-core" / "axe.min.js").read_text
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = "(tags) => axe.run(document, { runOnly: { type: 'tag', values: tags } }).then((found) => found.violations)"
_WIDER = """
(width) => [...document.querySelectorAll("body *")]
    .filter((element) => element.getBoundingClientRect().right > width + 1 && !element.closest("[hidden]"))
    .filter((element) => {
        for (let box = element.parentElement; box; box = box.parentElement)
            if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(box).overflowX)) return false;
        return true;
    })
    .map((element) => element.outerHTML.slice(0, 160))
"""


async def open_screen(page: Page, path: str, heading: str) -> None:
    """Go where a screen has this heading."""
    await page.goto(path)
    await expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


async def settled(page: Page) -> None:
    """Wait until the screen shows what it was opened for, and nothing is on its way any more."""
    await page.locator("main h1").first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.wait_for_function("() => !document.querySelector('main [role=status] ~ div')")


async def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 A and AA that axe finds."""
    await page.evaluate(_AXE())
    violations: list[dict[str, Any]] = await page.evaluate(_RUN, _RULES)
    found = [
        f"{violation['id']}: {node['html'][:200]} — {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, "\n".join(found)


async def assert_fits(page: Page) -> None:
    """Nothing makes the page scroll sideways. (A phone's `innerWidth` grows with the page, so it proves nothing.)"""
    assert page.viewport_size
    window = page.viewport_size["width"]
    width = await page.evaluate("() => document.documentElement.scrollWidth")
    assert width <= window, (width, window, await page.evaluate(_WIDER, window))
