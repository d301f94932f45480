"""The part of the API's story that is about tickets."""

from datetime import timedelta

import httpx

from services.timer.tests.driver import as_read, ok, shown
from timer import request_form as request_form_rules

BEYOND_SCHEMAS = (
    "Content-Type",
    "files at once",
    "only pictures",
    "the file is empty",
    "is no field",
    "a closed ticket is opened first",
    "it is no longer new",
    "merged into another",
    "not merged into itself",
    "is not linked to itself",
    "say who asked",
    "name a ticket or a task",
)


async def tickets(client: httpx.AsyncClient, contact: str, support: str) -> None:
    """A customer reports something twice, and somebody takes care of it."""
    first = await shown(
        client.post(
            "/v1/tickets",
            json={
                "name": "Login fails",
                "description": "Since this morning nobody can log in.",
                "requester_id": contact,
                "channel": "phone",
                "priority": "high",
            },
        )
    )
    url = f"/v1/tickets/{first['id']}"
    await ok(client.get(url))
    await ok(client.get("/v1/tickets", params={"search": "login", "closed": "false"}))
    changed = await shown(client.patch(url, json={"service_type_id": support, "status": "open"}))
    sent = ("name", "description", "priority", "status", "requester_id", "billable")
    whole = {name: changed[name] for name in (*sent, *_REFERENCES)}
    kept = await shown(client.put(url, json=whole, headers=as_read(changed)))
    asked = {"name": "Ida Holt", "email": "ida@nordlys.example"}
    again = {"name": "Cannot log in", "requester": asked, "channel": "email"}
    second = await shown(client.post("/v1/tickets", json=again))
    url = f"/v1/tickets/{second['id']}"
    into = {"into_id": kept["id"]}
    link = {"kind": "duplicate_of", "ticket_id": kept["id"]}
    linked = await shown(client.post(f"{url}/links", json=link))
    await ok(client.get(f"{url}/links"))
    await ok(client.delete(f"{url}/links/{linked['items'][0]['id']}"))
    merged = await shown(client.post(f"{url}/merge", json=into, headers=as_read(second)))
    await ok(client.post(f"{url}/unmerge", headers=as_read(merged)))
    await _attachments(client, f"/v1/tickets/{kept['id']}/attachments")


async def _attachments(client: httpx.AsyncClient, url: str) -> None:
    note = ("note.txt", b"Error 403", "text/plain")
    added = await shown(client.post(url, files=[("file", note)]))
    await ok(client.get(url))
    file = f"{url}/{added['items'][0]['id']}"
    assert (await client.get(f"{file}/content")).content == b"Error 403"
    await ok(client.delete(file))


async def request_form(owner: httpx.AsyncClient, anybody: httpx.AsyncClient) -> str:
    """The owner opens a form for requests, and somebody sends one. Returns the form's token."""
    form = {
        "slug": "nordlys-help",
        "title": "Nordlys",
        "introduction": "Tell us what does not work.",
        "active": True,
    }
    await ok(owner.put("/v1/request-form", json=form, headers={"If-Match": '"0"'}))
    await ok(owner.get("/v1/request-form"))
    url = "/v1/request-forms/nordlys-help"
    fetched = await shown(anybody.get(url))
    sent = {
        "token": fetched["token"],
        "name": "Per Holm",
        "email": "per@fjord.example",
        "subject": "Invoices do not print",
        "description": "Since the update.",
    }
    waited = request_form_rules.MIN_TIME
    request_form_rules.MIN_TIME = timedelta(0)
    try:
        parts = [(name, (None, value)) for name, value in sent.items()]
        await ok(anybody.post(f"{url}/requests", files=parts))
    finally:
        request_form_rules.MIN_TIME = waited
    return str(fetched["token"])


_REFERENCES = ("assignee_id", "service_type_id", "project_id")
