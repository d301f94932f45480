"""A firm moves in from five programs: file, preview, whom is meant, import; every second arrives, and arrives once."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.system import System
from tests.stories.test_setting_up import HERE_ALREADY, newcomer, opened

EXPORTS = Path(__file__).parents[2] / "services" / "timer" / "tests" / "importing" / "exports"
TOGGL = """\
User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags
Bo Lind,bo@example.dk,Nordlys ApS,Webshop,,Search,Yes,2026-03-02,09:00:00,2026-03-02,10:30:30,01:30:30,
"""
WORKLOG = "Worker,Day,Worked,Issue\nBo Lind,2026-03-05,0.25,WEB-1\n"
# what each is called on screen, its file, the entries and seconds in it, and whom a name in it means
PRODUCTS = [
    ("Toggl Track", "toggl.csv", 1, 5430, None),
    ("Clockify", "clockify-american.csv", 2, 3608, None),
    ("Harvest", "harvest-danish.csv", 3, 7776, None),
    ("Kimai", "kimai-german.csv", 2, 4860, ("ida@example.dk", "Ida Bech")),
    ("solidtime", "solidtime-detailed.csv", 1, 3601, None),
]


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    (tmp_path / "toggl.csv").write_text(TOGGL)
    (tmp_path / "worklog.csv").write_text(WORKLOG)
    return {path.name: path for folder in (EXPORTS, tmp_path) for path in folder.glob("*.csv")}


async def test_a_firm_moves_in_from_five_programs(
    browser: Browser, system: System, files: dict[str, Path]
) -> None:
    async with opened(browser, system, newcomer(), "/import") as page:
        for product, name, entries, _, meant in PRODUCTS:
            await page.get_by_label("CSV file with time").set_input_files(files[name])
            await expect(page.get_by_text(f"{product} (")).to_be_visible()
            await _say_who_is_meant(page, meant)
            if meant:
                await assert_accessible(page)
                await assert_fits(page)
            await _import(page, entries)
        await page.get_by_label("CSV file with time").set_input_files(files["harvest-danish.csv"])
        await expect(page.get_by_text("It was invoiced elsewhere.")).to_be_visible()
        await expect(page.get_by_role("button", name="Nothing to import")).to_be_visible()

        report = await page.request.get("/timer/v1/reports/work")
        assert (await report.json())["seconds"] == sum(seconds for *_, seconds, _ in PRODUCTS)


async def test_columns_of_an_unknown_program_are_said_once(
    browser: Browser, system: System, files: dict[str, Path]
) -> None:
    async with opened(browser, system, newcomer(), "/import") as page:
        chooser = page.get_by_label("CSV file with time")
        await chooser.set_input_files(files["worklog.csv"])
        await page.get_by_label("Program that wrote the file").fill("Worklog")
        for field, header in (("Person", "Worker"), ("Day", "Day"), ("Hours", "Worked")):
            await page.get_by_role("combobox", name=field, exact=True).select_option(header)
        await assert_accessible(page)
        await page.get_by_role("button", name="Remember it and read the file").click()
        await page.get_by_role("checkbox", name="Also add the people of the file").check()
        await _import(page, 1)
        await chooser.set_input_files(files["worklog.csv"])
        await expect(page.get_by_text(HERE_ALREADY)).to_be_visible()


async def _say_who_is_meant(page: Page, meant: tuple[str, str] | None) -> None:
    """Nobody is known at first, so people are made; later one is chosen."""
    if meant:
        written, name = meant
        await page.get_by_role("combobox", name=written).select_option(name)
    elif await page.get_by_role("checkbox", name="Also add the people of the file").count():
        await page.get_by_role("checkbox", name="Also add the people of the file").check()


async def _import(page: Page, entries: int) -> None:
    noun = "entry" if entries == 1 else "entries"
    await page.get_by_role("button", name=f"Import {entries} {noun}").click()
    done = "1 entry was imported." if entries == 1 else f"{entries} entries were imported."
    await expect(page.get_by_text(done)).to_be_visible()
    await page.get_by_role("button", name="Import another file").click()
