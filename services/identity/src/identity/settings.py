"""Settings of identity, from the environment."""

from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr

import service_runtime


def _safe_for_cookies(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and _is_here(parts.hostname or "")):
        return url.rstrip("/")
    raise ValueError(
        "must be https, or http on this machine: only there do browsers keep session cookies safe"
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


class Settings(service_runtime.Settings):
    """Where browsers find us, how tokens are signed, and how long people stay logged in."""

    public_url: Annotated[str, AfterValidator(_safe_for_cookies)] = Field(
        description="What browsers open; https, or http on this machine"
    )
    signing_key_file: Path = Field(
        description="Private key of the tokens, PEM, ES256; its public half is at `OIDC_JWKS_URL`"
    )
    admin_secret: SecretStr = Field(
        SecretStr(""), description="For `honorar login` and `honorar api-token`; empty: refused"
    )
    session_idle: timedelta = Field(
        timedelta(days=14), description="A session ends when it was not used for so long"
    )
    session_lifetime: timedelta = Field(
        timedelta(days=90), description="A session ends after this, used or not"
    )
    hints_seconds: service_runtime.Seconds = Field(
        240,
        description="A stream of hints ends after this; less than what proxies allow a response",
    )
    log_in_issuer: str = Field(
        "", description="OpenID Connect provider that people may log in with; empty: none"
    )
    log_in_name: str = Field("", description="What people call the provider")
    log_in_client_id: str = Field("", description="Our client id at the provider")
    log_in_client_secret: SecretStr = Field(
        SecretStr(""), description="Our client secret at the provider; empty: a public client"
    )

    @property
    def host_name(self) -> str:
        """The host that browsers open, without port: the relying party of passkeys."""
        return urlsplit(self.public_url).hostname or ""

    @property
    def takes_passkeys(self) -> bool:
        """Whether browsers make passkeys for our host: they do not for IP addresses."""
        try:
            ip_address(self.host_name)
        except ValueError:
            return True
        return False
