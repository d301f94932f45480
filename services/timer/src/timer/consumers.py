"""Which events the timer consumes."""

from contracts.invoicing import (
    ReopeningGranted,
    ReopeningRefused,
    SellerChanged,
    TimeBilled,
    TimeReleased,
)
from contracts.rates import FiguresAsked
from messaging import Handlers, in_sets
from timer.commands.billed_time import record_billing
from timer.commands.reopening import take_answers
from timer.commands.sellers import store_seller
from timer.commands.statements import take_questions

ON_BILLING = in_sets(record_billing)
ON_REOPENING = in_sets(take_answers)
HANDLERS: Handlers = {
    TimeBilled: ON_BILLING,
    TimeReleased: ON_BILLING,
    ReopeningGranted: ON_REOPENING,
    ReopeningRefused: ON_REOPENING,
    SellerChanged: store_seller,
    FiguresAsked: in_sets(take_questions),
}
