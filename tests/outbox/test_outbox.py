"""Nothing that was typed is lost or arrives twice: tabs die, answers are lost, the session ends, the clock is wrong."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

from playwright.async_api import Browser, BrowserContext, Page, expect

from tests.harness.browser import window
from tests.harness.people import Freelancer, freelancer
from tests.harness.session import AppClient, begin_session, give_session
from tests.harness.system import System
from tests.outbox.lossy_network import LossyNetwork, until

ENTRIES = 100
TABS = 3
KILLED = range(6, 6 + 12 * 7, 7)
LOST = {10, 25, 40, 55, 70, 85}
SESSION_ENDS = 60
# The rows that the app keeps for entries that were made without a network (src/offline/change.ts).
_MAKE = """
({ member, count }) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("honorar");
    opening.onerror = reject;
    opening.onsuccess = () => {
        const transaction = opening.result.transaction("outbox", "readwrite");
        for (let number = 0; number < count; number += 1) {
            const start = new Date(Date.UTC(2026, 10, 2) + number * 3_600_000);
            const body = { started_at: start.toISOString(), seconds: 1800, description: `Entry ${number}`, tags: [] };
            transaction.objectStore("outbox").put({
                member, id: crypto.randomUUID(), at: number, revision: 1, attempted: false, refusal: null,
                operation: { kind: "record", body, version: null, timerMayRun: false },
            });
        }
        transaction.oncomplete = () => {
            new BroadcastChannel("honorar-outbox").postMessage("changed");
            resolve();
        };
    };
})
"""
_LEFT = """
() => new Promise((resolve) => {
    const opening = indexedDB.open("honorar");
    opening.onsuccess = () => {
        const counting = opening.result.transaction("outbox").objectStore("outbox").count();
        counting.onsuccess = () => { opening.result.close(); resolve(counting.result); };
    };
})
"""
_CLOCK = """
const Real = Date, off = {milliseconds};
globalThis.Date = class extends Real {{
    constructor(...given) {{ given.length ? super(...given) : super(Real.now() + off); }}
    static now() {{ return Real.now() + off; }}
}};
"""


async def open_tab(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto("/")
    return page


async def test_a_hundred_entries_arrive_once_each_whatever_dies(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    session = await asyncio.to_thread(begin_session, system, person.member)
    elsewhere = await asyncio.to_thread(begin_session, system, person.member)
    network = LossyNetwork(session.secret, LOST)
    network.events = dict.fromkeys(KILLED, _kill)
    network.events[SESSION_ENDS] = lambda _: asyncio.to_thread(elsewhere.delete, "/sessions")
    async with window(browser, system.state.gateway) as context:
        await give_session(context, session.secret, system.state.gateway)
        await network.between(context)
        tabs = [await open_tab(context) for _ in range(TABS)]
        for tab in tabs:  # all of the app is there before the network goes
            await expect(tab.get_by_role("heading", name="Timer", level=1)).to_be_visible()
            await tab.wait_for_load_state("networkidle")
        member = (await asyncio.to_thread(session.get, "/me"))["person"]["member_id"]
        await context.set_offline(True)
        await tabs[0].evaluate(_MAKE, {"member": member, "count": ENTRIES})
        await expect(tabs[0].get_by_text(f"{ENTRIES} entries wait")).to_be_visible()
        await context.set_offline(False)

        observer = await context.new_page()
        await observer.goto("/icon.svg")
        await until(lambda: _signed_out(context), seconds=180)
        assert await observer.evaluate(_LEFT) > 0
        again = await asyncio.to_thread(begin_session, system, person.member)
        network.secret = again.secret
        await give_session(context, again.secret, system.state.gateway)
        await open_tab(context)
        await until(lambda: _nothing_waits(observer), seconds=180)
    await _assert_each_once(person)
    assert network.requests >= ENTRIES


async def _kill(page: Page) -> None:
    """End the tab that sends, before it has its answer; another one is opened."""
    context = page.context
    await page.close(run_before_unload=False)
    await open_tab(context)


async def _signed_out(context: BrowserContext) -> bool:
    return any("/login" in page.url for page in context.pages)


async def _nothing_waits(observer: Page) -> bool:
    return int(await observer.evaluate(_LEFT)) == 0


async def _assert_each_once(person: Freelancer) -> None:
    entries = await asyncio.to_thread(person.entries)
    described = sorted(str(entry["description"]) for entry in entries)
    assert described == sorted(f"Entry {number}" for number in range(ENTRIES))
    assert len({entry["id"] for entry in entries}) == ENTRIES


async def test_a_clock_that_is_an_hour_off_measures_true_time(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    session: AppClient = await asyncio.to_thread(begin_session, system, person.member)
    async with window(browser, system.state.gateway) as context:
        await give_session(context, session.secret, system.state.gateway)
        await context.add_init_script(_CLOCK.format(milliseconds=3_600_000))
        page = await open_tab(context)
        bar = page.get_by_role("region", name="Running timer")
        await expect(page.get_by_role("heading", name="Timer", level=1)).to_be_visible()
        await page.wait_for_load_state("networkidle")
        began = datetime.now(UTC)
        await page.get_by_label("What are you working on?").fill("Mail")
        await page.keyboard.press("Enter")
        await expect(bar.get_by_role("timer")).to_have_text(re.compile("^0:00:0"))
        await page.wait_for_timeout(1100)
        await bar.get_by_role("button", name="Stop").click()
        await until(lambda: _arrived(person), seconds=30)
    [entry] = await asyncio.to_thread(person.entries)
    assert abs(datetime.fromisoformat(str(entry["started_at"])) - began) < timedelta(seconds=15)
    assert 1 <= int(str(entry["seconds"])) < 30


async def _arrived(person: Freelancer) -> bool:
    return bool(await asyncio.to_thread(person.entries))
