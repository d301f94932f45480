"""What lies between the tabs and the gateway: it loses answers, and tabs die while their requests are on their way."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field

from playwright.async_api import BrowserContext, Error, Page, Route

from tests.harness.session import SESSION_COOKIE

Event = Callable[[Page], Awaitable[None]]


@dataclass
class LossyNetwork:
    """Passes on what the tabs send, by its number. `events` happen when the server has done what was asked."""

    secret: str
    lost: Collection[int]
    events: dict[int, Event] = field(default_factory=dict)
    requests: int = 0

    async def between(self, context: BrowserContext) -> None:
        """Stand between a browser's tabs and the entries' addresses."""
        await context.route("**/timer/v1/time-entries/*", self._pass_on)

    async def _pass_on(self, route: Route) -> None:
        self.requests += 1
        number, page = self.requests, route.request.frame.page
        try:
            headers = route.request.headers | {
                "cookie": f"{SESSION_COOKIE}={self.secret}",
                "sec-fetch-site": "same-origin",
            }
            answer = await route.fetch(headers=headers)
            if number in self.events:
                await self.events[number](page)
            if number in self.lost:
                await route.abort("connectionreset")
            else:
                await route.fulfill(response=answer)
        except Error:
            if not page.is_closed():
                raise


async def until(holds: Callable[[], Awaitable[bool]], *, seconds: float) -> None:
    """Wait until something holds."""
    for _ in range(round(seconds / 0.2)):
        if await holds():
            return
        await asyncio.sleep(0.2)
    raise AssertionError(f"not after {seconds} s")
