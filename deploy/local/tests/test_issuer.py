"""Tokens of the local issuer, checked as any service would check them."""

import json
import uuid
from pathlib import Path
from typing import Any

import jwt
import pytest

from honorar_local import issuer
from honorar_local.folder import DataFolder

ADDRESS = "http://127.0.0.1:8480"


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    folder = DataFolder(tmp_path)
    issuer.publish(folder, ADDRESS)
    return folder


def claims(folder: DataFolder, token: str) -> dict[str, Any]:
    keys = jwt.PyJWKSet.from_json((folder.well_known / "jwks.json").read_text())
    key = keys[jwt.get_unverified_header(token)["kid"]]
    return dict(jwt.decode(token, key, ["ES256"], audience="honorar", issuer=ADDRESS))


def test_a_token_is_valid_by_the_published_key(folder: DataFolder) -> None:
    decoded = claims(folder, issuer.token(folder, ADDRESS, ["manager", "billing"]))
    assert decoded["account"] == str(folder.account())
    assert decoded["roles"] == ["manager", "billing"]
    assert decoded["exp"] - decoded["iat"] == 12 * 3600
    assert "agent_id" not in decoded


def test_a_token_can_be_for_another_account_and_an_agent(folder: DataFolder) -> None:
    account, agent = uuid.uuid4(), uuid.uuid4()
    made = issuer.token(folder, ADDRESS, ["agent"], account=account, agent_id=agent)
    decoded = claims(folder, made)
    assert (decoded["account"], decoded["agent_id"]) == (str(account), str(agent))


def test_an_expired_token_is_refused(folder: DataFolder) -> None:
    with pytest.raises(jwt.ExpiredSignatureError):
        claims(folder, issuer.token(folder, ADDRESS, ["owner"], lifetime_seconds=-1))


def test_the_key_stays_from_run_to_run(folder: DataFolder) -> None:
    made = issuer.token(folder, ADDRESS, ["owner"])
    issuer.publish(DataFolder(folder.root), ADDRESS)
    assert claims(folder, made)


def test_the_discovery_document_leads_to_the_keys(folder: DataFolder) -> None:
    decoded = json.loads((folder.well_known / "openid-configuration").read_text())
    assert decoded["issuer"] == ADDRESS
    assert decoded["jwks_uri"] == f"{ADDRESS}/.well-known/jwks.json"


def test_the_private_key_is_not_published(folder: DataFolder) -> None:
    (key,) = json.loads((folder.well_known / "jwks.json").read_text())["keys"]
    assert "d" not in key
    assert folder.signing_key.stat().st_mode & 0o077 == 0
