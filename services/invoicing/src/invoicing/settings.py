"""What the service must be told besides what all services are told."""

from pydantic import Field, SecretStr

import service_runtime


class Settings(service_runtime.Settings):
    """Settings of invoicing, from the environment."""

    document_secret: SecretStr = Field(
        min_length=16,
        description="Signs the addresses of issued documents; with another one, addresses given out before open no more",
    )
