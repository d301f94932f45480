"""The numbering report proves, or disproves, that what is stored is what was issued."""

import pytest

from invoicing.queries import proving
from services.invoicing.tests.studio import Studio


async def chained(studio: Studio, *, verify: bool) -> bool:
    """What the report says of the account's only series."""
    [series] = (await studio.read("reports/numbering", verify=verify))["series"]
    found: bool = series["chained"]
    return found


async def test_what_nobody_touched_is_proved_page_after_page(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "_PAGE", 2)
    for seconds in (60, 61, 62, 63, 64):
        await studio.invoice(seconds)
    assert await chained(studio, verify=True)
    await studio.tamper(f"UPDATE invoice SET notes = 'x' WHERE {last(studio)}")
    assert not await chained(studio, verify=True)


def last(studio: Studio) -> str:
    """The last invoice of the account, as a condition."""
    return (
        f"account_id = '{studio.account}' AND sequence ="
        f" (SELECT max(sequence) FROM invoice WHERE account_id = '{studio.account}')"
    )


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoice_line SET description = 'Nothing' WHERE {mine}",
        "UPDATE invoice_line SET amount = amount + 1 WHERE {mine}",
        'UPDATE invoice SET buyer = buyer || \'{{"name": "Somebody else"}}\' WHERE {mine}',
        "UPDATE invoice SET total = total + 1, subtotal = subtotal + 1 WHERE {mine}",
        "UPDATE document SET content = 'no document' WHERE {mine}",
        "DELETE FROM document WHERE {mine}",
    ],
)
async def test_tampering_is_seen_when_the_chain_is_made_again(studio: Studio, change: str) -> None:
    await studio.invoice(60)
    await studio.tamper(change.format(mine=f"account_id = '{studio.account}'"))
    assert await chained(studio, verify=False)
    assert not await chained(studio, verify=True)


async def test_a_last_invoice_taken_away_is_seen_at_once(studio: Studio) -> None:
    await studio.invoice(60)
    await studio.invoice(61)
    assert await chained(studio, verify=False)
    await studio.tamper(f"DELETE FROM invoice WHERE {last(studio)}")
    assert not await chained(studio, verify=False)
