"""Identity: what its service is made of."""

from pathlib import Path

import service_runtime
from identity import consumers
from identity.api import ROUTERS
from identity.gate import Gate
from identity.open_id import Provider
from identity.problems import PROBLEMS
from identity.settings import Settings


def service(settings: Settings) -> service_runtime.Service:
    """Make the service."""
    return service_runtime.Service(
        name="identity",
        description="Who may come in: members, log-in, sessions, API tokens.",
        migrations=Path(__file__).parent / "migrations",
        routers=ROUTERS,
        observations=[consumers.HINTS],
        problems=PROBLEMS,
        tags={
            "me": "Who calls: the person, their account and the accounts they can switch to.",
            "members": "Who may come into the account, and as what. For managers and owners.",
            "invitations": "How members are added: invited by e-mail, accepted by the link in it.",
            "API tokens": "Tokens for programs: `Authorization: Bearer hon_…`.",
            "sessions": "Browsers in which the caller is logged in.",
            "passkeys": "Passkeys (WebAuthn) of the caller.",
            "hints": "What to read anew, because something of its kind has changed.",
            "log-in": "The doors for browsers, without a token. What changes something must come from the app itself:"
            " browsers say so by `Sec-Fetch-Site`.",
        },
        state={
            "settings": settings,
            "gate": Gate(settings),
            "provider": Provider(settings) if settings.log_in_issuer else None,
        },
    )


run = service_runtime.cli(service, Settings)
