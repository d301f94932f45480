"""The streams of hints that this process has open."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from uuid import UUID

from identity import hints

MOST_STREAMS = 6
"""Of one session or API token, in one process."""
_KEEP_ALIVE_SECONDS = 20.0
"""Proxies cut connections on which nothing comes for a while; the shortest usual limit is 30 s."""
_PAUSE_SECONDS = 0.25
RECENT_SECONDS = 60.0
"""What changed so recently is told to new streams too: pages read before their stream is open, and believe it that long."""


class Stream:
    """What one caller is still to be told: kinds of what changed in their account, among those that they can read.

    It is over when one of its `names` (session, API token, member) changes, and after `seconds`.
    """

    def __init__(self, account_id: UUID, names: frozenset[str], seconds: float) -> None:
        self.account_id, self.names = account_id, names
        self.kinds: frozenset[str] = frozenset()
        """What may be told; nothing until that is known."""
        self._ends_at = time.monotonic() + seconds
        self._ended, self._news = asyncio.Event(), asyncio.Event()
        self._pending: set[str] = set()

    @property
    def over(self) -> bool:
        """Whether nothing is told any more."""
        return self._ended.is_set() or self._seconds_left() <= 0

    def end(self) -> None:
        """Be over now."""
        self._ended.set()
        self._news.set()

    def tell(self, kinds: frozenset[str]) -> None:
        """Tell of these kinds, soon, if the caller can read them."""
        self._pending |= kinds
        self._news.set()

    async def told(self) -> AsyncIterator[frozenset[str]]:
        """Yield what changed, at most four times a second, and nothing (an empty set) now and then; until it is over."""
        while not self.over:
            heard = await _wait(self._news, min(_KEEP_ALIVE_SECONDS, self._seconds_left()))
            if self.over:
                return
            kinds = self.kinds & self._pending
            self._pending.clear()
            self._news.clear()
            if kinds or not heard:
                yield kinds
            await _wait(self._ended, min(_PAUSE_SECONDS, self._seconds_left()))

    def _seconds_left(self) -> float:
        return self._ends_at - time.monotonic()


class Streams:
    """All streams of this process."""

    def __init__(self) -> None:
        self._open: set[Stream] = set()
        self._recent: deque[tuple[float, hints.Hints]] = deque()

    def __len__(self) -> int:
        return len(self._open)

    def open(
        self, account_id: UUID, key: str, names: Iterable[str], seconds: float
    ) -> Stream | None:
        """A new stream; None when this session or API token (`key`) has as many as it may."""
        stream = Stream(account_id, frozenset({key, *names}), seconds)
        if sum(key in one.names for one in self._open) >= MOST_STREAMS:
            return None
        self._open.add(stream)
        if recent := self._recent_kinds(account_id):
            stream.tell(recent)
        return stream

    def close(self, stream: Stream) -> None:
        """Forget a stream whose caller is gone."""
        stream.end()
        self._open.discard(stream)

    def pass_on(self, payload: str) -> None:
        """Tell each stream what the worker saw in its account."""
        changed = hints.read(payload)
        self._forget_old()
        self._recent.append((time.monotonic(), changed))
        for stream in self._open:
            if kinds := changed.get(stream.account_id):
                stream.tell(kinds)

    def end(self, name: str | None = None) -> None:
        """End the streams of a session, an API token or a member; None: all."""
        for stream in self._open:
            if name is None or name in stream.names:
                stream.end()

    def _recent_kinds(self, account_id: UUID) -> frozenset[str]:
        self._forget_old()
        return frozenset().union(*(seen.get(account_id, ()) for _, seen in self._recent))

    def _forget_old(self) -> None:
        oldest = time.monotonic() - RECENT_SECONDS
        while self._recent and self._recent[0][0] <= oldest:
            self._recent.popleft()


async def _wait(event: asyncio.Event, seconds: float) -> bool:
    """Whether the event was set within so many seconds."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(0.0, seconds))
    return event.is_set()
