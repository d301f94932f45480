"""What people find in the local mailbox."""

import re
import time
from collections.abc import Collection
from typing import Any

from honorar_local.demo.client import ApiClient
from tests.harness.system import System

_WAIT_SECONDS = 60


def mails_to(system: System, email: str) -> list[dict[str, Any]]:
    """What arrived in the local mailbox for an address."""
    answer: dict[str, Any] = ApiClient(system.state.mailbox).get("/api/messages", to=email)
    return list(answer["messages"])


def mailed_links(system: System, email: str, page: str) -> list[str]:
    """The links to a page of the app that were mailed to an address, newest first."""
    texts = (mail["text"] for mail in mails_to(system, email))
    return [link for text in texts for link in re.findall(rf"{page}\?token=[\w-]+", text)]


def mailed_link(system: System, email: str, page: str, *, known: Collection[str] = ()) -> str:
    """The newest link to a page of the app that was mailed to an address, waited for; none of the `known` ones."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while time.monotonic() < deadline:
        for link in mailed_links(system, email, page):
            if link not in known:
                return link
        time.sleep(0.1)
    raise AssertionError(f"no mail for {email}")
