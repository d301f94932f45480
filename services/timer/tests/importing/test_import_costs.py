"""How much an import takes."""

import time
from pathlib import Path
from typing import Any

from services.timer.tests.driver import Driver
from services.timer.tests.importing import factories
from services.timer.tests.importing.factories import october_line
from services.timer.tests.importing.jobs import counts, imported, report_of
from testkit import OTHER_ACCOUNT, count_statements

SAMPLES = Path(__file__).parents[4] / "deploy" / "local" / "samples"
AS_SAMPLED: dict[str, Any] = {"create_agents": True, "time_zone": "Europe/Copenhagen"}


async def test_statements_do_not_grow_with_the_rows(driver: Driver) -> None:
    await imported(driver, october_line(5))
    used = []
    for rows in ([october_line(6)], [october_line(7, hour) for hour in range(20)]):
        with count_statements(driver.timer.database) as statements:
            await imported(driver, *rows)
        used.append(statements.count)
    assert used == [48, 48]


async def test_statements_do_not_grow_with_the_names(driver: Driver) -> None:
    """The first agents of an account have it looked for missing timesheets, so one file goes before."""
    used = []
    for first, count in ((41, 1), (0, 1), (1, 40)):
        rows = [
            factories.line(who=f"{n},{n}@x.dk", client=f"C{n}", project=f"P{n}", task=f"T{n}")
            for n in range(first, first + count)
        ]
        with count_statements(driver.timer.database) as statements:
            report = await imported(driver, *rows, create_agents=True)
        assert counts(report) == {"create": count}
        used.append(statements.count)
    assert used[1:] == [59, 59]


async def test_the_sample_of_a_quarter_is_imported_in_seconds_and_once(driver: Driver) -> None:
    manager = await driver.timer.as_("owner", account=OTHER_ACCOUNT)
    data = (SAMPLES / "toggl-2026-q3.csv").read_bytes()
    began = time.monotonic()
    first = await report_of(driver, data, client=manager, **AS_SAMPLED)
    assert time.monotonic() - began < 60  # of a busy machine; at rest it is two
    assert first["rows"]["create"]["count"] > 1900
    assert first["skipped_by_reason"]["zero"]["count"] == 1
    assert first["untimed_because_overlap"]["count"] >= 5
    assert len(first["to_create"]["organizations"]) == 12
    assert len(first["to_create"]["agents"]) == 6
    assert first["errors"] == first["conflicts"] == []
    second = await report_of(driver, data, client=manager, **AS_SAMPLED)
    assert second["rows"]["create"]["count"] == 0
    assert second["rows"]["unchanged"]["seconds"] == first["totals"]["stored_seconds"]
    report = (await manager.get("/v1/reports/work")).json()
    assert report["seconds"] == first["totals"]["stored_seconds"]


async def test_the_other_variants_of_the_same_week_add_nothing(driver: Driver) -> None:
    reports = {}
    for name in ("toggl-2026-q3.csv", "toggl-week-b.csv", "toggl-week-c.csv"):
        report = await report_of(driver, (SAMPLES / name).read_bytes(), **AS_SAMPLED)
        reports[report["variant"]] = report
    assert counts(reports["B"]) == {"unchanged": reports["B"]["rows"]["read"]}
    # The current report has no tasks, so rows with a task look edited: shown, never created again.
    assert reports["C"]["rows"]["create"]["count"] == 0
    assert set(reports["C"]["conflicts_by_kind"]) == {"probably_edited"}
