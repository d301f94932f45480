import json
import logging
import subprocess
import sys
from typing import Any

import pytest
from opentelemetry.sdk.trace import TracerProvider

from background import log_context
from background.logs import log_as
from telemetry.exceptions import describe
from telemetry.logs import JsonFormatter

FORMATTER = JsonFormatter({"service": "timer", "role": "worker"}, log_context.get)
SPANS = TracerProvider().get_tracer("test")
Line = dict[str, Any]


@pytest.fixture
def lines() -> list[Line]:
    return []


@pytest.fixture
def log(lines: list[Line]) -> logging.Logger:
    """A logger whose lines are recorded, each read as JSON from the bytes that it would be written as."""

    class Recording(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written = FORMATTER.format(record).encode()
            assert b"\n" not in written
            lines.append(json.loads(written))

    logger = logging.Logger("timer.commands")
    logger.addHandler(Recording())
    return logger


def test_a_line_has_time_level_logger_message_and_process(
    log: logging.Logger, lines: list[Line]
) -> None:
    log.warning("only %d left: %s", 3, "æ")

    [line] = lines
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "warning",
        "logger": "timer.commands",
        "message": "only 3 left: æ",
        "service": "timer",
        "role": "worker",
    }


def test_a_line_inside_a_span_carries_its_ids(log: logging.Logger, lines: list[Line]) -> None:
    with SPANS.start_as_current_span("work") as span:
        log.info("inside")
        found = span.get_span_context()
    log.info("outside")

    inside, outside = lines
    assert inside["trace_id"] == f"{found.trace_id:032x}"
    assert inside["span_id"] == f"{found.span_id:016x}"
    assert "trace_id" not in outside


def test_a_line_about_a_message_carries_what_is_known_of_it(
    log: logging.Logger, lines: list[Line]
) -> None:
    with log_as(event_id="e1", topic="timer.agents", offset=7):
        log.info("inside")
    log.info("outside")

    inside, outside = lines
    assert (inside["event_id"], inside["topic"], inside["offset"]) == ("e1", "timer.agents", 7)
    assert "event_id" not in outside


def test_an_exception_is_part_of_its_line_without_what_somebody_typed(
    log: logging.Logger, lines: list[Line]
) -> None:
    try:
        int("Ida Berg")
    except ValueError:
        log.exception("it broke")

    [line] = lines
    assert line["message"] == "it broke"
    assert line["exception"].startswith("Traceback")
    assert 'int("Ida Berg")' in line["exception"], "the code is shown, not the value"
    assert line["exception"].endswith("\nValueError")


def raise_nested() -> None:
    try:
        try:
            raise KeyError("ida@example.dk")
        except KeyError as error:
            raise LookupError("ida@example.dk") from error
    except LookupError:
        raise ExceptionGroup("ida@example.dk", [OSError(111, "refused"), TypeError("of code")])  # noqa: B904


def test_causes_and_groups_are_shown_without_messages_too(
    log: logging.Logger, lines: list[Line]
) -> None:
    try:
        raise_nested()
    except ExceptionGroup as error:
        log.exception("it broke: %s", error)

    [line] = lines
    shown = line["exception"].splitlines()
    assert line["message"] == "it broke: ExceptionGroup"
    for text in ("KeyError", "LookupError", "ExceptionGroup", "TypeError: of code"):
        assert text in shown
    assert "ConnectionRefusedError: [Errno 111] refused" in shown
    assert not [text for text in shown if "@" in text and "raise" not in text]


def test_an_exception_that_a_message_quotes_is_described_instead(
    log: logging.Logger, lines: list[Line]
) -> None:
    error = ValueError("ida@example.dk")
    log.error("no mail to %s: %s", 1, error)
    log.error("ValueError: ida@example.dk", exc_info=error)
    assert [line["message"] for line in lines] == [
        "no mail to 1: ValueError",
        "ValueError: ValueError",
    ]


async def test_a_task_whose_exception_nobody_took_is_logged_without_it(lines: list[Line]) -> None:
    record = logging.LogRecord(
        "asyncio", logging.ERROR, "", 1, "Task exception was never retrieved\nfuture: <x>", (), None
    )
    assert json.loads(FORMATTER.format(record))["message"] == "Task exception was never retrieved"


class Refused(Exception):  # noqa: N818
    sqlstate = "23505"
    constraint_name = "people_email_key"


def test_an_error_of_the_database_is_known_by_state_and_constraint() -> None:
    assert (
        describe(Refused("(email)=(ida@example.dk)")) == "Refused: SQLSTATE 23505, people_email_key"
    )


@pytest.mark.parametrize(
    "text", ["line\nbreak \x00 \x1b[31m \N{LINE SEPARATOR}", 'quote " and \\', "🜁"]
)
def test_whatever_is_logged_is_one_line_that_contains_it(
    log: logging.Logger, lines: list[Line], text: str
) -> None:
    log.info("%s", text)
    assert lines[0]["message"] == text


def test_text_that_cannot_be_written_is_written_escaped(
    log: logging.Logger, lines: list[Line]
) -> None:
    log.info("a lone surrogate: \udcff")
    assert lines[0]["message"] == "a lone surrogate: \udcff"


PROGRAM = """
import logging, warnings
from telemetry import configure_logging

configure_logging("timer", "worker", dict)
for name in ("httpx", "aiokafka.consumer", "uvicorn.access"):
    logging.getLogger(name).info("chatter")
    logging.getLogger(name).warning("trouble")
warnings.warn("old")
logging.getLogger("timer").debug("detail")
logging.getLogger("timer").info("\\udcff")
configure_logging("timer", "worker", dict, "ERROR")
logging.getLogger("timer").warning("small")
"""


def test_a_process_logs_everything_as_json_and_its_libraries_only_warnings() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        check=True,
        env={"PYTHONUTF8": "0", "LC_ALL": "C.UTF-8"},
    )
    assert done.stderr == b""
    logged = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["logger"], line["level"]) for line in logged] == [
        ("httpx", "warning"),
        ("aiokafka.consumer", "warning"),
        ("uvicorn.access", "warning"),
        ("py.warnings", "warning"),
        ("timer", "info"),
    ]
