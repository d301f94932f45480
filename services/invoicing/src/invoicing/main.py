"""What invoicing is made of."""

from datetime import timedelta
from pathlib import Path

import service_runtime
from invoicing.api import ROUTERS
from invoicing.commands.overdue import note_overdue
from invoicing.consumers import HANDLERS
from invoicing.documents import Addresses
from invoicing.settings import Settings
from messaging.tasks import TaskKind
from web import ProblemError

_CONFLICTS = {
    "claimed_once": ProblemError(
        409, "time-claimed", "Another draft claimed some of this time just now"
    ),
    "invoice_number_once": ProblemError(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
    "allocated_within_balance": ProblemError(
        409, "allocation-exceeds-balance", "More would be allocated than is owed"
    ),
    "allocated_to_its_payer": ProblemError(
        409, "allocation-to-another-customer", "The invoice is another customer's"
    ),
    "allocated_within_payment": ProblemError(
        409, "allocation-exceeds-payment", "More would be allocated than was paid"
    ),
}


def service(settings: Settings) -> service_runtime.Service:
    """Make the service."""
    return service_runtime.Service(
        name="invoicing",
        description="Billable time, invoices, numbering, documents, payments",
        migrations=Path(__file__).with_name("migrations"),
        routers=ROUTERS,
        handlers=HANDLERS,
        tasks={"overdue": TaskKind(note_overdue, limit=timedelta(minutes=1))},
        conflicts=_CONFLICTS,
        state={"addresses": Addresses(settings.document_secret.get_secret_value().encode())},
    )


run = service_runtime.cli(service, Settings)
