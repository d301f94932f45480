"""The public form over HTTP: set up by the owner, fetched and sent by anybody."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from prometheus_client import REGISTRY
from sqlalchemy import func, select

from contracts.timer import TicketChanged
from database import new_id
from services.timer.tests.driver import Driver, open_account, slug
from services.timer.tests.test_attachment import PNG
from testkit import OTHER_ACCOUNT, Served
from timer import request_form
from timer.rate_limit import Limit
from timer.store.tables.customers import Contact, Organization
from timer.store.tables.tickets import TicketRow

FORM = {"slug": "nordlys", "title": "Nordlys ApS", "introduction": "Hello", "active": True}
FORMS = "/v1/request-forms"


async def save(driver: Driver, version: int = 0, **changes: Any) -> httpx.Response:
    owner = await driver.client("owner")
    headers = {"If-Match": f'"{version}"'}
    return await owner.put("/v1/request-form", json={**FORM, **changes}, headers=headers)


@pytest.fixture
async def form(driver: Driver) -> Driver:
    assert (await save(driver)).status_code == 200
    return driver


@pytest.fixture
async def anybody(timer: Served) -> httpx.AsyncClient:
    return await timer.client({"X-Forwarded-For": "192.0.2.7"})


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to wait before they send."""
    monkeypatch.setattr(request_form, "MIN_TIME", timedelta(0))


async def token(client: httpx.AsyncClient, address: str = "nordlys") -> str:
    fetched = await client.get(f"{FORMS}/{address}")
    assert fetched.status_code == 200, fetched.text
    return str(fetched.json()["token"])


async def send(
    client: httpx.AsyncClient, given: str | None = None, *, to: str = "nordlys", **fields: Any
) -> httpx.Response:
    """Fill in and send the form; `files` are its files."""
    files = fields.pop("files", [])
    body = {
        "token": await token(client) if given is None else given,
        "name": "Eva Lund",
        "email": "eva@fjord.example",
        "subject": "Printer on fire",
        "description": "It burns.",
        **fields,
    }
    parts = [(name, (None, str(value))) for name, value in body.items()]
    parts += [("files", file) for file in files]
    return await client.post(f"{FORMS}/{to}/requests", files=parts)


async def counts(driver: Driver) -> list[int]:
    async with driver.timer.database.transaction(driver.account_id) as session:
        tables = (TicketRow, Contact, Organization)
        found = [await session.scalar(select(func.count()).select_from(one)) for one in tables]
        return [count or 0 for count in found]


class TestSetUp:
    """The owner makes the form, renames it and switches it off."""

    async def test_it_is_made_renamed_and_switched_off(
        self, driver: Driver, anybody: httpx.AsyncClient
    ) -> None:
        assert slug(await driver.manager.get("/v1/request-form")) == (404, "not-found")
        made = await save(driver)
        assert made.json() == {**FORM, "version": 1}
        assert (await save(driver, 1)).json()["version"] == 1
        assert (await driver.manager.get("/v1/request-form")).json() == made.json()
        await save(driver, 1, slug="nordlys-help")
        assert slug(await anybody.get(f"{FORMS}/nordlys")) == (404, "not-found")
        await token(anybody, "nordlys-help")
        await save(driver, 2, slug="nordlys-help", active=False)
        assert slug(await anybody.get(f"{FORMS}/nordlys-help")) == (404, "not-found")

    async def test_only_the_owner_does(self, driver: Driver) -> None:
        headers = {"If-Match": '"0"'}
        refused = await driver.manager.put("/v1/request-form", json=FORM, headers=headers)
        assert slug(refused) == (403, "not-allowed")

    async def test_nobody_overwrites_what_they_have_not_seen(self, form: Driver) -> None:
        assert slug(await save(form, title="Mine")) == (412, "changed-meanwhile")
        saved = await asyncio.gather(*(save(form, 1, title=f"T{n}") for n in range(4)))
        assert sorted(one.status_code for one in saved) == [200, 412, 412, 412]

    async def test_an_address_stays_with_the_account_that_had_it(
        self, timer: Served, form: Driver
    ) -> None:
        theirs = await open_account(timer, OTHER_ACCOUNT)
        assert slug(await save(theirs)) == (409, "slug-taken")
        await save(form, 1, slug="other")
        assert slug(await save(theirs)) == (409, "slug-taken")
        assert (await save(form, 2)).json()["slug"] == "nordlys"

    @pytest.mark.parametrize("address", ["No Spaces", "x", "", "-a-", "æøå", "a" * 60])
    async def test_an_address_has_small_letters_digits_and_hyphens(
        self, driver: Driver, address: str
    ) -> None:
        refused = await save(driver, slug=address)
        assert [error["field"] for error in refused.json()["errors"]] == ["slug"]


@pytest.mark.usefixtures("patient")
class TestRequest:
    """What anybody sends becomes a ticket."""

    async def test_it_says_what_the_account_wrote_in_its_language(
        self, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        await form.update_settings(language="da")
        shown = await anybody.get(f"{FORMS}/nordlys")
        assert shown.headers["cache-control"] == "no-store"
        assert (shown.json()["title"], shown.json()["language"]) == ("Nordlys ApS", "da")
        assert str(form.account_id) not in shown.text

    async def test_it_becomes_a_ticket_of_the_forms_account(
        self, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        sent = await send(anybody, files=[("screen.png", PNG, "image/png")])
        assert (sent.status_code, sent.json()) == (201, {"number": 1})
        (ticket,) = await form.list("tickets")
        assert (ticket["channel"], ticket["status"], ticket["name"]) == (
            "form",
            "new",
            "Printer on fire",
        )
        url = f"/v1/tickets/{ticket['id']}"
        assert (await form.agent.get(url)).json()["description"] == "It burns."
        (file,) = (await form.agent.get(f"{url}/attachments")).json()["items"]
        assert (file["file_name"], file["added_by"]) == ("screen.png", None)
        (event,) = await form.timer.published(TicketChanged)
        assert (event.account_id, event.channel) == (form.account_id, "form")

    async def test_the_answer_tells_nothing_of_the_address(
        self, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        unknown, known = await send(anybody), await send(anybody)
        assert known.json().keys() == unknown.json().keys() == {"number"}
        assert known.headers.keys() == unknown.headers.keys()

    async def test_sent_twice_with_a_token_it_is_one_ticket(
        self, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        given = await token(anybody)
        sent = await asyncio.gather(*(send(anybody, given) for _ in range(3)))
        assert [(one.status_code, one.json()) for one in sent] == [(201, {"number": 1})] * 3
        assert (await counts(form))[0] == 1
        other = await send(anybody, given, subject="Another")
        assert slug(other) == (409, "form-used")
        assert (await counts(form))[0] == 1

    async def test_tokens_that_are_forged_or_of_another_form_are_refused(
        self, timer: Served, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        theirs = await open_account(timer, OTHER_ACCOUNT)
        await save(theirs, slug="fjord")
        of_theirs = await token(anybody, "fjord")
        for given in ("", "x" * 54, of_theirs):
            assert slug(await send(anybody, given)) == (403, "form-token-unknown")
        nowhere = await send(anybody, of_theirs, to="nowhere")
        assert slug(nowhere) == (404, "not-found")
        assert [await counts(form), await counts(theirs)] == [[0, 0, 1]] * 2

    async def test_a_trap_is_answered_as_if_it_were_none(
        self, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        before = _trapped()
        sent = await send(anybody, website="https://spam.example")
        assert (sent.status_code, sent.json()) == (201, {"number": 1})
        assert _trapped() == before + 1
        assert await counts(form) == [0, 0, 1]
        assert await form.timer.published(TicketChanged) == []

    @pytest.mark.parametrize(
        ("fields", "wrong"),
        [
            ({"email": "nowhere"}, "email"),
            ({"name": " "}, "name"),
            ({"subject": "x" * 256}, "subject"),
            ({"description": "a\0b"}, "description"),
            ({"account_id": str(new_id())}, "account_id"),
            ({"files": [("run.exe", b"MZ\0", "image/png")]}, "files.0"),
        ],
    )
    async def test_bad_input_is_named_and_may_be_mended(
        self, form: Driver, anybody: httpx.AsyncClient, fields: dict[str, Any], wrong: str
    ) -> None:
        given = await token(anybody)
        refused = await send(anybody, given, **fields)
        assert slug(refused) == (422, "invalid-input")
        assert [error["field"] for error in refused.json()["errors"]] == [wrong]
        assert await counts(form) == [0, 0, 1]
        assert (await send(anybody, given)).status_code == 201

    async def test_an_address_sends_a_few_and_others_are_not_held_up(
        self, timer: Served, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        for _ in range(5):
            assert (await send(anybody)).status_code == 201
        refused = await send(anybody)
        assert slug(refused) == (429, "too-many-requests")
        assert 0 < int(refused.headers["retry-after"]) <= 601
        assert (await send(await timer.client({"X-Forwarded-For": "192.0.2.8"}))).status_code == 201

    async def test_an_account_takes_so_many_and_no_more_at_once_either(
        self, timer: Served, form: Driver, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        limit = Limit(3, timedelta(hours=1))
        monkeypatch.setattr("timer.commands.request_forms.OF_ACCOUNT", limit)
        clients = [await timer.client({"X-Forwarded-For": f"192.0.2.{n}"}) for n in range(1, 7)]
        sent = await asyncio.gather(*(send(client) for client in clients))
        assert sorted(one.status_code for one in sent) == [201] * 3 + [429] * 3

    async def test_half_a_body_holds_nobody_up(
        self, form: Driver, anybody: httpx.AsyncClient
    ) -> None:
        async def cancelled() -> AsyncIterator[bytes]:
            yield b"--x\r\n"
            raise OSError("gone")

        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        for _ in range(4):
            url = f"{FORMS}/nordlys/requests"
            broken = await anybody.post(url, content=cancelled(), headers=headers)
            assert broken.status_code == 503
        assert (await send(anybody)).status_code == 201


async def test_a_form_is_not_sent_at_once(form: Driver, anybody: httpx.AsyncClient) -> None:
    assert slug(await send(anybody)) == (403, "form-too-quick")


@pytest.mark.usefixtures("patient")
async def test_a_form_that_lay_too_long_is_fetched_anew(
    form: Driver, anybody: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = await token(anybody)
    monkeypatch.setattr(request_form, "TOKEN_LIVES", timedelta(0))
    assert slug(await send(anybody, given)) == (403, "form-expired")


def _trapped() -> float:
    return REGISTRY.get_sample_value("request_form_trapped_total") or 0
