"""What the app costs its users, beside the budgets: paints on a slow phone, the start of a timer, typing in a full week.

    python -m tests.benchmarks.app DATA_FOLDER      # of a system that runs

Makes an account of its own there. The slow phone is a processor at a quarter of its speed, 1.6 Mbit/s and 150 ms; the rest
is measured without brakes. Prints a line for each figure; nothing fails.
"""

import argparse
import asyncio
import uuid
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, BrowserContext, Page

from honorar_local.folder import DataFolder
from tests.harness.browser import PHONE, chromium, window
from tests.harness.people import Freelancer, freelancer
from tests.harness.session import log_in
from tests.harness.system import System

ROWS = 40
WEEK = "2026-W47"
_WATCH = """
window.paints = { lcp: 0, cls: 0 };
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.paints.lcp = entry.startTime;
}).observe({ type: "largest-contentful-paint", buffered: true });
new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.paints.cls += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_START = """
() => new Promise((resolve) => {
    const note = document.querySelector("form input[aria-label]");
    const bar = document.querySelector("section[aria-label='Running timer']");
    note.focus();
    note.value = "Measured";
    const began = performance.now();
    const watch = new MutationObserver(() => {
        if (!bar.textContent.includes("Measured")) return;
        watch.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - began));
    });
    watch.observe(bar, { childList: true, subtree: true, characterData: true });
    note.form.requestSubmit();
})
"""
_TYPE = """
async (times) => {
    const cells = [...document.querySelectorAll("input[data-row]")].filter((cell) => !cell.readOnly);
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    const took = [];
    for (let number = 0; number < times; number += 1) {
        const cell = cells[(number * 7) % cells.length];
        cell.focus();
        await new Promise(requestAnimationFrame);
        const began = performance.now();
        write.call(cell, "1");
        cell.dispatchEvent(new Event("input", { bubbles: true }));
        cell.getBoundingClientRect();
        took.push(performance.now() - began);
        cell.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    }
    took.sort((one, other) => one - other);
    return { cells: cells.length, median: took[times >> 1], p95: took[Math.floor(times * 0.95)] };
}
"""


async def measure(system: System) -> None:
    """Measure and print."""
    person = await asyncio.to_thread(_with_full_week, system)
    async with chromium() as browser:
        await _paints(browser, system, person)
        async with window(browser, system.state.gateway) as context:
            await log_in(context, system, person.member)
            page = await context.new_page()
            await _typing(page)
            await _starting(page)


def _with_full_week(system: System) -> Freelancer:
    person = freelancer(system)
    [customer] = person.api.get("/timer/v1/organizations")["items"]
    for number in range(ROWS):
        name = {"name": f"Project {number}", "organization_id": customer["id"]}
        project = person.api.post("/timer/v1/projects", name)
        day = f"2026-11-{16 + number % 5}"
        time = {"work_date": day, "seconds": 600, "project_id": project["id"]}
        person.api.create(f"/timer/v1/time-entries/{uuid.uuid4()}", time)
    return person


async def _paints(browser: Browser, system: System, person: Freelancer) -> None:
    async with window(browser, system.state.gateway, size=PHONE, offline_worker=True) as context:
        await log_in(context, system, person.member)
        await context.add_init_script(_WATCH)
        for visit, budget in (("first", 2.5), ("repeated", 0.5)):
            page = await _slow(context)
            await page.goto("/")
            await page.get_by_label("What are you working on?").wait_for()
            await page.wait_for_load_state("networkidle")
            paints: dict[str, Any] = await page.evaluate("() => window.paints")
            _print(f"largest paint, {visit} visit", paints["lcp"] / 1000, "s", budget)
            _print(f"layout shift, {visit} visit", paints["cls"], "", 0.02)
            await page.evaluate("() => navigator.serviceWorker.ready")
            await page.close()


async def _slow(context: BrowserContext) -> Page:
    page = await context.new_page()
    browser_tools = await context.new_cdp_session(page)
    await browser_tools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    speed = {
        "offline": False,
        "latency": 150,
        "downloadThroughput": 200_000,
        "uploadThroughput": 94_000,
    }
    await browser_tools.send("Network.emulateNetworkConditions", speed)
    return page


async def _typing(page: Page) -> None:
    await page.goto(f"/week/{WEEK}")
    await page.locator(f"input[data-row='{ROWS - 1}']").first.wait_for()
    await page.wait_for_load_state("networkidle")
    took: dict[str, Any] = await page.evaluate(_TYPE, 200)
    _print(f"a key in a week of {took['cells']} cells, median", took["median"], "ms", 16)
    _print("the same, 95 %", took["p95"], "ms", 16)


async def _starting(page: Page) -> None:
    await page.goto("/")
    await page.get_by_label("What are you working on?").wait_for()
    await page.wait_for_timeout(1000)
    _print("start of a timer, until it is shown", float(await page.evaluate(_START)), "ms", 100)


def _print(name: str, value: float, unit: str, budget: float) -> None:
    mark = "" if value <= budget else "   above"
    print(f"{name:45} {value:8.3g} {unit:2} of {budget:g}{mark}")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    asyncio.run(measure(System(DataFolder(parser.parse_args().folder.absolute()))))


if __name__ == "__main__":
    main()
