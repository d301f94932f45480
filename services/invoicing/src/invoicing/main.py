"""What invoicing is made of."""

from pathlib import Path

import service_runtime
from invoicing.api import ROUTERS
from invoicing.consumers import HANDLERS
from invoicing.domain.document_links import DocumentLinks
from invoicing.problems import PROBLEMS
from invoicing.settings import Settings
from invoicing.tasks import TASKS


def service(settings: Settings) -> service_runtime.Service:
    """Describe the service to the runtime."""
    secret = settings.document_secret.get_secret_value()
    return service_runtime.Service(
        name="invoicing",
        description="Billable time, invoices, numbering, documents, payments",
        migrations=Path(__file__).with_name("migrations"),
        routers=ROUTERS,
        handlers=HANDLERS,
        tasks=TASKS,
        problems=PROBLEMS,
        state={"document_links": DocumentLinks(secret.encode())},
    )


run = service_runtime.cli(service, Settings)
