"""Requests and responses of identity's API."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AliasPath, Field, StringConstraints

from email_addresses import check_email_address
from identity.members import NewMember, State
from web import Instant, Name, RequestModel, ResponseModel

Role = Literal["owner", "manager", "billing", "agent", "client"]
Roles = Annotated[list[Role], Field(min_length=1, json_schema_extra={"uniqueItems": True})]
Email = Annotated[
    str,
    StringConstraints(max_length=320),
    AfterValidator(check_email_address),
    Field(examples=["mette@nordlys.example"], json_schema_extra={"format": "email"}),
]
Language = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)
]
PersonName = Annotated[str, StringConstraints(max_length=200)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class LogInRequest(RequestModel):
    """Whom to send a log-in link, and where in the app to go with it."""

    email: Email
    """Where to send the link."""
    next: str | None = None
    """Path of the app to go to after the log-in, such as `/week`; anything else leads to the start page."""


class LinkRequest(RequestModel):
    """The token of a link, as the app finds it in its address."""

    token: Secret
    """What stands behind `?token=` in the link."""


class LoggedInResponse(ResponseModel):
    """The browser has its session; go there."""

    next: str
    """Path of the app to go to."""
    account_id: UUID
    """The account that the session is in."""


class ProviderResponse(ResponseModel):
    """An OpenID Connect provider."""

    name: str
    """What people call it, for the button."""
    start: str
    """Path to send the browser to; a path of the app may follow as `?next=`."""


class WaysResponse(ResponseModel):
    """How one can log in here."""

    link: bool = True
    """Whether links are sent by e-mail."""
    passkey: bool
    """Whether passkeys work: not where the address of the app is an IP address."""
    provider: ProviderResponse | None
    """The provider that people may log in with; null when there is none."""


class PersonResponse(ResponseModel):
    """The caller as a person."""

    id: UUID = Field(validation_alias="person_id")
    """The person, the same in all their accounts."""
    member_id: UUID = Field(validation_alias="id")
    """The person as a member of this account."""
    email: str
    """The e-mail address that they log in with."""
    name: str
    """What they are called here; may be empty."""
    language: str
    """The language that they read (BCP 47)."""


class AccountResponse(ResponseModel):
    """The account of this session or token."""

    id: UUID
    """Id of the account, as in tokens and events."""
    name: str
    """What members call it; empty when nobody has named it."""
    version: int
    """Counts its changes; the number in its `ETag`. 0 when nobody has named it."""


class MyAccountResponse(ResponseModel):
    """An account that the person can switch to."""

    id: UUID = Field(validation_alias="account_id")
    """Id of the account."""
    name: str
    """What its members call it; may be empty."""
    member_id: UUID
    """The person as a member there."""
    roles: list[Role]
    """What they are there."""


class MeResponse(ResponseModel):
    """Who calls, and what they may do."""

    person: PersonResponse | None
    """The caller as a person; null for programs and for callers with a token of another issuer."""
    account: AccountResponse
    """The account of this session or token."""
    roles: list[Role]
    """The roles that hold for this request."""
    agent_id: UUID | None
    """The agent of timer whose time the caller logs; null when they log none."""
    permissions: list[str]
    """What the roles allow, for an app to show; the services decide."""
    accounts: list[MyAccountResponse]
    """All accounts in which the person is an active member, this one too."""


class UpdateMeRequest(RequestModel):
    """What a person changes about themselves; what is left out or null stays."""

    name: PersonName | None = None
    """What they are called in this account."""
    language: Language | None = None
    """The language that they read (BCP 47), such as `da`."""


class UpdateAccountRequest(RequestModel):
    """The account's new name."""

    name: Name
    """What members call the account."""


class SwitchRequest(RequestModel):
    """The account to go on in."""

    account_id: UUID
    """One of the person's `accounts`."""


class MemberResponse(ResponseModel):
    """A member of the account."""

    id: UUID
    """The member; another one in each account of a person."""
    person_id: UUID
    """The person, the same in all accounts."""
    email: str
    """The e-mail address that they were invited at and log in with."""
    name: str
    """What they are called here; may be empty."""
    language: str
    """The language that they read (BCP 47)."""
    roles: list[Role]
    """What they may do; an owner may everything."""
    agent_id: UUID | None
    """The agent of timer whose time they log; null when they log none."""
    state: State
    """`invited` until they accept; only an `active` member comes in."""
    version: int
    """Counts their changes; the number in their `ETag`."""
    created_at: datetime
    """When they were first invited."""


class UpdateMemberRequest(RequestModel):
    """What changes about a member; what is left out stays, and null too, but for `agent_id`."""

    name: PersonName | None = None
    """What they are called here."""
    language: Language | None = None
    """The language that they read (BCP 47)."""
    roles: Roles | None = None
    """All roles that they are to have, each once."""
    agent_id: UUID | None = None
    """The agent of timer whose time they log; null makes them no agent."""

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        sent = self.model_dump(include=self.model_fields_set)
        return {
            name: value for name, value in sent.items() if value is not None or name == "agent_id"
        }


class InviteRequest(RequestModel):
    """Who is to become a member, and as what."""

    email: Email
    """Where to send the invitation; the address that they will log in with."""
    name: PersonName = ""
    """What they are called here."""
    language: Language = "en"
    """The language of the invitation, and that they read (BCP 47)."""
    roles: Roles
    """What they may do, each role once. Managers invite agents and clients only."""
    agent_id: UUID | None = None
    """The agent of timer whose time they are to log; null when they log none."""

    @property
    def member(self) -> NewMember:
        """The member to be."""
        return NewMember(self.email, self.name, self.language, tuple(self.roles), self.agent_id)


class InvitationResponse(ResponseModel):
    """An invitation that waits for an answer."""

    id: UUID = Field(validation_alias=AliasPath("invitation", "id"))
    """The invitation; one that is sent again has a new id."""
    member_id: UUID = Field(validation_alias=AliasPath("member", "id"))
    """The member whom the invited will be."""
    email: str = Field(validation_alias=AliasPath("member", "email"))
    """Where it was sent."""
    name: str = Field(validation_alias=AliasPath("member", "name"))
    """What the invited are called here; may be empty."""
    roles: list[Role] = Field(validation_alias=AliasPath("member", "roles"))
    """What they will be."""
    created_at: datetime = Field(validation_alias=AliasPath("invitation", "created_at"))
    """When it was sent."""
    expires_at: datetime = Field(validation_alias=AliasPath("invitation", "expires_at"))
    """When its link stops working, seven days later."""


class OpenInvitationResponse(ResponseModel):
    """What the invited see before they accept."""

    account_name: str
    """Who invites; may be empty."""
    email: str
    """The e-mail address that was invited."""
    name: str
    """What the inviter calls them; may be empty."""
    language: str
    """The language of the invitation (BCP 47)."""
    expires_at: datetime
    """When the invitation stops working."""


class CreateApiTokenRequest(RequestModel):
    """A token for a program."""

    name: Name
    """What it is for."""
    roles: Roles
    """What it may do, each role once, at most what its maker may."""
    expires_at: Instant | None = None
    """When it stops working, in the future; null: when it is revoked. Not after the token that makes it, if one does."""
    for_account: bool = False
    """True, for owners: it belongs to the account. False: it is the caller's own and ends with their membership."""


class ApiTokenResponse(ResponseModel):
    """An API token, without its text."""

    id: UUID
    """The token's id, by which it is revoked."""
    name: str
    """What it is for."""
    beginning: str
    """The first characters of its text, to tell tokens apart."""
    roles: list[Role]
    """What it may do, as far as its member may."""
    member_id: UUID | None
    """Whose it is; null when it is the account's."""
    created_by: str
    """Subject of who made it."""
    created_at: datetime
    """When it was made."""
    expires_at: datetime | None
    """When it stops working; null: when it is revoked."""
    last_used_at: datetime | None
    """When it was last used, exact to a minute; null: never."""


class NewApiTokenResponse(ApiTokenResponse):
    """A token that was just made, with its text, which is shown only now."""

    token: str
    """Its text, for `Authorization: Bearer`. It is stored nowhere."""


class SessionResponse(ResponseModel):
    """A browser that is logged in."""

    id: UUID
    """The session's id, by which it is ended."""
    account_id: UUID
    """The account that it is in."""
    way: Literal["link", "passkey", "open-id"]
    """How it was begun."""
    browser: str
    """What the browser says it is (User-Agent)."""
    network: str
    """Where it was begun: an IPv4 address, or the /64 of an IPv6 address."""
    created_at: datetime
    """When it was begun."""
    last_used_at: datetime
    """When it was last used, exact to a minute."""
    expires_at: datetime
    """When it ends, used or not."""
    current: bool
    """Whether it is the session of this request."""


class ChallengeResponse(ResponseModel):
    """What to ask the browser's passkeys."""

    state: str
    """To be sent back with the answer, once, within ten minutes."""
    options: dict[str, Any]
    """Options for `navigator.credentials` (`parseCreationOptionsFromJSON`, `parseRequestOptionsFromJSON`)."""


class PasskeyAnswerRequest(RequestModel):
    """What a passkey answered."""

    state: Secret
    """The `state` that came with the options."""
    credential: dict[str, Any]
    """What `navigator.credentials` made of the options, as JSON (`toJSON()`)."""


class CreatePasskeyRequest(PasskeyAnswerRequest):
    """A new passkey."""

    name: PersonName = ""
    """What its person calls it."""


class PasskeyResponse(ResponseModel):
    """A passkey of the caller."""

    id: UUID
    """The passkey's id, by which it is forgotten."""
    name: str
    """What its person calls it."""
    created_at: datetime
    """When it was registered."""
    last_used_at: datetime | None
    """When it last logged in; null: never."""


class OwnerLinkRequest(RequestModel):
    """For whom who runs the system wants a log-in link. Without `email`: the first owner there is, or a new one."""

    account_id: UUID
    email: Email | None = None
    name: PersonName = ""
    account_name: PersonName = ""


class AdminApiTokenRequest(RequestModel):
    """An API token of the account that who runs the system wants."""

    account_id: UUID
    name: Name
    roles: Roles
    expires_at: Instant | None = None


class OwnerLinkResponse(ResponseModel):
    """A link that logs in once, within 15 minutes."""

    link: str


class AdminApiTokenResponse(ResponseModel):
    """A token that was just made."""

    token: str
