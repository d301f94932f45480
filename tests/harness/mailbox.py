"""What people find in the local mailbox."""

import re
import time

import httpx

from tests.harness.system import System

_WAIT_SECONDS = 60


def mailed_link(system: System, email: str, page: str) -> str:
    """The newest link to a page of the app that was mailed to an address, which is waited for."""
    deadline = time.monotonic() + _WAIT_SECONDS
    with httpx.Client(base_url=system.state.mailbox, timeout=30) as client:
        while time.monotonic() < deadline:
            for mail in client.get("/api/messages", params={"to": email}).json()["messages"]:
                if found := re.search(rf"{page}\?token=[\w-]+", mail["text"]):
                    return found[0]
            time.sleep(0.1)
    raise AssertionError(f"no mail for {email}")
