"""Number formats and the series they make."""

from datetime import date

import pytest

from invoicing.numbering import NumberFormat
from services.invoicing.tests.studio import SETTINGS, Studio

DAY = date(2026, 10, 5)


@pytest.mark.parametrize(
    ("text", "number", "series"),
    [
        ("{year}-{seq:04}", "2026-0007", "2026-{seq}"),
        ("{seq}", "7", "{seq}"),
        ("F/{yy}/{seq:03}", "F/26/007", "F/26/{seq}"),
        ("{seq:05}-A", "00007-A", "{seq}-A"),
    ],
)
def test_a_format_makes_numbers_in_series(text: str, number: str, series: str) -> None:
    chosen = NumberFormat(text)
    assert chosen.problem() is None
    assert (chosen.number(DAY, 7), chosen.series(DAY)) == (number, series)


def test_a_number_may_outgrow_its_padding() -> None:
    assert NumberFormat("{year}-{seq:04}").number(DAY, 12345) == "2026-12345"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{year}",
        "{seq}{seq}",
        "{seq:4}",
        "{month}-{seq}",
        "{seq}{",
        "A very long prefix {seq}",
        " {seq}",
        "{seq.__class__}",
    ],
)
async def test_a_format_that_cannot_number_is_refused(studio: Studio, text: str) -> None:
    assert NumberFormat(text).problem()
    body = {**SETTINGS, "number_format": f"{text}#"}
    assert (await studio.client.put("/v1/settings", json=body)).status_code == 422


async def test_another_padding_goes_on_with_the_same_series(studio: Studio) -> None:
    await studio.invoice(60)
    await studio.client.put("/v1/settings", json={**SETTINGS, "number_format": "{year}-{seq:06}"})
    assert (await studio.invoice(60))["number"].endswith("-000002")


async def test_a_number_that_another_series_used_is_refused(studio: Studio) -> None:
    await studio.client.put("/v1/settings", json={**SETTINGS, "number_format": "1{seq}"})
    await studio.invoice(60)
    await studio.client.put("/v1/settings", json={**SETTINGS, "number_format": "{seq}1"})
    made = await studio.worked(60)
    draft = await studio.draft(entry_ids=[str(made.entry_id)])
    refused = await studio.try_issue(draft["id"])
    assert (refused.status_code, refused.json()["type"].split(":")[-1]) == (409, "number-taken")
    await studio.laws_hold()
