"""A bookkeeper takes time back that a draft lost to a correction, and undoes one entry of what was written off."""

import asyncio
import re
import uuid

from playwright.async_api import Browser, expect

from honorar_local.demo.client import ApiClient, wait_for
from tests.harness.browser import window
from tests.harness.people import freelancer
from tests.harness.screens import assert_accessible, assert_fits
from tests.harness.session import log_in
from tests.harness.system import System
from tests.stories.test_splitting import PHONE, lines, picture, sums, two_drafts


def corrected(api: ApiClient, draft: str) -> None:
    """The sheet is reopened, which takes its time off the drafts, and approved again as it was."""
    [sheet] = api.pages("/timer/v1/timesheets", state="approved")
    path = f"/timer/v1/timesheets/{sheet['id']}"
    api.post(f"{path}/reopen", {"reason": "One note is wrong"}, etag=api.etag(path))
    wait_for("the time to be given back", lambda: lines(api, draft) == [])
    for verb in ("submit", "approve"):
        wait_for("the answer", lambda: api.get(path)["state"] in ("draft", "submitted"))
        api.post(f"{path}/{verb}", etag=api.etag(path))
    wait_for("ready time", lambda: sums(api)["ready"] == 12_600)


def written_off(api: ApiClient, draft: str) -> None:
    """The line of a draft is charged to nobody, with both its entries."""
    path = f"/invoicing/v1/invoices/{draft}"
    [line] = api.get(path)["lines"]
    body = {"reason": "A favour"}
    key, etag = str(uuid.uuid4()), api.etag(path)
    api.post(f"{path}/lines/{line['line_id']}/write-off", body, key=key, etag=etag)


async def test_lost_time_comes_back_and_one_entry_of_a_write_off_too(
    browser: Browser, system: System
) -> None:
    person = await asyncio.to_thread(freelancer, system)
    api = person.api
    draft, _ = await asyncio.to_thread(two_drafts, api)
    before = lines(api, draft)
    await asyncio.to_thread(corrected, api, draft)
    async with window(browser, system.state.gateway) as context:
        await log_in(context, system, person.member)
        page = await context.new_page()
        await page.goto(f"/drafts/{draft}")
        lost = page.get_by_role("region", name="No longer on this draft")
        back = lost.get_by_role("button", name=re.compile("Take back 3:00"))
        await expect(back).to_be_visible()
        await assert_accessible(page)
        await picture(page, "lost")
        await page.set_viewport_size(PHONE)
        await assert_fits(page)
        await back.click()
        await expect(lost).to_have_count(0)
        assert lines(api, draft) == before
        await asyncio.to_thread(written_off, api, draft)
        await page.goto("/billing?bucket=written-off")
        await page.get_by_role("button", name=re.compile("^Undo…")).nth(1).click()
        dialog = page.get_by_role("dialog", name="Undo this of the write-off?")
        await assert_accessible(page)
        await picture(page, "undo")
        await dialog.get_by_role("button", name="Undo this").click()
        await expect(page.get_by_text(re.compile("^Undone"))).to_be_visible()
        await assert_fits(page)
        await picture(page, "undone")
    found = sums(api)
    assert {found["ready"] - 1800, found["written_off"]} == {7200, 3600}
