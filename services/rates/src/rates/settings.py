"""What the rates service must be told."""

from pydantic import Field

import service_runtime


class Settings(service_runtime.Settings):
    """The settings of all services, how much is re-priced at a time, and how long requests and differences wait."""

    reprice_chunk: int = Field(
        2000, ge=1, description="Entries that one transaction re-prices after a change of rates"
    )
    retry_seconds: float = Field(
        3, ge=0, le=3, description="How long a new rate waits for what it names and timer just made"
    )
    second_look_seconds: float = Field(
        60,
        ge=0,
        description="How long time has to arrive that differs from another service, before it is looked at again",
    )
