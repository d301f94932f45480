"""An account's own people are told by e-mail what they have forgotten, through the whole system."""

import time
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from honorar_local.demo.client import ApiClient
from tests.harness.mailbox import mails_to
from tests.harness.system import System

_WAIT_SECONDS = 60


def mailed(system: System, email: str, count: int = 1) -> list[dict[str, Any]]:
    """So many mails to an address, newest first, waited for."""
    deadline = time.monotonic() + _WAIT_SECONDS
    while len(found := mails_to(system, email)) < count:
        assert time.monotonic() < deadline, f"{len(found)} of {count} mails for {email}"
        time.sleep(0.1)
    return found


def agent_of(system: System, owner: ApiClient, account: uuid.UUID, email: str) -> ApiClient:
    """Somebody who logs time, at this address."""
    agent = owner.post("/timer/v1/agents", {"name": "Mette Friis", "email": email})
    return system.client("agent", account=account, agent_id=uuid.UUID(agent["id"]))


def test_who_forgets_a_timer_is_mailed_and_mends_it(system: System) -> None:
    account = uuid.uuid4()
    email = f"{account}@nordlys.example"
    owner = system.client("owner", account=account)
    owner.patch("/timer/v1/settings", {"timer_limit_seconds": 3600, "language": "da"})
    agent = agent_of(system, owner, account, email)
    began = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=2)
    agent.post("/timer/v1/timer/start", {"description": "Menu", "started_at": began.isoformat()})

    [mail] = mailed(system, email)
    assert mail["subject"] == "Passer din tidtagning stadig?"
    assert "“Menu”" in mail["text"]
    assert f"{system.state.gateway}/" in mail["text"]
    ended = began + timedelta(minutes=30)
    agent.post("/timer/v1/timer/stop", {"ended_at": ended.isoformat()})
    [entry] = agent.pages("/timer/v1/time-entries")
    assert entry["seconds"] == 1800


def test_whose_week_comes_back_is_mailed_why(system: System) -> None:
    account = uuid.uuid4()
    email = f"{account}@nordlys.example"
    owner = system.client("owner", account=account)
    agent = agent_of(system, owner, account, email)
    entry = {"work_date": "2026-10-06", "seconds": 3600}
    agent.create(f"/timer/v1/time-entries/{uuid.uuid4()}", entry)
    [sheet] = agent.pages("/timer/v1/timesheets")
    path = f"/timer/v1/timesheets/{sheet['id']}"
    handed_in = agent.post(f"{path}/submit", {}, etag=f'"{sheet["version"]}"')
    reason = {"reason": "Which customer was it for?"}
    owner.post(f"{path}/reject", reason, etag=f'"{handed_in["version"]}"')

    [mail] = mailed(system, email)
    assert "came back" in mail["subject"]
    assert "Which customer was it for?" in mail["text"]
    assert f"{system.state.gateway}/week/2026-W41" in mail["text"]
    [message] = owner.pages("/notifier/v1/messages", kind="timesheet-rejected")
    assert (message["state"], message["recipient"]["email"]) == ("sent", email)


def test_an_account_that_was_just_begun_reminds_nobody_of_earlier_weeks(system: System) -> None:
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    email = f"{account}@nordlys.example"
    agent = agent_of(system, owner, account, email)
    agent.create(
        f"/timer/v1/time-entries/{uuid.uuid4()}", {"work_date": "2026-10-06", "seconds": 3600}
    )
    owner.patch("/timer/v1/settings", {"days_to_hand_in": 0})
    began = datetime.now(UTC) - timedelta(hours=2)
    owner.patch("/timer/v1/settings", {"timer_limit_seconds": 3600})
    agent.post("/timer/v1/timer/start", {"started_at": began.isoformat()})
    # the timer is told after what was due before it
    mailed(system, email)
    assert len(list(owner.pages("/notifier/v1/messages"))) == 1
