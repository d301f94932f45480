"""Roles of members and tokens, and what the app offers to each."""

from collections.abc import Iterable

ROLES = ("owner", "manager", "billing", "agent", "client")
EVERYTHING = "owner"
"""The role that stands for all."""
LED_BY_MANAGERS = frozenset({"agent", "client"})
"""What a manager may make others; the rest is for owners."""

_PERMISSIONS: dict[str, frozenset[str]] = {
    "track-time": frozenset({"agent", "manager"}),
    "see-work": frozenset({"agent", "manager", "billing"}),
    "approve-time": frozenset({"manager"}),
    "manage-work": frozenset({"manager"}),
    "see-members": frozenset({"manager"}),
    "invite-members": frozenset({"manager"}),
    "see-rates": frozenset({"manager", "billing"}),
    "change-rates": frozenset({"billing"}),
    "see-costs": frozenset({"manager"}),
    "see-invoices": frozenset({"manager", "billing"}),
    "change-invoices": frozenset({"billing"}),
    "connect-quickbooks": frozenset(),
    "manage-account": frozenset(),
}
"""What the services allow to which roles; an owner may all. For the app to say why something is off: the services decide."""


def effective(own: Iterable[str], of_member: Iterable[str]) -> frozenset[str]:
    """What a token may do: the smaller of its own roles and its member's."""
    token, member = frozenset(own), frozenset(of_member)
    if EVERYTHING in member:
        return token
    return member if EVERYTHING in token else token & member


def permissions(roles: Iterable[str]) -> list[str]:
    """Names of what somebody with these roles may do, in the order of the app."""
    held = frozenset(roles)
    return [name for name, of in _PERMISSIONS.items() if EVERYTHING in held or held & of]
