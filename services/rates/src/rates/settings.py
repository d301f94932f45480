"""What the rates service must be told."""

from pydantic import Field

import service_runtime


class Settings(service_runtime.Settings):
    """The settings of all services, and how much is re-priced at a time."""

    reprice_chunk: int = Field(
        2000, ge=1, description="Entries that one transaction re-prices after a change of rates"
    )
