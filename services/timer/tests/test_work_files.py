"""The work report, and the time behind it, as files for spreadsheets."""

import csv
import io
import tracemalloc
import zipfile
from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from services.timer.tests.driver import Driver
from spreadsheets.excel import Spreadsheet
from timer.queries import exports

PERIOD = {"first_day": "2026-10-05", "last_day": "2026-10-11"}
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


async def read(client: Any, name: str, **params: Any) -> bytes:
    response = await client.get(f"/v1/reports/{name}", params=params)
    assert response.status_code == 200, response.text
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    content: bytes = response.content
    return content


def cells(content: bytes) -> list[list[tuple[str | None, str]]]:
    """Type and text of each cell, of the first sheet."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        sheet = ElementTree.fromstring(file.read("xl/worksheets/sheet1.xml"))
    assert sheet.find(f".//{_NS}f") is None
    return [
        [(cell.get("t"), "".join(cell.itertext())) for cell in row]
        for row in sheet.iter(f"{_NS}row")
    ]


async def test_the_table_says_what_the_report_says(driver: Driver) -> None:
    await driver.record(seconds=5400)
    await driver.record(seconds=1800, billable=False, project_id=None)
    text = (await read(driver.manager, "work.csv", by="agent", then_by="week", **PERIOD)).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["Agent"], row["Week"], row["Entries"]) == ("Mette Friis", "2026-10-05", "2")
    assert (row["Time"], row["Billable"], row["Capacity"]) == ("2:00:00", "1:30:00", "40:00:00")
    assert (row["Billable share"], row["Utilization"]) == ("0.75", "0.05")
    head, line = cells(await read(driver.manager, "work.xlsx", by="agent", **PERIOD))
    assert [name for _, name in head][:3] == ["Agent", "Entries", "Time"]
    assert (line[0], line[1]) == (("inlineStr", "Mette Friis"), (None, "2"))
    assert float(line[2][1]) * 24 == pytest.approx(2)


async def test_text_never_becomes_a_formula(driver: Driver) -> None:
    evil = await driver.create("projects", name='=HYPERLINK("http://x.example")')
    await driver.record(project_id=evil["id"], description="=1+1")
    text = (await read(driver.manager, "work.csv", by="project")).decode()
    assert next(csv.DictReader(io.StringIO(text)))["Project"].startswith("' =HYPERLINK")
    _, line = cells(await read(driver.manager, "work.xlsx", by="project"))
    assert line[0] == ("inlineStr", evil["name"])
    _, entry = cells(await read(driver.manager, "time-entries.xlsx"))
    assert ("inlineStr", "=1+1") in entry


async def test_agents_get_their_own_time(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    bo_id, bo = await driver.another_agent()
    for day in range(1, 8):
        await driver.record(work_date=f"2026-10-0{day}", seconds=day)
    await driver.record(client=bo, seconds=60)
    for client, count in ((bo, 1), (driver.agent, 7), (driver.manager, 8)):
        found = cells(await read(client, "time-entries.xlsx"))
        assert len(found) == 1 + count
    refused = await bo.get("/v1/reports/work.xlsx", params={"agent_id": str(driver.agent_id)})
    assert refused.status_code == 403
    assert str(bo_id) not in (await read(bo, "work.csv")).decode()


def test_a_long_file_needs_no_more_memory_than_a_short_one() -> None:
    row = ("Mette Friis", date(2026, 10, 5), timedelta(hours=1), "Reviewed the pull request", 0.5)

    def peak(rows: int) -> int:
        tracemalloc.start()
        sheet = Spreadsheet(open("/dev/null", "wb"), ("A", "B", "C", "D", "E"))  # noqa: SIM115, PTH123
        for _ in range(rows // 100):
            sheet.add([row] * 100)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(20_000) < peak(1_000) * 1.5


def test_a_page_of_the_export_is_bounded() -> None:
    assert exports.ROWS_AT_ONCE <= 2_000
