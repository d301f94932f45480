"""Which problem each error of identity is to a caller."""

from identity.log_in_rules import (
    LinkLateError,
    LinkUnknownError,
    LinkUsedError,
    NoMembershipError,
    OpenIdError,
    OtherBrowserError,
    PasskeyRefusedError,
)
from identity.members import (
    AgentTakenError,
    InvitationEndedError,
    LastOwnerError,
    MemberExistsError,
    MemberStateError,
    OtherAddressError,
)
from web import Constraint, Problem, ProblemTable
from web.problems import TOO_LARGE, UNREADABLE

_EXISTS = Problem(409, "member-exists", "There is a member with this e-mail address")
_AGENT_TAKEN = Problem(409, "agent-taken", "Another member is this agent")

PROBLEMS: ProblemTable = {
    LinkUnknownError: Problem(403, "log-in-link-unknown", "This log-in link does not work"),
    LinkUsedError: Problem(
        403, "log-in-link-used", "This log-in link was used before", detail="ask for a new one"
    ),
    LinkLateError: Problem(
        403, "log-in-link-expired", "This log-in link is too old", detail="ask for a new one"
    ),
    OtherBrowserError: Problem(
        403,
        "log-in-link-of-another-browser",
        "This log-in link works only in the browser that asked for it",
        detail="open it there, or ask for a link here",
    ),
    NoMembershipError: Problem(
        403, "no-membership", "You are not a member of any account", detail="ask to be invited"
    ),
    OpenIdError: Problem(403, "provider-refused", "The log-in provider did not say who you are"),
    PasskeyRefusedError: Problem(403, "passkey-refused", "This passkey does not work here"),
    MemberStateError: Problem(409, "wrong-state", "The member's state does not allow this"),
    MemberExistsError: _EXISTS,
    Constraint("one_member_per_person"): _EXISTS,
    AgentTakenError: _AGENT_TAKEN,
    Constraint("one_member_per_agent"): _AGENT_TAKEN,
    LastOwnerError: Problem(
        409, "last-owner", "An account keeps at least one owner", detail="make somebody else owner"
    ),
    InvitationEndedError: Problem(
        410, "invitation-ended", "This invitation works no longer", detail="ask for a new one"
    ),
    OtherAddressError: Problem(
        403,
        "invitation-for-another-address",
        "This invitation is for another e-mail address",
        detail="log out, and open it again",
    ),
}

NOT_SAME_ORIGIN = Problem(
    403,
    "not-same-origin",
    "The request did not come from the app",
    detail="requests with a session cookie need Sec-Fetch-Site: same-origin; programs use an API token",
)
TOO_MANY_LOG_INS = Problem(429, "too-many-log-ins", "Log-in links were asked for too often")
TOO_MANY_STREAMS = Problem(
    429,
    "too-many-streams",
    "This session has too many streams of hints open",
    detail="one is enough: close the others",
    headers={"Retry-After": "30"},
)
LOG_OUT_REFUSED = Problem(400, "log-out-refused", "The log-out token is not valid")
DOOR_REFUSES = (NOT_SAME_ORIGIN, UNREADABLE, TOO_LARGE)
"""What each door for browsers may answer to what changes something."""
