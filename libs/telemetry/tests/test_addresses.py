import base64
import secrets
import uuid

import pytest

from telemetry.addresses import shown_path, shown_query, shown_url

ID = "019ab1c2-1111-7000-8000-00000000abcd"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/timer/v1/time-entries",
        f"/v1/invoices/{ID}.pdf",
        "/v3/company/4620816365000000000/query",
        "/oauth2/v1/tokens/bearer",
        "/v1/seal-certificate.pem",
    ],
)
def test_what_the_api_documents_and_ids_are_shown(path: str) -> None:
    assert shown_path(path) == path


@pytest.mark.parametrize(
    "secret",
    [
        *(secrets.token_urlsafe(16) for _ in range(20)),
        *(secrets.token_hex(16) for _ in range(20)),
        base64.b64encode(b"a permission of some bytes").decode(),
        "hon_" + secrets.token_urlsafe(24),
    ],
)
def test_a_secret_is_not_shown_wherever_it_stands(secret: str) -> None:
    for shown in (
        shown_path(f"/v1/calendars/{ID}/{secret}.ics"),
        shown_path(f"/v1/{secret}/read"),
        shown_query(f"code={secret}&state=ok"),
        shown_query(secret),
        shown_url(f"https://{secret}@example.com/v1/{secret}?token={secret}#{secret}"),
    ):
        assert secret not in shown


def test_of_a_query_the_names_are_shown() -> None:
    assert shown_query("status=open&q=ida%40example.com&limit=") == "status&q&limit"


def test_of_a_url_the_host_is_shown() -> None:
    url = f"http://me:word@invoicing:8000/documents/{ID}/{uuid.uuid4().hex}?a=b"
    assert shown_url(url) == f"http://invoicing:8000/documents/{ID}/…?a"
    assert shown_url("http://[broken") == "…"
