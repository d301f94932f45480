"""Which events the timer consumes."""

from contracts.invoicing import TimeBilled
from messaging import Handlers
from timer.commands.billed_entries import record_billed

HANDLERS: Handlers = {TimeBilled: record_billed}
