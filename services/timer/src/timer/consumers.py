"""Which events the timer consumes."""

from contracts.invoicing import TimeBilled, TimeReleased
from messaging import Handlers, in_sets
from timer.commands.billed_time import record_billing

ON_BILLING = in_sets(record_billing)
HANDLERS: Handlers = {TimeBilled: ON_BILLING, TimeReleased: ON_BILLING}
