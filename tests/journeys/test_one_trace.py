"""One trace leads from the request that issues an invoice to the call that copies it to QuickBooks."""

import secrets
import uuid
from pathlib import Path

import httpx
import pytest

from honorar_local import issuer
from honorar_local.demo.account import DemoAccount
from testkit import until
from tests.harness.demo import run_demo
from tests.harness.spans import Collector, Span
from tests.harness.system import System, excerpt

LINKS = [
    ("invoicing", "POST /invoicing/v1/invoices/{invoice_id}/issue"),
    ("invoicing", "send invoicing.invoices"),
    ("qbo-sync", "process invoicing.invoices"),
    ("qbo-sync", "task export-invoice"),
    ("qbo-sync", "POST"),
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """One customer's time."""
    return excerpt(tmp_path / "toggl.csv", customers=1, since="2026-09-21", name="one trace")


@pytest.fixture
def draft(system: System, file: Path) -> str:
    """A draft with a fee, for the customer of an account that is connected to QuickBooks."""
    organization = run_demo(system, file).invoices[0]["organization_id"]
    gateway = system.demo_account(file).gateway
    body = {"organization_id": organization, "entry_ids": []}
    draft = gateway.post("/invoicing/v1/invoices", body, key=str(uuid.uuid4()))
    path = f"/invoicing/v1/invoices/{draft['id']}"
    fee = {"kind": "fee", "description": "Licence", "amount": "100.00"}
    gateway.post(f"{path}/lines", fee, etag=gateway.etag(path))
    return str(draft["id"])


async def test_from_the_issue_request_to_the_call_to_intuit(
    system: System, spans: Collector, file: Path, draft: str
) -> None:
    trace_id = secrets.token_hex(16)
    issue(system, system.demo_account(file), draft, trace_id)

    def whole() -> bool:
        names = {(span.service, span.name) for span in spans.trace(trace_id)}
        return set(LINKS) <= names

    await until(whole)
    found = spans.trace(trace_id)
    last = next(span for span in found if (span.service, span.name) == LINKS[-1])
    assert [link for link in ancestry(found, last) if link in LINKS] == LINKS
    journal = system.demo_account(file).intuit.get("/_fake/requests")
    heard = [r for r in journal if trace_id in (r.get("traceparent") or "")]
    assert any(r["method"] == "POST" and r["path"].endswith("/invoice") for r in heard)


def issue(system: System, account: DemoAccount, draft: str, trace_id: str) -> None:
    """Issue the draft as a client that has begun a trace does (W3C Trace Context)."""
    token = issuer.token(system.folder, system.state.gateway, ["billing"], account=account.id)
    path = f"/invoicing/v1/invoices/{draft}"
    answer = httpx.post(
        f"{system.state.gateway}{path}/issue",
        json={"delivery": "hand"},
        headers={
            "Authorization": f"Bearer {token}",
            "Idempotency-Key": str(uuid.uuid4()),
            "If-Match": account.gateway.etag(path),
            "traceparent": f"00-{trace_id}-{secrets.token_hex(8)}-01",
        },
        timeout=60,
    )
    assert answer.status_code == 200, answer.text


def ancestry(spans: list[Span], span: Span) -> list[tuple[str, str]]:
    """Name the spans from the outermost to this one."""
    by_id = {one.span_id: one for one in spans}
    path = [span]
    while parent := by_id.get(path[-1].parent_id):
        path.append(parent)
    return [(one.service, one.name) for one in reversed(path)]
