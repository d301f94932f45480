"""Close what invoices bill of agreements, open what credit notes give back, and let paid blocks be drawn."""

from collections.abc import Sequence
from datetime import datetime

from contracts.invoicing import AgreementBilled, AgreementReleased, InvoicePaid, PaymentReversed
from database import Session
from rates.commands.agreement_months import schedule_months
from rates.store import charge_billings, currencies, ledgers, prices
from rates.store.openings import StoredSpan


async def settle(
    session: Session,
    events: Sequence[AgreementBilled | AgreementReleased | InvoicePaid | PaymentReversed],
    now: datetime,
) -> None:
    """Keep what is billed, given back and paid; time is allocated anew soon after.

    A month that is billed is closed as it now is: it has a ledger.
    """
    billed = [one for one in events if isinstance(one, AgreementBilled | AgreementReleased)]
    paid = [one for one in events if isinstance(one, InvoicePaid | PaymentReversed)]
    await prices.share_pricing(session)
    settled = await charge_billings.store(session, billed, paid)
    if settled:
        today = now.astimezone(await currencies.time_zone(session)).date()
        await ledgers.write(session, [StoredSpan(one.agreement_id) for one in settled], today)
        await schedule_months(session, {one.organization_id for one in settled})
