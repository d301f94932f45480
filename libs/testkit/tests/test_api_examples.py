"""Examples are the same in each run, and what the story says stays."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from testkit.api_examples import Replay

NOW = datetime(2026, 7, 14, 22, 59, 58, tzinfo=UTC)
FIRST, SECOND = (str(UUID(int=number)) for number in (1, 2))


def test_ids_are_numbered_as_they_come() -> None:
    replay = Replay(NOW, {})
    assert replay.text(f"{SECOND} {FIRST} {SECOND}").split() == [
        "0199a1c0-0000-7000-8000-000000000001",
        "0199a1c0-0000-7000-8000-000000000002",
        "0199a1c0-0000-7000-8000-000000000001",
    ]


@pytest.mark.parametrize("late", [timedelta(), timedelta(seconds=100)])
def test_times_of_the_run_are_told_from_a_fixed_one(late: timedelta) -> None:
    ago = (NOW + late - timedelta(hours=2)).isoformat()
    assert Replay(NOW, {}).text(ago) == "2026-03-02T07:00:00Z"


def test_the_day_of_the_run_is_one_whatever_the_zone() -> None:
    replay = Replay(NOW, {})
    assert {replay.text(day) for day in ("2026-07-14", "2026-07-15")} == {"2026-03-02"}
    assert replay.text("2026-07-28") == "2026-03-16"


@pytest.mark.parametrize("text", ["2025-03-10", "2025-03-10T08:00:00Z", "2026-0007", "4096"])
def test_what_the_story_names_stays(text: str) -> None:
    assert Replay(NOW, {}).text(text) == text


def test_the_story_says_what_else_is_other_in_each_run() -> None:
    assert Replay(NOW, {"s3cr3t": "…"}).text("token=s3cr3t") == "token=…"
