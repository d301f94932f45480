"""The options of the double: arguments, or the environment."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PREFIX = "INTUIT_DOUBLE_"


@dataclass(frozen=True)
class Options:
    """Where the double listens, where it stores its state, and which app it knows.

    `redirect_uris` are the registered ones; when none is registered any is accepted, but the one of
    the authorize request must still equal the one of the token request.
    """

    host: str = "127.0.0.1"
    port: int = 0
    state: Path | None = None
    client_id: str = "intuit-double-client"
    client_secret: str = "intuit-double-secret"  # noqa: S105  the same for everybody, guards nothing
    redirect_uris: tuple[str, ...] = ()
    webhook_url: str = ""
    verifier_token: str = "11111111-2222-3333-4444-555555555555"  # noqa: S105
    webhook_format: str = "cloudevents"
    rotation: str = "24h"
    certificate: str | None = None
    certificate_key: str | None = None
    webhook_retry_seconds: tuple[float, ...] = field(default=(1, 2, 4, 8, 15, 30, 60))
    """Between the attempts of one webhook delivery; the last one repeats."""


def from_arguments(arguments: Sequence[str] | None = None) -> Options:
    """Read the options: an argument beats its environment variable, which beats the default."""
    parsed = _parser().parse_args(arguments)
    return Options(
        host=parsed.host,
        port=parsed.port,
        state=Path(parsed.state) if parsed.state else None,
        client_id=parsed.client_id,
        client_secret=parsed.client_secret,
        redirect_uris=tuple(uri for uri in parsed.redirect_uris.split(",") if uri),
        webhook_url=parsed.webhook_url,
        verifier_token=parsed.verifier_token,
        webhook_format=parsed.webhook_format,
        rotation=parsed.rotation,
        certificate=parsed.certificate or None,
        certificate_key=parsed.certificate_key or None,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="intuit_double", description=__doc__)

    def option(name: str, default: str, meaning: str) -> None:
        variable = PREFIX + name.upper().replace("-", "_")
        value = os.environ.get(variable, default)
        parser.add_argument(f"--{name}", default=value, help=f"{meaning} ({variable})")

    option("host", Options.host, "address to listen on")
    parser.add_argument("--port", type=int, default=int(os.environ.get(PREFIX + "PORT", "8089")))
    option("state", "", "file that survives the process; none: memory only")
    option("client-id", Options.client_id, "the app's client id")
    option("client-secret", Options.client_secret, "the app's client secret")
    option("redirect-uris", "", "registered redirect URIs, separated by commas")
    option("webhook-url", "", "where change notifications go; none: nowhere")
    option("verifier-token", Options.verifier_token, "key of the webhook signature")
    option("webhook-format", Options.webhook_format, "cloudevents, legacy or alternating")
    option("rotation", Options.rotation, "when refresh tokens change: 24h, every or never")
    option("certificate", "", "PEM file: serve TLS")
    option("certificate-key", "", "PEM file of the certificate's key")
    return parser
