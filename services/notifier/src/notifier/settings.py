"""Settings of the notifier, from the environment."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr

import service_runtime
from email_addresses import check_email_address


class Settings(service_runtime.Settings):
    """Where documents come from, and which mail server sends our messages."""

    invoicing_url: str = Field(description="Base URL under which documents are fetched")
    public_url: str = Field(
        "",
        description="Address of the gateway as customers reach it, without a slash at its end; empty: mails link no page",
    )
    mail_from: Annotated[str, AfterValidator(check_email_address)] = Field(
        description="Address that messages come from; its domain makes the Message-IDs"
    )
    smtp_host: str
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_tls: Literal["none", "starttls", "tls"] = "starttls"
    smtp_username: str = Field("", description="Empty: no sign-in")
    smtp_password: SecretStr = SecretStr("")
    smtp_timeout: service_runtime.Seconds = Field(
        20, description="Seconds that one step with the mail server takes"
    )
    smtp_final_reply_timeout: service_runtime.Seconds = Field(
        600, description="Seconds that the mail server may take to say that it took a mail"
    )
    document_timeout: service_runtime.Seconds = Field(
        20, description="Seconds that fetching a document takes"
    )
    largest_document: int = Field(10 * 1024 * 1024, gt=0, description="Bytes of an attachment")
    delivery_retry_period: timedelta = Field(
        timedelta(days=2),
        ge=timedelta(0),
        description="How long servers may be away before a delivery fails",
    )
