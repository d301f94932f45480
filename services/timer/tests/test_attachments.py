"""Files of tickets over HTTP: added, listed, downloaded, deleted."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select, update

from database import new_id
from services.timer.tests.driver import Driver, as_read, open_account, slug
from services.timer.tests.test_attachment import PNG
from testkit import OTHER_ACCOUNT, Served
from timer.api.uploads import UploadShares
from timer.attachment import MAX_OF_ACCOUNT_BYTES, MIB, TooManyUploadsError
from timer.store.tables.attachments import AttachmentContent, AttachmentRow, AttachmentSpace

NOTE = ("note.txt", b"Hello", "text/html")


@pytest.fixture
async def ticket(driver: Driver) -> dict[str, Any]:
    contacts = f"organizations/{driver.organization['id']}/contacts"
    eva = await driver.create(contacts, name="Eva")
    return await driver.create("tickets", name="Printer", requester_id=eva["id"])


def files(ticket: dict[str, Any]) -> str:
    return f"/v1/tickets/{ticket['id']}/attachments"


async def add(driver: Driver, ticket: dict[str, Any], *sent: Any) -> Any:
    parts = [("file", file) for file in sent]
    return await driver.agent.post(files(ticket), files=parts)


async def space(driver: Driver) -> int:
    async with driver.timer.database.transaction(driver.account_id) as session:
        return await session.scalar(select(AttachmentSpace.bytes)) or 0


async def test_files_are_added_listed_and_downloaded(
    driver: Driver, ticket: dict[str, Any]
) -> None:
    added = await add(driver, ticket, NOTE, ("screen.html", PNG, "text/html"))
    assert added.status_code == 201, added.text
    note, screen = added.json()["items"]
    assert (note["file_name"], note["media_type"], note["size"]) == ("note.txt", "text/plain", 5)
    assert (screen["file_name"], screen["media_type"]) == ("screen.html.png", "image/png")
    assert note["added_by"] == "mette"
    assert (await driver.agent.get(files(ticket))).json() == added.json()
    shown = await driver.agent.get(f"{files(ticket)}/{note['id']}/content")
    assert shown.content == b"Hello"
    assert await space(driver) == 5 + len(PNG)


async def test_no_browser_shows_a_file(driver: Driver, ticket: dict[str, Any]) -> None:
    added = await add(driver, ticket, ("blå x.txt", b"Hello", "text/html"))
    (file,) = added.json()["items"]
    shown = await driver.agent.get(f"{files(ticket)}/{file['id']}/content")
    assert shown.headers["content-type"] == "application/octet-stream"
    assert shown.headers["x-content-type-options"] == "nosniff"
    disposition = shown.headers["content-disposition"]
    assert disposition == "attachment; filename*=UTF-8''bl%C3%A5%20x.txt"
    assert "sandbox" in shown.headers["content-security-policy"]


async def test_a_deleted_file_leaves_its_space(driver: Driver, ticket: dict[str, Any]) -> None:
    (file,) = (await add(driver, ticket, NOTE)).json()["items"]
    url = f"{files(ticket)}/{file['id']}"
    for _ in range(2):
        assert (await driver.agent.delete(url)).status_code == 204
    assert slug(await driver.agent.get(f"{url}/content")) == (404, "not-found")
    assert await space(driver) == 0
    async with driver.timer.database.transaction(driver.account_id) as session:
        assert (await session.scalars(select(AttachmentContent.id))).all() == []


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ([("run.png", b"MZ\0", "image/png")], "file.0"),
        ([NOTE, ("empty.txt", b"", "text/plain")], "file.1"),
        ([("big.txt", b"x" * (5 * MIB + 1), "text/plain")], "file.0"),
        ([NOTE] * 6, "file"),
    ],
)
async def test_what_is_not_taken_leaves_everything_as_it_was(
    driver: Driver, ticket: dict[str, Any], sent: list[Any], field: str
) -> None:
    refused = await add(driver, ticket, *sent)
    assert slug(refused) == (422, "invalid-input")
    assert [error["field"] for error in refused.json()["errors"]] == [field]
    assert (await driver.agent.get(files(ticket))).json() == {"items": []}
    assert await space(driver) == 0


async def test_other_requests_are_refused(driver: Driver, ticket: dict[str, Any]) -> None:
    url = files(ticket)
    json = await driver.agent.post(url, json={"file": "Hello"})
    assert json.json()["errors"][0]["field"] == "Content-Type"
    elsewhere = await driver.agent.post(url, files=[("picture", NOTE)])
    assert elsewhere.json()["errors"][0]["field"] == "picture"
    many = await driver.agent.post(url, files=[("file", NOTE)] * 21)
    assert many.status_code == 400
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    assert (await driver.agent.post(url, content=b"--y", headers=broken)).status_code in (400, 422)
    huge = await driver.agent.post(url, content=b"x" * (11 * MIB + 1), headers=broken)
    assert slug(huge) == (413, "too-large")
    nobody = await driver.agent.post(f"/v1/tickets/{new_id()}/attachments", files=[("file", NOTE)])
    assert slug(nobody) == (404, "not-found")


async def test_a_form_without_a_file_is_refused(driver: Driver, ticket: dict[str, Any]) -> None:
    refused = await driver.agent.post(files(ticket), files=[("other", (None, "Hello"))])
    assert slug(refused) == (422, "invalid-input")
    assert refused.json()["errors"][0]["field"] == "file"


async def test_a_merged_ticket_gets_no_files(driver: Driver, ticket: dict[str, Any]) -> None:
    other = await driver.create("tickets", name="Scanner", requester_id=ticket["requester_id"])
    url = f"/v1/tickets/{ticket['id']}/merge"
    await driver.agent.post(url, json={"into_id": other["id"]}, headers=as_read(ticket))
    assert slug(await add(driver, ticket, NOTE)) == (409, "ticket-merged")


async def test_the_space_of_an_account_ends(driver: Driver, ticket: dict[str, Any]) -> None:
    await add(driver, ticket, NOTE)
    async with driver.timer.database.transaction(driver.account_id) as session:
        await session.execute(update(AttachmentSpace).values(bytes=MAX_OF_ACCOUNT_BYTES - 4))
    assert slug(await add(driver, ticket, NOTE)) == (409, "attachments-full")
    assert (await add(driver, ticket, ("n.txt", b"Hell", ""))).status_code == 201


async def test_files_of_another_account_are_not_there(
    timer: Served, driver: Driver, ticket: dict[str, Any]
) -> None:
    (file,) = (await add(driver, ticket, NOTE)).json()["items"]
    theirs = await open_account(timer, OTHER_ACCOUNT)
    url = f"{files(ticket)}/{file['id']}"
    for path in (files(ticket), f"{url}/content"):
        assert slug(await theirs.agent.get(path)) == (404, "not-found")
    assert slug(await theirs.agent.delete(url)) == (404, "not-found")
    assert slug(await add(theirs, ticket, NOTE)) == (404, "not-found")
    async with driver.timer.database.transaction(driver.account_id) as session:
        assert await session.scalar(select(AttachmentRow.id)) == UUID(file["id"])


def test_one_sender_takes_no_more_than_a_few_shares() -> None:
    shares = UploadShares()
    with shares.one_for("a"), shares.one_for("a"), shares.one_for("a"):
        with shares.one_for("b"):
            pass
        with pytest.raises(TooManyUploadsError), shares.one_for("a"):
            pass
    with shares.one_for("a"):
        pass
