"""HTTP: the gateway's question, the doors for browsers, and what members manage."""

from identity.api import (
    administration,
    api_tokens,
    hints,
    invitations,
    log_in,
    me,
    members,
    open_id,
    passkeys,
    verify,
)

ROUTERS = (
    verify.router,
    log_in.router,
    me.me_router,
    me.sessions_router,
    members.members_router,
    invitations.invited_router,
    invitations.invitations_router,
    api_tokens.tokens_router,
    api_tokens.new_tokens_router,
    open_id.router,
    passkeys.log_in_router,
    passkeys.passkeys_router,
    hints.router,
    administration.router,
)
