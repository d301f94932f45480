"""Everything the double knows: its options, its documents and its clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from intuit_double.options import Options
from intuit_double.store import Doc, Store


@dataclass(frozen=True)
class World:
    options: Options
    store: Store

    def now(self) -> datetime:
        """The virtual time: the real one plus what a test advanced it by."""
        return datetime.now(UTC) + timedelta(seconds=float(self._clock()["ahead"]))

    def advance(self, seconds: float) -> None:
        self.store.put("settings", "clock", {"ahead": float(self._clock()["ahead"]) + seconds})

    def _clock(self) -> Doc:
        return self.store.get("settings", "clock") or {"ahead": 0}


def opened(options: Options) -> World:
    """A world as its state file left it; the webhook address given now wins over the stored one."""
    world = World(options, Store(options.state))
    with world.store.transaction():
        stored = world.store.get("settings", "webhooks") or {}
        world.store.put("settings", "webhooks", usual_webhooks(options, stored))
    return world


def usual_webhooks(options: Options, stored: Doc) -> Doc:
    """Where and how notifications go until somebody says otherwise."""
    return {
        "url": options.webhook_url or stored.get("url", ""),
        "verifier_token": options.verifier_token,
        "format": options.webhook_format,
        "held": False,
    }
