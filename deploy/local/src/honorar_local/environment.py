"""What each process is told through its environment. One table per process: read it to learn what talks to what."""

import os
from dataclasses import dataclass

from embedded_servers import PostgresServer
from honorar_local import issuer
from honorar_local.addresses import Ports
from honorar_local.folder import CHECKOUT, DataFolder
from honorar_local.services import SERVICES, ServiceName

HOST = "127.0.0.1"
KEPT_WITH_INTUIT = ("QBO_REDIRECT_URI", "QBO_TOKEN_KEYS")
Environment = dict[str, str]


@dataclass(frozen=True)
class Surroundings:
    """Everything the tables below are made from."""

    folder: DataFolder
    ports: Ports
    postgres: PostgresServer

    def url(self, part: str, path: str = "") -> str:
        return f"http://{HOST}:{self.ports[part]}{path}"

    @property
    def gateway(self) -> str:
        return self.url("gateway")


def of_service(around: Surroundings, service: ServiceName) -> Environment:
    """All of one service: what every service is told, and what only this one is."""
    chosen = own_settings(around.folder)
    own = _own(around).get(service.path, {})
    if "QBO_CLIENT_ID" in chosen:  # the real QuickBooks, whose addresses are the service's defaults
        own = {name: own[name] for name in own if name in KEPT_WITH_INTUIT}
    return _inherited() | _common(around, service) | own | chosen


def own_settings(folder: DataFolder) -> Environment:
    """What the user chose in `settings.env` (NAME=value lines): real QuickBooks keys, a real mail server, …"""
    if not folder.settings.exists():
        return {}
    lines = (line.strip() for line in folder.settings.read_text().splitlines())
    pairs = (line.partition("=") for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip().strip("\"'") for name, _, value in pairs}


def _common(around: Surroundings, service: ServiceName) -> Environment:
    database, name = around.postgres, service.database
    return {
        "DATABASE_URL": database.url(name, f"{name}_app"),
        "MIGRATION_DATABASE_URL": database.url(name, f"{name}_owner"),
        "KAFKA_BOOTSTRAP": f"{HOST}:{around.ports['kafka']}",
        "OIDC_ISSUER": around.gateway,
        "OIDC_AUDIENCE": issuer.AUDIENCE,
        "OIDC_JWKS_URL": issuer.jwks_url(around.gateway),
        "HOST": HOST,
        "PORT": str(around.ports[service.path]),
        "MALLOC_ARENA_MAX": "2",
    }


def _own(around: Surroundings) -> dict[str, Environment]:
    return {
        "invoicing": {"DOCUMENT_SECRET": around.folder.secret("document")},
        "notifier": {
            "SMTP_HOST": HOST,
            "SMTP_PORT": str(around.ports["smtp"]),
            "SMTP_TLS": "none",
            "MAIL_FROM": "invoices@honorar.example",
            "INVOICING_URL": around.url("invoicing"),
        },
        "qbo-sync": {
            "QBO_AUTHORIZE_URL": around.url("intuit-double", "/connect/oauth2"),
            "QBO_TOKEN_URL": around.url("intuit-double", "/oauth2/v1/tokens/bearer"),
            "QBO_REVOKE_URL": around.url("intuit-double", "/v2/oauth2/tokens/revoke"),
            "QBO_API_BASE_URL": around.url("intuit-double"),
            "QBO_REDIRECT_URI": f"{around.gateway}/qbo-sync/v1/callback",
            "QBO_CLIENT_ID": "honorar-local",
            "QBO_CLIENT_SECRET": around.folder.secret("qbo-client"),
            "QBO_WEBHOOK_VERIFIER_TOKEN": around.folder.secret("qbo-webhook"),
            "QBO_TOKEN_KEYS": around.folder.secret("qbo-tokens"),
        },
    }


def of_gateway(around: Surroundings) -> Environment:
    upstreams = {
        f"{service.variable}_UPSTREAM": f"{HOST}:{around.ports[service.path]}"
        for service in SERVICES
    }
    return (
        _inherited()
        | upstreams
        | {
            "GATEWAY_ADDRESS": f":{around.ports['gateway']}",
            "GATEWAY_BIND": HOST,
            "GATEWAY_PAGES": str(CHECKOUT / "deploy" / "gateway" / "pages"),
            "WELL_KNOWN": str(around.folder.well_known),
            "MAILBOX_URL": around.url("mailbox"),
            "INTUIT_DOUBLE_URL": around.url("intuit-double"),
            "XDG_CONFIG_HOME": str(around.folder.gateway),
            "XDG_DATA_HOME": str(around.folder.gateway),
        }
    )


def of_double(around: Surroundings) -> Environment:
    qbo = _own(around)["qbo-sync"]
    return _inherited() | {
        "INTUIT_DOUBLE_HOST": HOST,
        "INTUIT_DOUBLE_PORT": str(around.ports["intuit-double"]),
        "INTUIT_DOUBLE_STATE": str(around.folder.double / "state.jsonl"),
        "INTUIT_DOUBLE_CLIENT_ID": qbo["QBO_CLIENT_ID"],
        "INTUIT_DOUBLE_CLIENT_SECRET": qbo["QBO_CLIENT_SECRET"],
        "INTUIT_DOUBLE_REDIRECT_URIS": qbo["QBO_REDIRECT_URI"],
        "INTUIT_DOUBLE_VERIFIER_TOKEN": qbo["QBO_WEBHOOK_VERIFIER_TOKEN"],
        "INTUIT_DOUBLE_WEBHOOK_URL": f"{around.gateway}/qbo-sync/webhooks/intuit",
    }


def of_mailbox(around: Surroundings) -> Environment:
    return _inherited() | {
        "MAIL_FOLDER": str(around.folder.mail),
        "HOST": HOST,
        "PORT": str(around.ports["mailbox"]),
        "SMTP_PORT": str(around.ports["smtp"]),
    }


def _inherited() -> Environment:
    """Ours, without settings that the user may have made for something else."""
    foreign = (
        "DATABASE_URL",
        "PORT",
        "HOST",
        "KAFKA_",
        "OIDC_",
        "PG",
        "SMTP_",
        "QBO_",
        "INTUIT_",
        "MAIL_",
    )
    return {k: v for k, v in os.environ.items() if not k.startswith(foreign)}
