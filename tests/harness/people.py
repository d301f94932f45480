"""People of accounts of their own, made through the API."""

import uuid
from dataclasses import dataclass

from honorar_local.demo.client import ApiClient
from tests.harness.session import Member
from tests.harness.system import System


@dataclass(frozen=True)
class Freelancer:
    """Who works alone: owner and agent, with a customer and two projects."""

    member: Member
    api: ApiClient

    def entries(self) -> list[dict[str, object]]:
        """All that the server has of their time."""
        return list(self.api.pages("/timer/v1/time-entries"))


def freelancer(system: System) -> Freelancer:
    """Make a new account with one person."""
    account = uuid.uuid4()
    owner = system.client("owner", account=account)
    owner.patch("/timer/v1/settings", {"time_zone": "Europe/Copenhagen", "currency": "DKK"})
    agent = owner.post("/timer/v1/agents", {"name": "Freja Lund"})
    customer = owner.post("/timer/v1/organizations", {"name": "Nordlys"})
    for name in ("Webshop", "App"):
        owner.post("/timer/v1/projects", {"name": name, "organization_id": customer["id"]})
    member = Member("Freja Lund", ("owner",), account, uuid.UUID(agent["id"]))
    return Freelancer(
        member, system.client("owner", account=account, agent_id=uuid.UUID(agent["id"]))
    )
