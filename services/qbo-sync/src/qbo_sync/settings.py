"""What qbo-sync must be told besides what every service is told."""

from typing import Annotated

from pydantic import Field, SecretStr

import service_runtime


class Settings(service_runtime.Settings):
    """Intuit's addresses (the defaults are Intuit's own, for production), the app's keys, our secrets."""

    qbo_authorize_url: str = "https://appcenter.intuit.com/connect/oauth2"
    qbo_token_url: str = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105
    qbo_revoke_url: str = "https://developer.api.intuit.com/v2/oauth2/tokens/revoke"
    qbo_api_base_url: str = "https://quickbooks.api.intuit.com"
    qbo_minor_version: Annotated[int, Field(ge=1, le=9999)] = 75
    qbo_client_id: str = ""
    qbo_client_secret: SecretStr = SecretStr("")
    qbo_redirect_uri: str = Field("", description="As registered with Intuit: …/v1/callback")
    qbo_webhook_verifier_token: SecretStr = Field(
        SecretStr(""), description="One, or several separated by commas while they are changed"
    )
    qbo_ca_bundle: str = Field("", description="PEM file, when the system's CAs do not suffice")
    qbo_token_keys: SecretStr = Field(
        SecretStr(""),
        description="Fernet keys for the tokens at rest; the first one encrypts, all decrypt",
    )
    qbo_sweep_minutes: int = Field(
        15, ge=1, le=24 * 60, description="How often lost webhooks are made up for"
    )
    qbo_timeout_seconds: service_runtime.Seconds = Field(20, description="For one API call")

    @property
    def verifier_tokens(self) -> list[str]:
        """The keys that a webhook may be signed with."""
        return _parts(self.qbo_webhook_verifier_token)

    @property
    def token_keys(self) -> list[str]:
        """The keys that encrypt tokens at rest."""
        return _parts(self.qbo_token_keys)

    @property
    def configured(self) -> bool:
        """Whether companies can be connected."""
        return bool(self.qbo_client_id and self.qbo_redirect_uri and self.token_keys)


def _parts(secret: SecretStr) -> list[str]:
    return [part.strip() for part in secret.get_secret_value().split(",") if part.strip()]
