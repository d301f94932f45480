"""Lets requests in: from memory while every change is heard, else by asking the database. Ends streams that it let in."""

import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from database import Database
from identity.gate.changes import Changes
from identity.gate.signer import Signer
from identity.gate.streams import Streams
from identity.secret_tokens import API_TOKEN_PREFIX, hashed
from identity.settings import Settings
from identity.store.credentials import Credential, find_api_token, find_session, note_use
from identity.store.tables import CHANNEL, HINTS_CHANNEL

_MOST = 20_000
"""Credentials in memory; the one that was not asked for the longest is dropped."""
_NOTE_EVERY = timedelta(minutes=1)
"""How exact it is stored when something was last used."""
_SIGN_AGAIN_SECONDS = 60.0


@dataclass
class Admission:
    """A credential that is let in, with the token that was last signed for it."""

    credential: Credential
    noted_at: datetime | None
    token: str = ""
    signed_at: float = float("-inf")

    @property
    def names(self) -> frozenset[str]:
        """The ids whose change ends it: its own and its member's."""
        ids = (self.credential.id, self.credential.member_id)
        return frozenset(str(found) for found in ids if found)

    def holds(self, at: datetime, idle: timedelta) -> bool:
        """Whether it has not run out."""
        found = self.credential
        if found.expires_at is not None and at >= found.expires_at:
            return False
        return found.own_roles is not None or self.noted_at is None or at < self.noted_at + idle


class Gate:
    """Turns cookies and API tokens into tokens for the services."""

    def __init__(self, settings: Settings) -> None:
        self._idle = settings.session_idle
        self._signer = Signer(
            settings.signing_key_file,
            issuer=settings.oidc_issuer,
            audience=settings.oidc_audience,
        )
        self._known: OrderedDict[bytes, Admission] = OrderedDict()
        self.streams = Streams()
        self._changes = Changes(
            settings.database_url,
            {CHANNEL: self._changed, HINTS_CHANNEL: self.streams.pass_on},
            begun=self.forget,
            lost=self.streams.end,
        )
        self._generation = 0

    async def admit(self, database: Database, secret: str) -> str | None:
        """The services' token for a cookie's or an API token's secret; None when it lets nobody in."""
        self._changes.start()
        key, now = hashed(secret), datetime.now(UTC)
        admission = self._known.get(key) if self._changes.live else None
        if admission is not None:
            self._known.move_to_end(key)
        else:
            admission = await self._ask(database, key, now, api=secret.startswith(API_TOKEN_PREFIX))
        if admission is None or not admission.holds(now, self._idle):
            return None
        if admission.noted_at is None or now - admission.noted_at >= _NOTE_EVERY:
            admission.noted_at = now
            async with database.transaction(across_accounts=True) as session:
                await note_use(session, admission.credential, now)
        return self._token(admission)

    def forget(self, name: str | None = None) -> None:
        """Ask the database again for what hangs on this id of a credential or member; None: for all."""
        self._generation += 1
        if name is None:
            self._known.clear()
        else:
            for key in [key for key, known in self._known.items() if name in known.names]:
                del self._known[key]

    async def hears(self) -> bool:
        """Whether ends of sessions and hints are heard now, so that streams may be open."""
        return await self._changes.wait_until_live()

    def _changed(self, name: str) -> None:
        self.forget(name)
        self.streams.end(name)

    async def close(self) -> None:
        """Listen to the database no longer."""
        await self._changes.stop()

    async def _ask(
        self, database: Database, key: bytes, now: datetime, *, api: bool
    ) -> Admission | None:
        generation = self._generation
        async with database.transaction(across_accounts=True) as session:
            if api:
                credential = await find_api_token(session, key, at=now)
            else:
                credential = await find_session(session, key, at=now, idle=self._idle)
        if credential is None:
            return None
        admission = Admission(credential, credential.last_used_at)
        if self._changes.live and generation == self._generation:
            self._known[key] = admission
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return admission

    def _token(self, admission: Admission) -> str:
        now = time.monotonic()
        if now - admission.signed_at >= _SIGN_AGAIN_SECONDS:
            admission.token = self._signer.sign(_claims(admission.credential))
            admission.signed_at = now
        return admission.token


def _claims(found: Credential) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "sub": str(found.member_id or f"api-token {found.id}"),
        "account": str(found.account_id),
        "roles": sorted(found.roles),
        "credential": str(found.id),
    }
    if found.agent_id:
        claims["agent_id"] = str(found.agent_id)
    return claims
