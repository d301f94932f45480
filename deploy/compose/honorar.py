"""`honorar` in docker-compose.yml: checks secrets, makes databases and topics, publishes the issuer's key, lets in."""

import argparse
import asyncio
import os
import sys
import uuid
from base64 import urlsafe_b64decode
from ipaddress import ip_address
from urllib.parse import urlsplit

from embedded_servers.provision import provision
from honorar_local import LocalError, issuer
from honorar_local.folder import own_folder
from honorar_local.identity import Administrator
from honorar_local.services import SERVICES
from honorar_local.topics import create_topics

DEFAULT = "development-only"
"""How the secrets begin that docker-compose.yml has for everybody."""


def secrets(_: argparse.Namespace) -> None:
    """Refuse the secrets that everybody knows where others can reach the gateway."""
    addresses = {name: os.environ.pop(name) for name in ("HONORAR_BIND", "HONORAR_PUBLIC_URL")}
    public = [f"{name}={address}" for name, address in addresses.items() if not _is_here(address)]
    known = sorted(name for name, value in os.environ.items() if _is_default(value))
    if public and known:
        sys.exit(
            f"Others can reach the gateway ({', '.join(public)}), and these secrets are still the ones that everybody "
            f"knows: {', '.join(known)}. Set them in .env, see deploy/compose/development.env."
        )


def _is_here(address: str) -> bool:
    """Whether an address to listen on, or a URL, leads only to this machine."""
    host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_default(value: str) -> bool:
    keys = value.split(",")
    return value.startswith(DEFAULT) or any(DEFAULT.encode() in _decoded(key) for key in keys)


def _decoded(key: str) -> bytes:
    try:
        return urlsafe_b64decode(key)
    except ValueError:
        return b""


def databases(_: argparse.Namespace) -> None:
    """Create each service's database and its two roles."""
    names = [service.database for service in SERVICES]
    asyncio.run(provision(os.environ["POSTGRES_URL"], names, _password))


def _password(role: str) -> str:
    return os.environ[f"{role.upper()}_PASSWORD"]


def topics(_: argparse.Namespace) -> None:
    """Create the topics of the contracts."""
    asyncio.run(create_topics(os.environ["KAFKA_BOOTSTRAP"]))


def publish(_: argparse.Namespace) -> None:
    """Create the issuer's key, once, and write what the gateway serves of it."""
    issuer.publish(own_folder(), os.environ["OIDC_ISSUER"])


def token(chosen: argparse.Namespace) -> None:
    """Print a token."""
    print(
        issuer.token(
            own_folder(),
            os.environ["OIDC_ISSUER"],
            chosen.role,
            account=chosen.account,
            agent_id=chosen.agent_id,
            lifetime_seconds=chosen.hours * 3600,
        )
    )


def login(chosen: argparse.Namespace) -> None:
    """Print a link that logs an owner in, once, within 15 minutes."""
    account = chosen.account or own_folder().account()
    print(_administrator().owner_link(account, email=chosen.email, name=chosen.name))


def api_token(chosen: argparse.Namespace) -> None:
    """Print a new API token; it works until it is revoked."""
    account = chosen.account or own_folder().account()
    print(_administrator().api_token(account, chosen.role, chosen.name))


def _administrator() -> Administrator:
    return Administrator(os.environ["IDENTITY_URL"], os.environ["ADMIN_SECRET"])


def run(arguments: list[str] | None = None) -> None:
    """Run the command of the command line."""
    parser = argparse.ArgumentParser(prog="honorar", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    made = {}
    for command in (secrets, databases, topics, publish, login, api_token, token):
        name = command.__name__.replace("_", "-")
        made[name] = commands.add_parser(name, help=command.__doc__)
        made[name].set_defaults(command=command)
    for name in ("login", "api-token", "token"):
        made[name].add_argument(
            "--account", type=uuid.UUID, help="by default the installation's own"
        )
    for name in ("api-token", "token"):
        made[name].add_argument("--role", action="append", required=True, choices=issuer.ROLES)
    made["login"].add_argument("--email", help="whom to make an owner; by default the first owner")
    made["login"].add_argument("--name", default="", help="of a new owner")
    made["api-token"].add_argument("--name", default="command line", help="what it is for")
    made["token"].add_argument("--agent-id", type=uuid.UUID, help="the person who logs time")
    made["token"].add_argument("--hours", type=float, default=12.0, help="how long it is valid")
    chosen = parser.parse_args(arguments)
    try:
        chosen.command(chosen)
    except LocalError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    run()
