"""Print the timesheet that a customer signs, and seal it.

It is printed while no connection is held, in a thread, one at a time: setting a long one takes some hundred megabytes.
"""

import asyncio
from datetime import datetime

from timer.customer_timesheet import CustomerTimesheet, WantedTimesheet
from timer.queries.customer_timesheet import customer_timesheet
from timer.queries.exports import Transaction

_ONE_AT_A_TIME = asyncio.Semaphore(1)


async def print_customer_timesheet(
    begin: Transaction, wanted: WantedTimesheet, secret: bytes, now: datetime
) -> bytes:
    """The document, sealed with the key that is made of `secret`.

    Raises what `customer_timesheet` does, and `TextNotPrintableError`.
    """
    async with begin() as session:
        sheet = await customer_timesheet(session, wanted)
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_print, sheet, secret, now)


def _print(sheet: CustomerTimesheet, secret: bytes, now: datetime) -> bytes:
    # What seals takes half a second and 40 MB to load: only a process that prints does so.
    from timer.printing.pdf import print_sealed
    from timer.printing.seal_key import SealKey

    return print_sealed(sheet, SealKey.of(secret), at=now)
