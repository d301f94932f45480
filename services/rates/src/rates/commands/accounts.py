"""Remember what an account has chosen for itself."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from contracts.timer import AccountSettingsChanged
from database import Session
from rates.commands.agreement_months import schedule_months
from rates.commands.reconciliation import schedule_daily
from rates.commands.repricing import schedule_repricing
from rates.domain.rules import Days, Scope
from rates.store import agreements, currencies


async def record_settings(session: Session, events: Sequence[AccountSettingsChanged]) -> None:
    """Keep the newest; with another currency, see anew which time is priced in a foreign one.

    In another time zone months of agreements begin and end at other moments.
    """
    newest = max(events, key=lambda event: event.version)
    change = await currencies.store_settings(session, newest)
    if change.other_currency:
        await schedule_repricing(session, (Scope(), Days(date.min)))
    await schedule_daily(session, datetime.now(UTC))
    if change.other_zone:
        await schedule_months(session, await agreements.customers(session))
