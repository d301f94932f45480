"""What the database refuses of agreements, whoever asks."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.rates.tests.agreement_driver import Agreements, charged
from services.rates.tests.driver import Driver, Json
from testkit import ACCOUNT, Served


@pytest.fixture
async def agreements(served: Served) -> Agreements:
    return Agreements(Driver(served, await served.as_("owner")))


async def _refusal(agreements: Agreements, sql: str, **values: object) -> str:
    """The message of the database's refusal."""
    with pytest.raises(DBAPIError) as refused:
        async with agreements.driver.served.database.transaction(ACCOUNT) as session:
            await session.execute(text(sql), values)
    return str(refused.value)


def _copied(table: str, columns: str, **changes: str) -> str:
    """SQL that inserts a copy of each row with other values in these columns."""
    names = [name.strip() for name in columns.split(",")]
    values = (changes.get(name, name) for name in names)
    return f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table}"


_AGREEMENTS = """agreement_id, version, organization_id, name, kind, currency, first_day, last_day, renews_months,
    project_ids, service_type_ids, prorate, in_advance, rollover_mode, rollover_cap_seconds, rollover_expiry_months,
    indexing_percent, indexing_month, indexing_day, recorded_at, recorded_by, superseded_at, superseded_by"""
_TERMS = """agreement_id, valid_from, version, amount, included_seconds, recorded_at, recorded_by, superseded_at,
    superseded_by"""
_BLOCKS = "block_id, agreement_id, bought_on, price, seconds, amount, expires_on, charge_id, recorded_at, recorded_by"
_CHARGES = """charge_id, version, agreement_id, organization_id, kind, month, name, first_day, last_day, amount, currency,
    in_advance, billable_from, cancelled, included_seconds, rolled_over_seconds, used_seconds, overage_seconds, minimum,
    billed_at, billed_line_id"""
_NEW = {"agreement_id": "gen_random_uuid()"}


@pytest.mark.parametrize(
    ("sql", "constraint"),
    [
        (_copied("agreements", _AGREEMENTS, **_NEW), "agreements_never_overlap"),
        (
            _copied("agreements", _AGREEMENTS, version="version + 1", kind="'fixed-price'"),
            "agreements_in_force",
        ),
        (
            _copied("agreements", _AGREEMENTS, last_day="first_day - 1"),
            "agreements_end_after_start",
        ),
        (_copied("agreements", _AGREEMENTS, kind="'handshake'"), "agreements_kind_check"),
        (_copied("agreements", _AGREEMENTS, currency="'dkk'"), "agreements_currency_check"),
        (
            _copied("agreements", _AGREEMENTS, rollover_mode="'capped'"),
            "agreements_rollover_check",
        ),
        (
            _copied("agreements", _AGREEMENTS, **_NEW, renews_months="12", last_day="NULL"),
            "agreements_renewed_after_an_end",
        ),
        (
            _copied("agreement_terms", _TERMS, version="version + 1"),
            "agreement_terms_never_overlap",
        ),
        (_copied("agreement_terms", _TERMS, amount="-1"), "agreement_terms_amount_check"),
        (
            _copied("agreement_terms", _TERMS, included_seconds="-1"),
            "agreement_terms_included_check",
        ),
        (
            _copied("agreement_charges", _CHARGES, charge_id="gen_random_uuid()"),
            "agreement_charges_once_a_month",
        ),
        (_copied("agreement_charges", _CHARGES, amount="-1"), "agreement_charges_amount_check"),
        (
            _copied("agreement_charges", _CHARGES, last_day="first_day - 1"),
            "agreement_charges_end_after_start",
        ),
        (
            _copied("agreement_charges", _CHARGES, billed_line_id="gen_random_uuid()"),
            "agreement_charges_billed_whole",
        ),
        ("UPDATE agreement_months SET used_seconds = -1", "agreement_months_seconds_check"),
        ("UPDATE agreement_months SET amount = -1", "agreement_months_amounts_check"),
        ("UPDATE agreement_months SET month = month - 1", "agreement_months_month_check"),
    ],
)
async def test_what_must_never_be_is_refused_by_a_constraint(
    agreements: Agreements, sql: str, constraint: str
) -> None:
    await agreements.create(last_day="2026-01-31")
    assert constraint in await _refusal(agreements, sql)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"seconds": "0"}, "agreement_blocks_hold_something"),
        ({"amount": "1"}, "agreement_blocks_hold_something"),
        ({"price": "-1"}, "agreement_blocks_price_check"),
        ({"expires_on": "bought_on - 1"}, "agreement_blocks_expire_after_purchase"),
        ({"block_id": "gen_random_uuid()"}, "agreement_blocks_by_charge"),
    ],
)
async def test_blocks_that_cannot_be_are_refused_by_a_constraint(
    agreements: Agreements, changes: dict[str, str], constraint: str
) -> None:
    await agreements.buy(await agreements.create("prepaid-hours"), seconds=3600)
    sql = _copied("agreement_blocks", _BLOCKS, **changes)
    assert constraint in await _refusal(agreements, sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE agreement_ledger SET seconds = 0",
        "DELETE FROM agreement_ledger",
        "UPDATE agreements SET name = 'other'",
        "DELETE FROM agreements",
        "UPDATE agreement_terms SET amount = 0",
        "UPDATE agreement_blocks SET price = 0",
        "DELETE FROM agreement_charges",
        "DELETE FROM charge_billings",
        "UPDATE agreement_charge_versions SET minimum = 0",
    ],
)
async def test_what_is_on_record_cannot_be_changed(agreements: Agreements, sql: str) -> None:
    made: Json = await agreements.create(last_day="2026-01-31")
    await agreements.driver.consume(charged(*await agreements.charges(made)))
    assert "permission denied" in await _refusal(agreements, sql)


async def test_a_month_is_closed_once_in_its_ledger(agreements: Agreements) -> None:
    made = await agreements.create(last_day="2026-01-31")
    await agreements.driver.consume(charged(*await agreements.charges(made)))
    columns = "agreement_id, month, kind, seconds, amount, reason, charge_id, recorded_at"
    again = _copied("agreement_ledger", columns)
    assert "agreement_ledger_closed_once" in await _refusal(agreements, again)
    both = _copied("agreement_ledger", columns, seconds="1", amount="1", reason="'corrected'")
    assert "agreement_ledger" in await _refusal(agreements, both)
