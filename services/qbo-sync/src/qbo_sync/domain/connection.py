"""The connection of an account to a QuickBooks company: its states, and which change leads from which to which.

Each time an admin authorizes us in QuickBooks is a consent, and consents are counted. A change that belongs to an older
consent says nothing of the newest.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from domain_errors import ConflictError, DomainError, ForbiddenError

State = Literal["connecting", "connected", "reauth_required", "disconnecting", "disconnected"]
STATES: tuple[State, ...] = get_args(State)
USABLE: tuple[State, ...] = ("connecting", "connected")
"""Calls can be made; whether the company answers is known once it is `connected`."""


@dataclass(frozen=True, slots=True)
class Transition:
    """A change of a connection: from which states, and to which."""

    sources: tuple[State, ...]
    target: State

    def allows(self, state: State) -> bool:
        """Whether a connection in `state` can change so."""
        return state in self.sources


AUTHORIZED = Transition(STATES, "connecting")
"""An admin said yes and the code was good for tokens."""
COMPANY_READ = Transition(USABLE, "connected")
"""The tokens were good for the company, which proves that it is the account's."""
COMPANY_UNREADABLE = Transition(("connecting",), "reauth_required")
"""The company could not be read for as long as we try."""
COMPANY_REFUSED = Transition(("connecting", "reauth_required"), "disconnected")
"""The tokens were not good for the company."""
COMPANY_TAKEN = Transition(USABLE, "disconnected")
"""Another account proved first that the company is its own."""
GRANT_ENDED = Transition(USABLE, "reauth_required")
"""Intuit takes our tokens no more; an admin must authorize us again."""
DISCONNECTED = Transition(
    ("connecting", "connected", "reauth_required", "disconnecting"), "disconnecting"
)
"""The account wants no connection any more; Intuit does not know yet."""
REVOKED = Transition(("disconnecting",), "disconnected")
"""The tokens were revoked at Intuit, or we gave up trying; they are forgotten."""


@dataclass(frozen=True, slots=True)
class CompanyProfile:
    """What a company says of itself: where it is, and how it keeps its books."""

    company_name: str | None
    country: str | None
    home_currency: str | None
    multi_currency: bool | None
    custom_txn_numbers: bool | None
    """Whether the number of an invoice is ours; else QuickBooks numbers by itself."""
    uses_sales_tax: bool | None
    income_account_id: str | None

    @property
    def is_us(self) -> bool:
        """Whether the company is in the United States, where lines are taxable or not."""
        return self.country == "US"

    @property
    def names_tax_codes(self) -> bool:
        """Whether each line must name one of the company's tax codes."""
        return bool(self.uses_sales_tax) and not self.is_us

    def is_foreign(self, currency: str) -> bool:
        """Whether the company keeps the currency beside its own, at an exchange rate."""
        return bool(self.multi_currency) and currency != (self.home_currency or currency)

    def keeps(self, currency: str) -> bool:
        """Whether the company can hold an invoice in the currency."""
        return bool(self.multi_currency) or currency == (self.home_currency or currency)


class ReconnectNeededError(ConflictError):
    """QuickBooks is not connected."""


class StateNotValidError(DomainError):
    """No authorization was begun with this state, or it was completed, or it is too old."""


class AnotherBrowserError(ForbiddenError):
    """Who comes back with the state is not who began with it."""


class ReplyIncompleteError(DomainError):
    """Intuit's reply has neither a code nor a refusal."""


class RealmNotValidError(DomainError):
    """That is not the number of a company."""


class AuthorizationDeniedError(DomainError):
    """The admin, or Intuit, said no."""


class CodeNotValidError(DomainError):
    """Intuit gives no tokens for the authorization code."""


class CompanyRefusedError(ForbiddenError):
    """The tokens are not good for the company."""


class AnotherCompanyError(ConflictError):
    """The account is connected to another company, and has one at a time."""


class CompanyTakenError(ConflictError):
    """Another account has the company."""


class QuickBooksUnavailableError(DomainError):
    """QuickBooks does not answer."""
