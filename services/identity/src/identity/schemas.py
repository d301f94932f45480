"""Requests and responses of identity's API."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AliasPath, Field, StringConstraints

from email_addresses import check_email_address
from identity.members import NewMember, State
from web import Name, RequestModel, ResponseModel

Role = Literal["owner", "manager", "billing", "agent", "client"]
Email = Annotated[
    str,
    StringConstraints(max_length=320),
    AfterValidator(check_email_address),
    Field(examples=["mette@nordlys.example"]),
]
Language = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", max_length=35)
]
PersonName = Annotated[str, StringConstraints(max_length=200)]
Secret = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class LogInRequest(RequestModel):
    """Whom to send a log-in link, and where in the app to go with it."""

    email: Email
    next: str | None = Field(None, description="A path in the app; anything else is the start page")


class LinkRequest(RequestModel):
    """The token of a link, as the app finds it in its address."""

    token: Secret


class LoggedInResponse(ResponseModel):
    """The browser has its session; go there."""

    next: str
    account_id: UUID


class ProviderResponse(ResponseModel):
    """An OpenID Connect provider; `start` is where to send the browser, with `next` if you like."""

    name: str
    start: str


class WaysResponse(ResponseModel):
    """How one can log in here."""

    link: bool = True
    passkey: bool
    provider: ProviderResponse | None


class PersonResponse(ResponseModel):
    """The caller as a person."""

    id: UUID = Field(validation_alias="person_id")
    member_id: UUID = Field(validation_alias="id")
    email: str
    name: str
    language: str


class AccountResponse(ResponseModel):
    """The account of this session or token."""

    id: UUID
    name: str
    version: int


class MyAccountResponse(ResponseModel):
    """An account that the person can switch to."""

    id: UUID = Field(validation_alias="account_id")
    name: str
    member_id: UUID
    roles: list[Role]


class MeResponse(ResponseModel):
    """Who calls, and what they may do. `person` is null for programs."""

    person: PersonResponse | None
    account: AccountResponse
    roles: list[Role]
    agent_id: UUID | None
    permissions: list[str] = Field(description="What the roles allow, for the app to show")
    accounts: list[MyAccountResponse]


class UpdateMeRequest(RequestModel):
    """What a person changes about themselves; what is left out stays."""

    name: PersonName | None = None
    language: Language | None = None


class UpdateAccountRequest(RequestModel):
    """What members call the account."""

    name: Name


class SwitchRequest(RequestModel):
    """The account to go on in."""

    account_id: UUID


class MemberResponse(ResponseModel):
    """A member of the account."""

    id: UUID
    person_id: UUID
    email: str
    name: str
    language: str
    roles: list[Role]
    agent_id: UUID | None
    state: State
    version: int
    created_at: datetime


class UpdateMemberRequest(RequestModel):
    """What changes about a member; what is left out stays, `"agent_id": null` makes them no agent."""

    name: PersonName | None = None
    language: Language | None = None
    roles: list[Role] | None = None
    agent_id: UUID | None = None

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
    name: PersonName = ""
    language: Language = "en"
    roles: list[Role]
    agent_id: UUID | None = None

    @property
    def member(self) -> NewMember:
        """The member to be."""
        return NewMember(self.email, self.name, self.language, tuple(self.roles), self.agent_id)


class InvitationResponse(ResponseModel):
    """An invitation that waits for an answer."""

    id: UUID = Field(validation_alias=AliasPath("invitation", "id"))
    member_id: UUID = Field(validation_alias=AliasPath("member", "id"))
    email: str = Field(validation_alias=AliasPath("member", "email"))
    name: str = Field(validation_alias=AliasPath("member", "name"))
    roles: list[Role] = Field(validation_alias=AliasPath("member", "roles"))
    created_at: datetime = Field(validation_alias=AliasPath("invitation", "created_at"))
    expires_at: datetime = Field(validation_alias=AliasPath("invitation", "expires_at"))


class OpenInvitationResponse(ResponseModel):
    """What the invited see before they accept."""

    account_name: str
    email: str
    name: str
    language: str
    expires_at: datetime


class CreateApiTokenRequest(RequestModel):
    """A token for a program. Without `for_account` it is the caller's own and ends with their membership."""

    name: Name
    roles: list[Role]
    expires_at: datetime | None = Field(None, description="None: it works until it is revoked")
    for_account: bool = False


class ApiTokenResponse(ResponseModel):
    """An API token; `member_id` is null when it is the account's."""

    id: UUID
    name: str
    beginning: str = Field(description="The first characters, to tell tokens apart")
    roles: list[Role]
    member_id: UUID | None
    created_by: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="Exact to a minute")


class NewApiTokenResponse(ApiTokenResponse):
    """A token that was just made, with its text, which is shown only now."""

    token: str


class SessionResponse(ResponseModel):
    """A browser that is logged in."""

    id: UUID
    account_id: UUID
    way: Literal["link", "passkey", "open-id"]
    browser: str = Field(description="What it says it is (User-Agent)")
    network: str
    created_at: datetime
    last_used_at: datetime = Field(description="Exact to a minute")
    expires_at: datetime
    current: bool


class ChallengeResponse(ResponseModel):
    """Options for `navigator.credentials`, and the `state` to send back with its answer."""

    state: str
    options: dict[str, Any]


class PasskeyAnswerRequest(RequestModel):
    """What `navigator.credentials` made of the options, as JSON (`toJSON()`)."""

    state: Secret
    credential: dict[str, Any]


class CreatePasskeyRequest(PasskeyAnswerRequest):
    """A new passkey, and what its person calls it."""

    name: PersonName = ""


class PasskeyResponse(ResponseModel):
    """A passkey of the caller."""

    id: UUID
    name: str
    created_at: datetime
    last_used_at: datetime | None


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
    roles: list[Role]
    expires_at: datetime | None = None


class OwnerLinkResponse(ResponseModel):
    """A link that logs in once, within 15 minutes."""

    link: str


class AdminApiTokenResponse(ResponseModel):
    """A token that was just made."""

    token: str
