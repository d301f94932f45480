"""What a hostile file may not do: take memory beyond its size, the time of others, or a connection while it is read."""

import asyncio
import json
import tracemalloc
from asyncio.subprocess import Process
from datetime import date, datetime
from typing import Any

import httpx
import pytest

from database import new_id
from services.timer.tests.driver import Driver, slug
from services.timer.tests.importing.factories import (
    BO,
    HEADER,
    OPTIONS,
    SNAPSHOT,
    csv_of,
    line,
)
from testkit import ACCOUNT, OTHER_ACCOUNT
from timer import file_reading
from timer.file_reading import ImportShares, reading
from timer.importing.booking import Booking
from timer.importing.csv_file import MAX_CELL_LENGTH, MAX_COLUMNS, MAX_ROW_LENGTH
from timer.importing.errors import (
    FileError,
    ImportsBusyError,
    RowTooLongError,
    TooManyColumnsError,
    TooMuchWorkError,
)
from timer.importing.messages import Batch, Done, Planned
from timer.importing.parsing import parse
from timer.importing.planning import plan_import
from timer.importing.reporting import report_on
from timer.importing.snapshot import MasterData
from timer.sheet_period import period_of

PATH = "/v1/imports/preview"
MB = 1_000_000
HOSTILE: dict[str, tuple[bytes, type[FileError]]] = {
    "a header of commas": (b"," * 5 * MB, TooManyColumnsError),
    "a header of names": (b"a," * (MAX_COLUMNS + 1) + b"\n", TooManyColumnsError),
    "a row of commas": (csv_of("," * 5 * MB), RowTooLongError),
    "a row that never ends": (csv_of('"\n",' * MB), RowTooLongError),
    "a quote that is never closed": (csv_of('"' + "a\n" * MB), RowTooLongError),
    "a row without an end of line": (csv_of("a" * 5 * MB), RowTooLongError),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_before_it_takes_more_than_its_own_size(name: str) -> None:
    data, expected = HOSTILE[name]
    tracemalloc.start()
    with pytest.raises(expected):
        parse(data, OPTIONS)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2 * len(data) + 4 * MB


def test_a_note_that_is_too_long_costs_only_its_row() -> None:
    rows = (line(), line(note="x" * (MAX_CELL_LENGTH - 1)), line("2026-10-02 09:00:00"))
    file = parse(csv_of(*rows), OPTIONS)
    assert [row.line for row in file.rows] == [2, 4]
    assert [(error.line, error.column) for error in file.errors] == [(3, "Description")]


def test_rows_inside_an_endless_cell_are_not_taken_for_rows() -> None:
    inside = "\n".join(line() for _ in range(MAX_CELL_LENGTH // 50))
    with pytest.raises(RowTooLongError, match="line 3"):
        parse(csv_of(line(), f'"{inside}"', line()), OPTIONS)


def test_the_longest_row_is_still_read() -> None:
    columns = [f"c{number}" for number in range(20)]
    header = ",".join((HEADER, *columns))
    cells = ",".join(["x" * (MAX_ROW_LENGTH // 20 - 100)] * 20)
    assert len(parse(csv_of(f"{line()},{cells}", header=header), OPTIONS).rows) == 1


async def planned_elsewhere(data: bytes, **limits: Any) -> Planned:
    async with reading(data, "text/csv", OPTIONS, **limits) as reader:
        return await reader.plan(SNAPSHOT)


WEEKS = [period_of(date(2026, 10, day), ()) for day in (1, 5, 12, 19)]
BOOKING = Booking(
    account_id=ACCOUNT, source="toggl", time_zone="UTC", exclusive=True, periods=(), agents={},
    sheets={(BO.id, week.first): new_id() for week in WEEKS}, master_data=MasterData(), trace={}, rows_at_once=7,
)  # fmt: skip


async def test_a_file_is_read_and_planned_in_another_process_as_in_this_one() -> None:
    rows = [line(f"2026-10-{day:02} 09:00:00", project="") for day in range(20, 0, -1)]
    data = csv_of(*rows, *["broken"] * 3)
    file = parse(data, OPTIONS)
    plan = plan_import(file, OPTIONS, SNAPSHOT)
    async with reading(data, "text/csv", OPTIONS, wants_rows=True) as reader:
        planned = await reader.plan(SNAPSHOT)
        pieces = [piece async for piece in reader.write(BOOKING)]
    assert planned.report == report_on(file, plan, SNAPSHOT)
    assert planned.periods == dict(
        zip(((BO.id, week) for week in WEEKS), (4, 7, 7, 2), strict=True)
    )
    done = pieces[-1]
    assert isinstance(done, Done)
    batches = [*(one for one in pieces if isinstance(one, Batch)), done.newest]
    assert [batch.count for batch in batches] == [7, 6, 7]
    told = json.loads(done.report)
    assert (told["dry_run"], len(set(told["entry_ids"]))) == (False, 20)
    written = [json.loads(batch.entries) for batch in batches]
    starts = [datetime.fromisoformat(one["started_at"]) for some in written for one in some]
    assert starts == sorted(starts)


async def test_reading_ends_with_its_deadline() -> None:
    with pytest.raises(TooMuchWorkError):
        await planned_elsewhere(csv_of(line()), seconds=0.01)


MANY_ROWS = csv_of(*[line(note="x" * 200)] * 20_000)


@pytest.mark.parametrize("megabytes", [1, 60])
async def test_an_import_that_needs_more_memory_than_there_is_says_so(megabytes: int) -> None:
    """The first has none for the request, the second for the request and not for the rows."""
    with pytest.raises(TooMuchWorkError, match="too much memory"):
        await planned_elsewhere(MANY_ROWS, memory_bytes=megabytes * MB)


async def test_the_service_goes_on_after_an_import_without_memory(driver: Driver) -> None:
    with pytest.raises(TooMuchWorkError):
        await planned_elsewhere(MANY_ROWS, memory_bytes=MB)
    assert (await send(driver.manager, csv_of(line()))).status_code == 200


def test_an_account_imports_one_file_at_a_time_and_all_a_few() -> None:
    shares, account = ImportShares(), new_id()
    with shares.one_for(account):
        with pytest.raises(ImportsBusyError), shares.one_for(account):
            pass
        others = (shares.one_for(new_id()), shares.one_for(new_id()), shares.one_for(new_id()))
        with others[0], others[1], others[2], pytest.raises(ImportsBusyError):
            shares.one_for(new_id()).__enter__()
        with shares.one_for(new_id()):
            pass
    with shares.one_for(account):
        pass


async def test_one_accounts_imports_neither_wait_nor_keep_others_waiting(driver: Driver) -> None:
    data = csv_of(*(line(f"2026-10-{day:02} 09:00:00", note="x" * 3000) for day in range(1, 29)))
    stranger = await driver.timer.as_("manager", account=OTHER_ACCOUNT)
    responses = await asyncio.gather(
        *(send(driver.manager, data) for _ in range(5)), send(stranger, data)
    )
    *ours, theirs = responses
    assert theirs.status_code == 200
    assert sorted(response.status_code for response in ours) == [200, 429, 429, 429, 429]
    busy = next(response for response in ours if response.status_code == 429)
    assert slug(busy) == (429, "imports-busy")
    assert int(busy.headers["retry-after"]) > 0


async def send(client: httpx.AsyncClient, data: bytes) -> httpx.Response:
    return await client.post(PATH, content=data)


async def test_no_connection_is_held_while_a_file_is_read(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = driver.timer.database.engine.pool
    held, receive = [], file_reading._receive

    async def watched(process: Process) -> object:
        held.append(pool.checkedout())  # type: ignore[attr-defined]
        return await receive(process)

    monkeypatch.setattr(file_reading, "_receive", watched)
    data = csv_of(*(line(f"2026-10-{day:02} 09:00:00") for day in range(1, 29)))
    assert (await send(driver.manager, data)).status_code == 200
    assert held == [0, 0]  # it has read, it has planned
