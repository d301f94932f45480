import pytest

from qbo_sync.intuit.faults import (
    Fault,
    ForbiddenError,
    IntuitError,
    RefusedError,
    ThrottledError,
    UnauthenticatedError,
    UnavailableError,
    error_for,
    fault_in,
)

VALIDATION = (
    b'{"Fault":{"Error":[{"Message":"Stale Object Error","Detail":"Stale Object Error : You and root'
    b' were working on this at the same time.","code":"5010","element":""}],"type":"ValidationFault"},'
    b'"time":"2026-01-29T09:17:31.892-07:00"}'
)
LOWER = (
    b'{"warnings":null,"fault":{"error":[{"message":"message=ApplicationAuthorizationFailed; '
    b'errorCode=003100; statusCode=403","detail":null,"code":"3100","element":null}],'
    b'"type":"SERVICE"},"queryResponse":null,"time":1640612353707}'
)
XML = (
    b'<?xml version="1.0"?><IntuitResponse time="2026-01-01T00:00:00"><Fault type="AUTHENTICATION">'
    b'<Error code="003200"><Message>message=AuthenticationFailed</Message></Error></Fault>'
    b"</IntuitResponse>"
)


@pytest.mark.parametrize(
    ("status", "body", "code", "meaning"),
    [
        (400, VALIDATION, "5010", RefusedError),
        (200, VALIDATION, "5010", RefusedError),
        (403, LOWER, "3100", ForbiddenError),
        (401, XML, "3200", UnauthenticatedError),
        (429, b'{"fault":{"error":[{"code":3001}]}}', "3001", ThrottledError),
        (403, b'{"Fault":{"Error":[{"code":"003001"}]}}', "3001", ThrottledError),
        (502, b"<html>Bad gateway</html>", "", UnavailableError),
        (503, b"", "", UnavailableError),
        (404, b"[]", "", UnavailableError),
        (409, b"<html>", "", UnavailableError),
        (400, b'{"Fault":{"Error":[]}}', "", UnavailableError),
        (400, b'{"Fault":{"Error":{"code":"2500"}}}', "2500", RefusedError),
        (400, b'{"Fault":{"Error":"odd"}}', "", UnavailableError),
        (403, b'{"fault":{"faultstring":"no","detail":{"errorcode":"x"}}}', "", UnavailableError),
        (401, b"", "", UnauthenticatedError),
        (429, b"", "", ThrottledError),
        (500, VALIDATION, "5010", UnavailableError),
        (400, b'{"Fault":{"Error":[{"code":"10000"}]}}', "10000", UnavailableError),
    ],
)
def test_every_shape_is_read_and_means_something(
    status: int, body: bytes, code: str, meaning: type[IntuitError]
) -> None:
    fault = fault_in(status, body)
    assert fault is not None
    assert fault.code == code
    assert type(error_for(status, fault, "tid")) is meaning


def test_an_answer_without_a_fault_has_none() -> None:
    assert fault_in(200, b'{"Invoice": {"Id": "1"}}') is None


def test_a_sentence_for_people_has_detail_place_and_code() -> None:
    fault = Fault("2020", "Required param missing", "Required parameter Line is missing", "Line")
    assert fault.sentence == "QuickBooks refused: Required parameter Line is missing (Line) [2020]"
