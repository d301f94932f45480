"""The part of the story about customers: a list of them is looked at and tried."""

from collections.abc import Mapping
from typing import Any

import httpx

from services.timer.tests.driver import ok, shown

_LIST = """\
Name,Company,Email,Phone,Street,City,ZIP,Country,Resale Number
Havn ApS,Havn ApS,faktura@havn.example,+45 00 00 00 01,"Havnegade 4",Aarhus,8000,Denmark,DK10000025
Fjord A/S,Fjord A/S,post@fjord.example,,Kaia 4,Oslo,0150,Norway,
"""
_OTHER_LIST = "Nr;Betegnelse;Mail\n1;Fjord A/S;post@fjord.example\n"
_MAPPING = {
    "kind": "customers",
    "name": "economic",
    "headers": ["Nr", "Betegnelse", "Mail"],
    "columns": {"name": "Betegnelse", "contact_email": "Mail"},
}
NUMBERS_BEYOND_SCHEMAS = (
    "not a GLN (EAN)",
    "must be at most eight letters",
    "not a VAT number of",
    "not a registration number of",
    "must begin with the letters of its country",
    "must be letters of a country, digits and letters",
    "is a public mail provider",
    "each field named once",
)


async def imported(manager: httpx.AsyncClient) -> None:
    """Look at a list of QuickBooks, and see what its import would do."""
    headers = {"Content-Type": "text/csv"}
    url = "/v1/organizations/import"
    await ok(manager.post(f"{url}/columns", content=_LIST, headers=headers))
    await ok(manager.post(url, content=_LIST, headers=headers, params={"dry_run": "true"}))
    mapping = await shown(manager.post("/v1/import-mappings", json=_MAPPING))
    await ok(manager.get("/v1/import-mappings", params={"kind": "customers"}))
    await ok(manager.post(f"{url}/columns", content=_OTHER_LIST, headers=headers))
    await ok(manager.delete(f"/v1/import-mappings/{mapping['id']}"))


async def merged(manager: httpx.AsyncClient, organization: Mapping[str, Any]) -> None:
    """Merge a duplicate into the customer, and undo it."""
    made = await shown(manager.post("/v1/organizations", json={"name": "Nordlys"}))
    url = f"/v1/organizations/{made['id']}"
    await ok(manager.get(f"{url}/merge"))
    await ok(manager.post(f"{url}/merge", json={"into_id": organization["id"]}))
    await ok(manager.post(f"{url}/unmerge"))
