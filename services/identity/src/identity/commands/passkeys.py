"""Passkeys (WebAuthn Level 3): register one, log in with one, forget one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from database import Session, across_accounts, new_id
from domain_errors import NotFoundError
from identity.log_in_rules import PasskeyRefusedError
from identity.secret_tokens import hashed, new_secret
from identity.store import log_in
from identity.store import passkeys as store
from identity.store.tables import MemberRow, PasskeyRow, PendingLogInRow

_LIVES = timedelta(minutes=10)
_REGISTER, _LOG_IN = "passkey", "passkey-log-in"


@dataclass(frozen=True)
class RelyingParty:
    """Us, as browsers know us: the host, and the origin of the app."""

    host: str
    origin: str


@dataclass(frozen=True)
class Challenge:
    """What a browser is to answer: `options` for `navigator.credentials`, `state` comes back with the answer."""

    state: str
    options: dict[str, Any]


async def begin_registration(
    session: Session, member: MemberRow, party: RelyingParty, *, at: datetime
) -> Challenge:
    """Options of a new passkey of a person; one that the browser has already is not made again."""
    async with across_accounts(session):
        known = await store.of_person(session, member.person_id)
        options = webauthn.generate_registration_options(
            rp_id=party.host,
            rp_name="Honorar",
            user_id=member.person_id.bytes,
            user_name=member.email,
            user_display_name=member.name or member.email,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=k.credential_id) for k in known],
        )
        content = {"person_id": str(member.person_id)}
        return _pending(session, _REGISTER, options, content, at)


async def register(
    session: Session,
    member: MemberRow,
    party: RelyingParty,
    *,
    state: str,
    credential: dict[str, Any],
    name: str,
    at: datetime,
) -> PasskeyRow:
    """Store a new passkey. Raises `PasskeyRefusedError`."""
    async with across_accounts(session):
        content = await log_in.take_pending(session, _REGISTER, hashed(state), at)
        if content is None or content["person_id"] != str(member.person_id):
            raise PasskeyRefusedError("ask for new options")
        try:
            made = webauthn.verify_registration_response(
                credential=credential,
                expected_challenge=base64url_to_bytes(content["challenge"]),
                expected_rp_id=party.host,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError, TypeError, KeyError) as error:
            raise PasskeyRefusedError(str(error)) from error
        if await store.by_credential(session, made.credential_id) is not None:
            raise PasskeyRefusedError("it is known already")
        passkey = PasskeyRow(
            id=new_id(),
            person_id=member.person_id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name or "Passkey",
            created_at=at,
            last_used_at=None,
        )
        session.add(passkey)
    return passkey


async def begin_log_in(session: Session, party: RelyingParty, *, at: datetime) -> Challenge:
    """Options of a log-in with whichever passkey the browser has for us. Works across accounts."""
    options = webauthn.generate_authentication_options(
        rp_id=party.host, user_verification=UserVerificationRequirement.REQUIRED
    )
    await log_in.forget_old(session, at)
    return _pending(session, _LOG_IN, options, {}, at)


async def answer(
    session: Session, party: RelyingParty, *, state: str, credential: dict[str, Any], at: datetime
) -> UUID:
    """The person whose passkey has answered. Works across accounts. Raises `PasskeyRefusedError`."""
    content = await log_in.take_pending(session, _LOG_IN, hashed(state), at)
    if content is None:
        raise PasskeyRefusedError("ask for new options")
    try:
        passkey = await store.by_credential(session, base64url_to_bytes(credential["rawId"]))
        if passkey is None:
            raise PasskeyRefusedError("it is not known here")
        verified = webauthn.verify_authentication_response(
            credential=credential,
            expected_challenge=base64url_to_bytes(content["challenge"]),
            expected_rp_id=party.host,
            expected_origin=party.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, AttributeError) as error:
        raise PasskeyRefusedError(str(error)) from error
    passkey.sign_count, passkey.last_used_at = verified.new_sign_count, at
    return passkey.person_id


async def forget(session: Session, person_id: UUID, passkey_id: UUID) -> None:
    """Let a passkey log in no longer. Raises `NotFoundError`."""
    async with across_accounts(session):
        if not await store.forget(session, person_id, passkey_id):
            raise NotFoundError("passkey")


def _pending(
    session: Session, kind: str, options: Any, content: dict[str, Any], at: datetime
) -> Challenge:
    state = new_secret()
    challenge = {"challenge": bytes_to_base64url(options.challenge)}
    session.add(
        PendingLogInRow(
            secret_hash=hashed(state),
            kind=kind,
            content=content | challenge,
            expires_at=at + _LIVES,
        )
    )
    return Challenge(state, options_to_json_dict(options))
