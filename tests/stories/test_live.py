"""What others do appears on a screen that nobody touches: by hints, not by asking again."""

import asyncio
import re
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from playwright.async_api import Browser, BrowserContext, Page, Request, expect

from database import new_id
from honorar_local.demo.client import ApiClient
from testkit import until
from tests.harness.browser import window
from tests.harness.session import Member, begin_session, give_session
from tests.harness.system import System

SOON_SECONDS = 20
"""Well below the 30 s after which the app asks by itself; on a machine at rest it is one."""
HINTS = re.compile(r"/identity/v1/hints$")


@dataclass(frozen=True)
class Studio:
    """A manager who looks at approvals, and agents who hand in their weeks."""

    manager: Member
    owner: ApiClient
    customer: str

    def hand_in(self, name: str) -> None:
        """Somebody new logs a day and hands it in."""
        agent = self.owner.post("/timer/v1/agents", {"name": name})["id"]
        body = {
            "agent_id": agent,
            "organization_id": self.customer,
            "work_date": str(_last_week()),
            "seconds": 3600,
            "description": "Work on the shop",
        }
        self.owner.create(f"/timer/v1/time-entries/{new_id()}", body)
        [sheet] = self.owner.get("/timer/v1/timesheets", agent_id=agent)["items"]
        path = f"/timer/v1/timesheets/{sheet['id']}"
        self.owner.post(f"{path}/submit", etag=self.owner.etag(path))


def _last_week() -> date:
    today = datetime.now(UTC).date()
    return today - timedelta(days=today.weekday() + 7)


def _studio(system: System) -> Studio:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys ApS", "currency": "DKK"})
    return Studio(Member("Mette Holm", ("manager",), account), owner, customer["id"])


class Streams:
    """Which streams of hints a browser has opened, which of them are over, and how many were open at once.

    One that ends because the database was silent for a moment is opened again.
    """

    def __init__(self, context: BrowserContext) -> None:
        self.opened: list[Request] = []
        self.over: list[Request] = []
        self.most_at_once = 0
        context.on("request", lambda request: self._note(request, self.opened))
        for end in ("requestfailed", "requestfinished"):
            context.on(end, lambda request: self._note(request, self.over))

    async def until(self, *, opened: int) -> None:
        """Wait until so many were opened, one after the other."""
        await until(lambda: len(self.opened) >= opened, within=SOON_SECONDS)

    def _note(self, request: Request, where: list[Request]) -> None:
        if HINTS.search(request.url):
            where.append(request)
            self.most_at_once = max(self.most_at_once, len(self.opened) - len(self.over))


@asynccontextmanager
async def _logged_in(
    browser: Browser, system: System, member: Member
) -> AsyncIterator[tuple[BrowserContext, Streams]]:
    session = await asyncio.to_thread(begin_session, system, member)
    async with window(browser, system.state.gateway) as context:
        await give_session(context, session.secret, system.state.gateway)
        yield context, Streams(context)


async def _approvals(context: BrowserContext) -> Page:
    page = await context.new_page()
    await page.goto("/approvals")
    await expect(page.get_by_role("heading", name="Approvals", level=1)).to_be_visible()
    return page


async def test_a_sheet_that_is_handed_in_appears_in_all_tabs_by_one_stream(
    browser: Browser, system: System
) -> None:
    here = await asyncio.to_thread(_studio, system)
    async with _logged_in(browser, system, here.manager) as (context, streams):
        tabs = [await _approvals(context) for _ in range(2)]
        await streams.until(opened=1)
        await asyncio.to_thread(here.hand_in, "Bo Lind")
        for tab in tabs:
            row = tab.get_by_role("row", name="Bo Lind")
            await expect(row).to_be_visible(timeout=SOON_SECONDS * 1000)
        assert streams.most_at_once == 1

        before = len(streams.opened)
        await tabs[0].close()
        await tabs[1].bring_to_front()
        await streams.until(opened=before + 1)
        await asyncio.to_thread(here.hand_in, "Luca Ferrante")
        row = tabs[1].get_by_role("row", name="Luca Ferrante")
        await expect(row).to_be_visible(timeout=SOON_SECONDS * 1000)


async def test_a_stream_ends_with_its_session(browser: Browser, system: System) -> None:
    here = await asyncio.to_thread(_studio, system)
    async with _logged_in(browser, system, here.manager) as (context, streams):
        page = await _approvals(context)
        await streams.until(opened=1)
        elsewhere = await asyncio.to_thread(begin_session, system, here.manager)
        await asyncio.to_thread(elsewhere.delete, "/sessions")
        await until(lambda: bool(streams.over), within=SOON_SECONDS)
        await expect(page.get_by_role("heading", name="Log in", level=1)).to_be_visible(
            timeout=SOON_SECONDS * 1000
        )
