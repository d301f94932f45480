"""Numbers are 1, 2, 3 … in each series, whichever processes issue at the same time and wherever they are killed."""

import asyncio
import multiprocessing
from multiprocessing.context import ForkServerProcess
from random import Random

from contracts.invoicing import InvoiceCredited, InvoiceIssued
from services.invoicing.tests import issuing_process
from services.invoicing.tests.driver import Driver
from services.invoicing.tests.issuing_process import Work

INVOICES, PROCESSES = 200, 4
DAYS = ("2025-12-30", "2026-01-05")
FAILPOINTS = (
    "number-taken",
    "credit-note-number-taken",
    "request-before-commit",
    "request-after-commit",
)
_CLONE = """
    WITH made AS (INSERT INTO drafts SELECT (jsonb_populate_record(d, jsonb_build_object('id', uuidv7()))).*
        FROM drafts d, generate_series(2, {count}) WHERE id = '{draft}' RETURNING account_id, id)
    INSERT INTO draft_lines SELECT (jsonb_populate_record(l, jsonb_build_object('line_id', uuidv7(), 'draft_id', made.id))).*
    FROM made JOIN draft_lines l ON l.account_id = made.account_id AND l.draft_id = '{draft}'
"""
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["services.invoicing.tests.issuing_process"])


async def test_two_hundred_issued_by_processes_that_are_killed_are_numbered_without_a_gap(
    driver: Driver,
) -> None:
    work, chance = await drafted(driver), Random(12)
    killed = await issue_and_kill(driver, work, chance)
    assert killed > 2 * PROCESSES
    series = (await driver.read("reports/numbering", verify=True))["series"]
    assert [(one["series"], one["count"], one["last_number"]) for one in series] == [
        ("2025-{seq}", 100, "2025-0100"),
        ("2026-{seq}", 100, "2026-0100"),
        ("CN-2026-{seq}", 50, "CN-2026-0050"),
    ]
    for one in series:
        assert (one["gaps"], one["chained"], one["dated"], one["altered"]) == ([], True, True, [])
    assert len(await driver.published(InvoiceIssued)) == INVOICES
    assert len(await driver.published(InvoiceCredited)) == INVOICES // 4
    await driver.invariants_hold()


async def drafted(driver: Driver) -> list[Work]:
    """Drafts for two years, of which every fourth is to be credited."""
    empty = await driver.client.post(
        "/v1/invoices", json={"organization_id": str(driver.organization_id)}
    )
    await driver.add_line(empty.json()["id"], kind="fee", amount="100.00")
    await driver.tamper(
        f"UPDATE drafts SET version = 1 WHERE id = '{empty.json()['id']}'",
        _CLONE.format(count=INVOICES, draft=empty.json()["id"]),
    )
    drafts = (await driver.read("invoices", state="draft", limit=500))["items"]
    return [
        Work(one["id"], DAYS[place % 2], is_credited=place % 4 == 0)
        for place, one in enumerate(drafts)
    ]


async def issue_and_kill(driver: Driver, work: list[Work], chance: Random) -> int:
    """Let processes do the work, each a half that others do too, kill them, and let others go on; returns how many died."""

    def start(place: int, *dies_at: str) -> ForkServerProcess:
        mine = [one for number, one in enumerate(work) if (number + place) % PROCESSES < 2]
        about = (driver.served.urls.app, driver.account, mine, chance.randrange(1000))
        process = _FORKS.Process(target=issuing_process.run, args=(*about, *dies_at))
        process.start()
        return process

    running = [start(place) for place in range(PROCESSES)]
    killed = 0
    while killed <= 2 * PROCESSES:
        await asyncio.sleep(chance.uniform(0.02, 0.25))
        place = chance.randrange(PROCESSES)
        running[place].kill()
        await asyncio.to_thread(running[place].join)
        killed += running[place].exitcode != 0
        dies_at = f"{chance.choice(FAILPOINTS)}:{chance.randint(1, 12)}"
        running[place] = start(place, *([dies_at] if chance.random() < 0.5 else []))
    for place, process in enumerate(running):
        await asyncio.to_thread(process.join)
        if process.exitcode:
            killed += 1
            last = start(place)
            await asyncio.to_thread(last.join)
            assert last.exitcode == 0
    return killed
