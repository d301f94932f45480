"""In which currency customers are invoiced."""

from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.timer import DEFAULT_ACCOUNT_SETTINGS, AccountSettingsChanged
from database import Session, Statement
from database.mapping import as_dataclass
from rates.domain.revenue import ForeignCurrencyEntry, Period
from rates.store.account_tables import AccountSettingsRow

_SETTINGS, _DEFAULT = AccountSettingsRow.__tablename__, DEFAULT_ACCOUNT_SETTINGS.currency

OF_ACCOUNT = f"coalesce((SELECT currency FROM {_SETTINGS}), '{_DEFAULT}')"
"""SQL of the currency of customers without one of their own."""
ZONE_OF_ACCOUNT = (
    f"coalesce((SELECT time_zone FROM {_SETTINGS}), '{DEFAULT_ACCOUNT_SETTINGS.time_zone}')"
)
"""SQL of the zone that decides the account's local date."""


def currency_of(organization_id: str) -> str:
    """SQL of the currency of a customer, or of the one that it was merged into: one probe of the primary key for most."""
    return f"""coalesce((SELECT CASE WHEN home.merged_into IS NULL THEN home.currency ELSE (
            SELECT stays.currency FROM organizations stays WHERE stays.organization_id = home.merged_into LIMIT 1
        ) END FROM organizations home WHERE home.organization_id = {organization_id} LIMIT 1), {OF_ACCOUNT})"""


_STORE = Statement(f"""
INSERT INTO {_SETTINGS} AS stored (version, currency, time_zone) VALUES (:version, :currency, :time_zone)
ON CONFLICT (account_id) DO UPDATE
    SET version = excluded.version, currency = excluded.currency, time_zone = excluded.time_zone
    WHERE stored.version < excluded.version
RETURNING coalesce(old.currency, '{_DEFAULT}') <> new.currency AS other_currency,
    coalesce(old.time_zone, '{DEFAULT_ACCOUNT_SETTINGS.time_zone}') <> new.time_zone AS other_zone
""")
_ZONE = Statement(f"SELECT {ZONE_OF_ACCOUNT}")
_FIND = Statement(f"SELECT {currency_of('CAST(:organization_id AS uuid)')}")
_FOREIGN = Statement("""
SELECT entry_id, agent_id, organization_id, work_date, seconds, currency, customer_currency FROM time_entries
WHERE live AND billed_at IS NULL AND currency <> customer_currency
    AND entry_id > coalesce(CAST(:after AS uuid), '00000000-0000-0000-0000-000000000000'::uuid)
    AND work_date BETWEEN coalesce(CAST(:first AS date), '-infinity') AND coalesce(CAST(:last AS date), 'infinity')
ORDER BY entry_id LIMIT :limit
""")


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What of an account's choices is another than before."""

    other_currency: bool = False
    other_zone: bool = False


async def store_settings(session: Session, newest: AccountSettingsChanged) -> SettingsChange:
    """Keep what the account has chosen, unless something newer is known; returns what is another than before."""
    values = {name: getattr(newest, name) for name in ("version", "currency", "time_zone")}
    row = await _STORE.first(session, values)
    return SettingsChange() if row is None else as_dataclass(SettingsChange, row)


async def time_zone(session: Session) -> ZoneInfo:
    """The zone that decides the account's local date."""
    return ZoneInfo(await _ZONE.scalar(session))


async def list_foreign(
    session: Session, period: Period, after: UUID | None, limit: int
) -> list[ForeignCurrencyEntry]:
    """List live entries that are priced in another currency than that of their customer, and not billed."""
    values = {"first": period.first_day, "last": period.last_day, "after": after, "limit": limit}
    return [as_dataclass(ForeignCurrencyEntry, row) for row in await _FOREIGN.all(session, values)]


async def find(session: Session, organization_id: UUID | None) -> str:
    """The currency in which a customer is invoiced; without one that of the account."""
    code: str = await _FIND.scalar(session, {"organization_id": organization_id})
    return code
