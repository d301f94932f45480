"""Rules of logging in: how long links live, how often one may ask, what makes a link useless."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain_errors import DomainError, ForbiddenError

LINK_LIVES = timedelta(minutes=15)
INVITATION_LIVES = timedelta(days=7)
WINDOW = timedelta(minutes=15)
"""The time in which requests are counted."""
MOST_PER_ADDRESS = 5
MOST_PER_NETWORK = 30


class LogInError(ForbiddenError):
    """The log-in failed."""


class LinkUnknownError(LogInError):
    """There is no such log-in link."""


class LinkUsedError(LogInError):
    """The log-in link was used before."""


class LinkLateError(LogInError):
    """The log-in link is too old."""


class OtherBrowserError(LogInError):
    """The log-in link works only in the browser that asked for it."""


class NoMembershipError(LogInError):
    """The person is no active member of any account."""


class PasskeyRefusedError(LogInError):
    """The passkey is unknown, or its answer does not fit."""


class OpenIdError(LogInError):
    """The OpenID Connect provider did not say who it is, or said no."""


class TooManyLogInsError(DomainError):
    """Log-in links were asked for too often."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__("log-in links were asked for too often; wait a little")
        self.retry_seconds = retry_seconds


@dataclass(frozen=True)
class Request:
    """An earlier request of a link: whether for the same address, whether from the same network."""

    at: datetime
    same_address: bool
    same_network: bool


def check_limits(recent: Sequence[Request], at: datetime) -> None:
    """Raise `TooManyLogInsError` when the requests within `WINDOW`, oldest first, leave no room for one more.

    Whether somebody has that address makes no difference.
    """
    for requests, most in (
        ([r.at for r in recent if r.same_address], MOST_PER_ADDRESS),
        ([r.at for r in recent if r.same_network], MOST_PER_NETWORK),
    ):
        if len(requests) >= most:
            wait = requests[-most] + WINDOW - at
            raise TooManyLogInsError(max(1, int(wait.total_seconds()) + 1))


def check_link(
    *, used: bool, expires_at: datetime, of_browser: bytes | None, browser: bytes, at: datetime
) -> None:
    """Raise `LinkUsedError`, `LinkLateError` or `OtherBrowserError`; a link of no browser works in any."""
    if used:
        raise LinkUsedError
    if at >= expires_at:
        raise LinkLateError
    if of_browser is not None and of_browser != browser:
        raise OtherBrowserError
