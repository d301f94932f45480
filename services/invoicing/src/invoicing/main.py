"""What invoicing is made of."""

from functools import partial
from pathlib import Path

import service_runtime
from invoicing.api import ROUTERS, TAGS
from invoicing.api.customer_access import CustomerVerifier
from invoicing.consumers import HANDLERS
from invoicing.domain.links import Links
from invoicing.problems import PROBLEMS
from invoicing.settings import Settings
from invoicing.tasks import TASKS, run_tasks


def service(settings: Settings) -> service_runtime.Service:
    """Describe the service to the runtime."""
    links = Links.of(settings.document_secret.get_secret_value().encode())
    return service_runtime.Service(
        name="invoicing",
        description="Billable time, invoices, numbering, documents, payments",
        migrations=Path(__file__).with_name("migrations"),
        routers=ROUTERS,
        handlers=HANDLERS,
        tasks=TASKS | run_tasks(links),
        problems=PROBLEMS,
        tags=TAGS,
        state={"links": links},
        authentication=partial(CustomerVerifier, links.customers),
    )


run = service_runtime.cli(service, Settings)
