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
from web import Constraint, Problem

_CONFLICTS = {
    Constraint("claimed_once"): Problem(
        409, "time-claimed", "Another draft claimed some of this time just now"
    ),
    Constraint("invoice_number_once"): Problem(
        409, "number-taken", "The number format makes a number that another series has used"
    ),
    Constraint("allocated_within_balance"): Problem(
        409, "allocation-exceeds-balance", "More would be allocated than is owed"
    ),
    Constraint("allocated_to_its_payer"): Problem(
        409, "allocation-to-another-customer", "The invoice is another customer's"
    ),
    Constraint("allocated_within_payment"): Problem(
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
        problems=_CONFLICTS,
        state={"addresses": Addresses(settings.document_secret.get_secret_value().encode())},
    )


run = service_runtime.cli(service, Settings)
