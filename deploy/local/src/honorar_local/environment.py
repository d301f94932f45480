"""The environment variables of each process. One table per process: read it to learn what talks to what."""

import os
from dataclasses import dataclass

from embedded_servers import PostgresServer, loopbacks
from honorar_local import LocalError, issuer
from honorar_local.folder import CHECKOUT, DataFolder
from honorar_local.ports import Ports
from honorar_local.services import SERVICES, ServiceName

HOST = "127.0.0.1"
OWNERS = {
    "SMTP_": "notifier",
    "MAIL_": "notifier",
    "DOCUMENT_SECRET": "invoicing",
    "SEAL_SECRET": "timer",
    "QBO_": "qbo-sync",
    "LOG_IN_": "identity",
    "SESSION_": "identity",
    "ADMIN_SECRET": "identity",
}
"""The beginnings of settings that one service alone gets."""
OURS_WITH_INTUIT = ("QBO_REDIRECT_URI", "QBO_TOKEN_KEYS")
Environment = dict[str, str]


@dataclass(frozen=True)
class Deployment:
    """The addresses and secrets that the tables below are built from."""

    folder: DataFolder
    ports: Ports
    postgres: PostgresServer

    def url(self, process: str, path: str = "") -> str:
        return f"http://{HOST}:{self.ports[process]}{path}"

    @property
    def gateway(self) -> str:
        """Where people find the app."""
        return gateway_address(self.ports)


def gateway_address(ports: Ports) -> str:
    """What browsers open: by name, since they make no passkeys for an IP address (WebAuthn Level 3, 5.1.2)."""
    return f"http://localhost:{ports['gateway']}"


def of_service(deployment: Deployment, service: ServiceName) -> Environment:
    """All variables of one service: those of every service, its own, and the user's."""
    settings = user_settings(deployment.folder)
    specific = _specific(deployment).get(service.path, {})
    if "QBO_CLIENT_ID" in settings:  # the real QuickBooks: its addresses are the service's defaults
        specific = {name: specific[name] for name in OURS_WITH_INTUIT if name in specific}
    meant = {k: v for k, v in settings.items() if _is_for(service, k)}
    return _inherited() | _common(deployment, service) | specific | meant


def of_migration(deployment: Deployment, service: ServiceName) -> Environment:
    """Those of the service, and the owner's way into its database, which nothing else gets."""
    url = deployment.postgres.url(service.database, f"{service.database}_owner")
    return of_service(deployment, service) | {"MIGRATION_DATABASE_URL": url}


def _is_for(service: ServiceName, setting: str) -> bool:
    """Whether a service gets a setting of the user: every one that is not another service's own."""
    owners = [owner for beginning, owner in OWNERS.items() if setting.startswith(beginning)]
    return not owners or service.path in owners


def user_settings(folder: DataFolder) -> Environment:
    """The NAME=value lines of `settings.env`: real QuickBooks keys, a real mail server, …

    Raises LocalError for what cannot be a variable.
    """
    if not folder.settings.exists():
        return {}
    try:
        text = folder.settings.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise LocalError(f"{folder.settings} is not UTF-8: {error}. Save it as UTF-8.") from error
    lines = [line.strip() for line in text.split("\n")]
    pairs = [line.partition("=") for line in lines if "=" in line and not line.startswith("#")]
    for number, line in enumerate(lines, start=1):
        if "\0" in line or line.startswith("="):
            raise LocalError(f"Line {number} of {folder.settings} is not NAME=value.")
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _common(deployment: Deployment, service: ServiceName) -> Environment:
    database, name = deployment.postgres, service.database
    return {
        "DATABASE_URL": database.url(name, f"{name}_app"),
        "KAFKA_BOOTSTRAP": f"{HOST}:{deployment.ports['kafka']}",
        "OIDC_ISSUER": deployment.gateway,
        "OIDC_AUDIENCE": issuer.AUDIENCE,
        "OIDC_JWKS_URL": issuer.jwks_url(deployment.url("gateway")),
        "HOST": HOST,
        "PORT": str(deployment.ports[service.path]),
        "MALLOC_ARENA_MAX": "2",
    }


def _specific(deployment: Deployment) -> dict[str, Environment]:
    return {
        "timer": {"SEAL_SECRET": deployment.folder.secret("seal")},
        "invoicing": {"DOCUMENT_SECRET": deployment.folder.secret("document")},
        "notifier": {
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(deployment.ports["smtp"]),
            "SMTP_TLS": "none",
            "MAIL_FROM": "invoices@honorar.example",
            "INVOICING_URL": deployment.url("invoicing"),
            "PUBLIC_URL": deployment.gateway,
        },
        "qbo-sync": {
            "QBO_AUTHORIZE_URL": deployment.url("intuit-double", "/connect/oauth2"),
            "QBO_TOKEN_URL": deployment.url("intuit-double", "/oauth2/v1/tokens/bearer"),
            "QBO_REVOKE_URL": deployment.url("intuit-double", "/v2/oauth2/tokens/revoke"),
            "QBO_API_BASE_URL": deployment.url("intuit-double"),
            "QBO_REDIRECT_URI": f"{deployment.gateway}/qbo-sync/v1/callback",
            "QBO_CLIENT_ID": "honorar-local",
            "QBO_CLIENT_SECRET": deployment.folder.secret("qbo-client"),
            "QBO_WEBHOOK_VERIFIER_TOKEN": deployment.folder.secret("qbo-webhook"),
            "QBO_TOKEN_KEYS": deployment.folder.secret("qbo-tokens"),
        },
        "identity": {
            "PUBLIC_URL": deployment.gateway,
            "SIGNING_KEY_FILE": str(deployment.folder.signing_key),
            "ADMIN_SECRET": deployment.folder.secret("admin"),
        },
    }


def of_gateway(deployment: Deployment) -> Environment:
    upstreams = {
        f"{service.variable}_UPSTREAM": f"{HOST}:{deployment.ports[service.path]}"
        for service in SERVICES
    }
    return (
        _inherited()
        | upstreams
        | {
            "GATEWAY_ADDRESS": f":{deployment.ports['gateway']}",
            "GATEWAY_BIND": " ".join(loopbacks()),
            "GATEWAY_PUBLIC_URL": deployment.gateway,
            "GATEWAY_PAGES": str(CHECKOUT / "deploy" / "gateway" / "pages"),
            "GATEWAY_WEB": str(CHECKOUT / "web" / "dist"),
            "WELL_KNOWN": str(deployment.folder.well_known),
            "MAILBOX_URL": deployment.url("mailbox"),
            "INTUIT_DOUBLE_URL": deployment.url("intuit-double"),
            "XDG_CONFIG_HOME": str(deployment.folder.gateway),
            "XDG_DATA_HOME": str(deployment.folder.gateway),
        }
    )


def of_intuit_double(deployment: Deployment) -> Environment:
    qbo = _specific(deployment)["qbo-sync"]
    return _inherited() | {
        "INTUIT_DOUBLE_HOST": HOST,
        "INTUIT_DOUBLE_PORT": str(deployment.ports["intuit-double"]),
        "INTUIT_DOUBLE_STATE": str(deployment.folder.double / "state.jsonl"),
        "INTUIT_DOUBLE_CLIENT_ID": qbo["QBO_CLIENT_ID"],
        "INTUIT_DOUBLE_CLIENT_SECRET": qbo["QBO_CLIENT_SECRET"],
        "INTUIT_DOUBLE_REDIRECT_URIS": qbo["QBO_REDIRECT_URI"],
        "INTUIT_DOUBLE_VERIFIER_TOKEN": qbo["QBO_WEBHOOK_VERIFIER_TOKEN"],
        "INTUIT_DOUBLE_WEBHOOK_URL": deployment.url("gateway", "/qbo-sync/webhooks/intuit"),
    }


def of_mailbox(deployment: Deployment) -> Environment:
    return _inherited() | {
        "MAIL_FOLDER": str(deployment.folder.mail),
        "HOST": HOST,
        "PORT": str(deployment.ports["mailbox"]),
        "SMTP_PORT": str(deployment.ports["smtp"]),
    }


def _inherited() -> Environment:
    """Our own environment, without variables that the user may have set for another program."""
    foreign = (
        "DATABASE_URL",
        "MIGRATION_",
        "DOCUMENT_SECRET",
        "SEAL_SECRET",
        "PORT",
        "HOST",
        "KAFKA_",
        "OIDC_",
        "PG",
        "SMTP_",
        "QBO_",
        "INTUIT_",
        "MAIL_",
        "LOG_IN_",
        "SESSION_",
        "ADMIN_SECRET",
        "PUBLIC_URL",
        "SIGNING_KEY",
    )
    return {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
