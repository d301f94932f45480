"""Which events the timer consumes."""

from contracts.invoicing import TimeBilled, TimeReleased
from messaging import Handlers
from timer.commands.billed_time import record_billed, record_released

HANDLERS: Handlers = {TimeBilled: record_billed, TimeReleased: record_released}
