"""Everything the double knows: its options, its documents and its clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from intuit_double.options import Options
from intuit_double.store import Doc, Store


@dataclass(frozen=True)
class Sandbox:
    """One Intuit of its own, with any number of companies."""

    options: Options
    store: Store

    def now(self) -> datetime:
        """The virtual time: the real one plus what a test advanced it by."""
        return datetime.now(UTC) + timedelta(seconds=float(self._clock()["ahead"]))

    def timestamp(self) -> str:
        """The virtual time as entities carry it."""
        return self.now().isoformat(timespec="milliseconds")

    def advance(self, seconds: float) -> None:
        self.store.put("settings", "clock", {"ahead": float(self._clock()["ahead"]) + seconds})

    @property
    def webhook_settings(self) -> Doc:
        """Where and how notifications are sent: `url`, `format`, `verifier_token`, `held`."""
        found = self.store.get("settings", "webhooks")
        assert found is not None, "written when the sandbox is opened"
        return found

    def change_webhook_settings(self, changes: Doc) -> None:
        self.store.put("settings", "webhooks", {**self.webhook_settings, **changes})

    def reset(self) -> None:
        """Delete everything; settings return to those of the options."""
        self.store.clear()
        self._default_webhook_settings({})

    def _default_webhook_settings(self, stored: Doc) -> None:
        settings = {
            "url": self.options.webhook_url or stored.get("url", ""),
            "verifier_token": self.options.verifier_token,
            "format": self.options.webhook_format,
            "held": False,
        }
        self.store.put("settings", "webhooks", settings)

    def _clock(self) -> Doc:
        return self.store.get("settings", "clock") or {"ahead": 0}

    @classmethod
    def open(cls, options: Options) -> "Sandbox":
        """The sandbox as its state file left it; a webhook address in the options wins over the stored one."""
        sandbox = cls(options, Store(options.state))
        with sandbox.store.transaction():
            sandbox._default_webhook_settings(sandbox.store.get("settings", "webhooks") or {})
        return sandbox
