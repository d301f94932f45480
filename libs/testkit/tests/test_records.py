"""Records of events, as Kafka would bring them."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

from contracts.asyncapi import document
from contracts.invoicing import InvoiceIssued
from contracts.stored import example, examples
from testkit import record

EVENT = example(InvoiceIssued)


def headers() -> dict[str, str]:
    return {name: (value or b"").decode() for name, value in record(EVENT).headers}


def test_a_record_has_the_key_and_the_json_of_its_event() -> None:
    made = record(EVENT)
    assert (made.topic, made.key) == (InvoiceIssued.topic, str(EVENT.invoice_id).encode())
    assert json.loads(made.value or b"") == json.loads(next(examples(InvoiceIssued)))


def test_a_record_has_the_headers_that_the_contracts_demand() -> None:
    demanded = document()["components"]["schemas"]["CloudEventHeaders"]["required"]
    assert set(demanded) <= headers().keys()


def test_the_headers_are_those_of_the_event() -> None:
    found = headers()
    UUID(found["ce_id"])
    assert found["ce_specversion"] == "1.0"
    assert found["ce_type"] == "invoicing.invoice-issued.v1"
    assert found["ce_source"] == "/invoicing"
    assert found["ce_subject"] == str(EVENT.invoice_id)
    assert found["ce_account"] == str(EVENT.account_id)
    age = datetime.now(UTC) - datetime.fromisoformat(found["ce_time"])
    assert timedelta() <= age < timedelta(minutes=1)


def test_the_same_event_published_twice_is_two_messages() -> None:
    one, two = record(EVENT), record(EVENT)
    assert dict(one.headers)["ce_id"] != dict(two.headers)["ce_id"]
    assert one.offset < two.offset
