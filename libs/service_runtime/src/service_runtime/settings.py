"""The settings of every service: environment variables of the same names in capitals."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError


def _database_url(text: str) -> str:
    try:
        make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("not a URL like postgresql://user:password@host:5432/database") from None
    return text


DatabaseUrl = Annotated[str, AfterValidator(_database_url)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class Issuer(BaseModel):
    """An issuer of tokens, and where it publishes its keys."""

    issuer: str
    jwks_url: str


class Settings(BaseSettings):
    """Addresses, secrets and limits that all services share; a service adds its own in a subclass."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    database_url: DatabaseUrl = Field(
        description="PostgreSQL, with the role that does the daily work"
    )
    migration_database_url: str = Field(
        "", description="The same database, as its owner; for `migrate`"
    )
    kafka_bootstrap: str = Field("", description="host:port,…; for worker and relay")
    kafka_topic_prefix: str = Field(
        "", description="Put before topics and groups on a shared cluster"
    )
    oidc_issuer: str = Field("", description="`iss` of the tokens")
    oidc_audience: str = Field("honorar", description="`aud` of the tokens")
    oidc_jwks_url: str = Field("", description="Where the issuer publishes its keys")
    oidc_more_issuers: tuple[Issuer, ...] = Field(
        (), description='Others that are trusted as well: `[{"issuer": "…", "jwks_url": "…"}]`'
    )
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    otel_exporter_otlp_endpoint: str | None = Field(
        None, description="OTLP/HTTP collector, or none"
    )
    log_level: str = "INFO"

    @property
    def app_role(self) -> str:
        """The database role that migrations grant the daily work to."""
        return make_url(self.database_url).username or ""
