"""Opens the app as a member: what the log-in does, without doing it in each story."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from playwright.async_api import BrowserContext, Route

from honorar_local import issuer
from tests.harness.system import System

_NAMESPACE = UUID("1e2f44f7-6f32-5d7b-9d3a-0f0b9f5f5c11")
_PERMISSIONS = {
    "track-time": {"agent", "manager"},
    "see-work": {"agent", "manager", "billing"},
    "approve-time": {"manager"},
    "manage-work": {"manager"},
    "see-members": {"manager"},
    "invite-members": {"manager"},
    "see-rates": {"manager", "billing"},
    "change-rates": {"billing"},
    "see-invoices": {"manager", "billing"},
    "change-invoices": {"billing"},
    "connect-quickbooks": set[str](),
    "manage-account": set[str](),
}


@dataclass(frozen=True)
class Member:
    """Somebody who is logged in."""

    name: str
    roles: tuple[str, ...]
    account: UUID
    agent_id: UUID | None = None

    @property
    def me(self) -> dict[str, Any]:
        """What `GET /identity/v1/me` answers to them."""
        owner, held = "owner" in self.roles, set(self.roles)
        account = {"id": str(self.account), "name": "Nordlys Studio", "version": 1}
        member = str(uuid5(_NAMESPACE, f"{self.account} {self.name}"))
        return {
            "person": {
                "id": member,
                "member_id": member,
                "email": "mette@nordlys.example",
                "name": self.name,
                "language": "en",
            },
            "account": account,
            "roles": list(self.roles),
            "agent_id": str(self.agent_id) if self.agent_id else None,
            "permissions": [p for p, of in _PERMISSIONS.items() if owner or of & held],
            "accounts": [],
        }


async def log_in(context: BrowserContext, system: System, member: Member) -> None:
    """Let everything that the browser asks be asked by this member."""
    gateway = system.state.gateway
    token = issuer.token(
        system.folder,
        gateway,
        member.roles,
        account=member.account,
        agent_id=member.agent_id,
        subject=member.name,
    )
    await context.set_extra_http_headers({"Authorization": f"Bearer {token}"})

    async def answer(route: Route) -> None:
        await route.fulfill(json=member.me)

    await context.route("**/identity/v1/me", answer)
