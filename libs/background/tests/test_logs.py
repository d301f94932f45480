"""Log lines and stored errors: enough to find a cause, and nothing that they must not hold."""

from background import log_context
from background.logs import error_name, error_text, log_as, storable


def raised(error: Exception) -> Exception:
    try:
        raise error
    except Exception as caught:
        return caught


def test_the_name_of_an_error_has_its_place_and_never_its_message() -> None:
    name = error_name(raised(ValueError("jane@example.com owes 100")))
    assert name.startswith("ValueError at raised:")
    assert "jane" not in name
    assert error_name(ValueError("never raised")) == "ValueError"


def test_the_text_of_an_error_has_its_message_and_innermost_frames_within_a_limit() -> None:
    text = error_text(raised(ValueError("wrong sum")))
    assert text.startswith("wrong sum")
    assert text.endswith("ValueError: wrong sum")
    assert len(error_text(raised(ValueError("x" * 100_000)))) == 4000


def test_text_for_postgresql_has_no_nul_and_no_lone_surrogate() -> None:
    assert storable("a\0b\ud800c café") == "a\N{REPLACEMENT CHARACTER}b?c café"


def test_fields_of_nested_log_contexts_add_up_and_end_with_their_block() -> None:
    with log_as(task="copy"):
        with log_as(attempt=1):
            assert log_context.get() == {"task": "copy", "attempt": 1}
        assert log_context.get() == {"task": "copy"}
    assert log_context.get() == {}
