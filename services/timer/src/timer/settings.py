"""What the service must be told besides what all services are told."""

from pydantic import Field, SecretStr

import service_runtime


class Settings(service_runtime.Settings):
    """Addresses, secrets and knobs from the environment."""

    seal_secret: SecretStr = Field(
        min_length=16,
        description="Seals the timesheets that customers sign; with another one, the certificate is another",
    )
