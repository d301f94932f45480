"""How often calendars are read at their secret addresses, and how many addresses that lead nowhere may be tried.

Counted in memory, so that a poll writes nothing. Addresses are known here by the hash of their secret.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from domain_errors import DomainError
from timer.rate_limit import Limit

OF_READER = Limit(60, timedelta(minutes=10))
"""Reads of one address from one network: six devices that poll every minute, or thirty every five minutes."""
OF_WRONG = Limit(20, timedelta(minutes=10))
"""Different addresses that lead nowhere, tried from one network. One that was withdrawn counts once, however often read."""
MOST_KEPT = 5_000
"""Readers and networks that are remembered; beyond, those that were here least lately are forgotten."""

Address = tuple[UUID, bytes]
"""An account, and the hash of the secret."""
K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class CalendarReadTooOftenError(DomainError):
    """Calendars are read too often from one network."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"wait {retry_seconds} seconds")
        self.retry_seconds = retry_seconds


@dataclass(slots=True)
class _Reader:
    """A network at one address. `knows`: the address led to a calendar when it was read last."""

    reads: list[datetime] = field(default_factory=list)
    knows: bool = False


class FeedReads:
    """What was read lately, in this process."""

    def __init__(self, most_kept: int = MOST_KEPT) -> None:
        self._most_kept = most_kept
        self._readers: OrderedDict[tuple[str, Address], _Reader] = OrderedDict()
        self._wrong: OrderedDict[str, dict[Address, datetime]] = OrderedDict()

    def begin(self, network: str, address: Address, now: datetime) -> None:
        """Before an address is looked up. Raises `CalendarReadTooOftenError`."""
        reader = self._readers.get((network, address), _Reader())
        _wait(OF_READER.wait_seconds(reader.reads, now))
        if not reader.knows:
            self._check_guesses(network, address, now)
        reader.reads = [at for at in reader.reads if at > now - OF_READER.within] + [now]
        self._keep(self._readers, (network, address), reader)

    def end(self, network: str, address: Address, now: datetime, *, found: bool) -> None:
        """After it was looked up, before the answer: of guesses at once, no more than the limit learn anything.

        Raises `CalendarReadTooOftenError`.
        """
        reader = self._readers.get((network, address), _Reader())
        if not reader.knows or not found:
            self._check_guesses(network, address, now)
        reader.knows = found
        if not found:
            wrong = self._wrong.get(network, {})
            wrong.setdefault(address, now)
            self._keep(self._wrong, network, wrong)

    def _check_guesses(self, network: str, address: Address, now: datetime) -> None:
        wrong = self._wrong.get(network, {})
        for tried in [one for one, at in wrong.items() if at <= now - OF_WRONG.within]:
            del wrong[tried]
        if address not in wrong:
            _wait(OF_WRONG.wait_seconds(list(wrong.values()), now))

    def _keep(self, kept: OrderedDict[K, V], key: K, value: V) -> None:
        kept[key] = value
        kept.move_to_end(key)
        if len(kept) > self._most_kept:
            kept.popitem(last=False)


def _wait(seconds: int) -> None:
    if seconds:
        raise CalendarReadTooOftenError(seconds)
