"""How the account bills."""

from typing import Any

import pytest

from database import new_id
from services.invoicing.tests.studio import SETTINGS, Studio


async def test_an_account_that_set_nothing_has_defaults(studio: Studio) -> None:
    newcomer = await studio.served.as_("owner", account=new_id())
    answer = await newcomer.get("/v1/settings")
    assert answer.headers["etag"] == '"0"'
    assert answer.json() == {
        "seller": {
            "name": "",
            "address": None,
            "vat_number": None,
            "registration_number": None,
        },
        "payment_instructions": "",
        "currency": "DKK",
        "time_zone": "Europe/Copenhagen",
        "terms": {"kind": "net-days", "days": 30, "due_date": None},
        "number_format": "{year}-{seq:04}",
        "tax": {"category": "standard", "rate": "25"},
        "language": "da",
    }


async def test_settings_are_replaced_by_whoever_saw_the_last_ones(studio: Studio) -> None:
    stale = {"If-Match": '"1"'}
    body = {**SETTINGS, "terms": {"kind": "end-of-month", "days": 10}}
    first = await studio.client.put("/v1/settings", json=body, headers=stale)
    second = await studio.client.put("/v1/settings", json=SETTINGS, headers=stale)
    assert (first.status_code, first.headers["etag"], second.status_code) == (200, '"2"', 412)
    assert (await studio.read("settings"))["terms"]["kind"] == "end-of-month"


@pytest.mark.parametrize(
    "wrong",
    [
        {"currency": "ABC"},
        {"time_zone": "Europe/Atlantis"},
        {"time_zone": "/etc/passwd"},
        {"language": "fr"},
        {"tax": {"category": "exempt", "rate": "25"}},
        {"tax": {"category": "standard", "rate": "0"}},
        {"terms": {"kind": "fixed-date", "due_date": "2026-01-01"}},
        {"terms": {"kind": "net-days", "days": -1}},
        {"seller": {"name": "X", "address": {"lines": ["Y"], "city": "Z", "country": "Denmark"}}},
        {"colour": "red"},
    ],
)
async def test_settings_that_make_no_sense_are_refused(
    studio: Studio, wrong: dict[str, Any]
) -> None:
    assert (await studio.client.put("/v1/settings", json=wrong)).status_code == 422
    assert (await studio.read("settings"))["seller"]["name"] == "Studio Lind ApS"
