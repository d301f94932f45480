"""Read files of banks: what is new becomes open transactions; a file that is refused leaves no trace."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from pydantic import TypeAdapter

from database import Session, lock_exclusive, new_id
from domain_errors import FieldError
from invoicing.domain.bank_files.mapping import CsvMapping, preset_for
from invoicing.domain.bank_files.reading import SentFile, open_file
from invoicing.domain.bank_files.statement import (
    BankFile,
    BankFileError,
    BankFileFormat,
    BankLine,
    ColumnsUnknownError,
)
from invoicing.store import accounts, bank
from invoicing.store.bank import StoredBankFile

_AS_MAPPING = TypeAdapter(CsvMapping)
_SHOWN = 5


@dataclass(frozen=True)
class FileOptions:
    """What a caller says of a file: a mapping and a bank account where the file does not say them."""

    name: str = ""
    format: BankFileFormat | None = None
    bank_account: str = ""
    currency: str | None = None
    mapping: CsvMapping | None = None
    remember: bool = False


@dataclass(frozen=True)
class OpenedFile:
    """A file whose format is known, and what its bytes hash to."""

    sent: SentFile
    sha256: str


@dataclass(frozen=True)
class FilePreview:
    """What a file says and importing it would bring. Without a file the columns are not known yet."""

    format: BankFileFormat
    headers: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]
    mapping: CsvMapping | None
    bank_account: str
    file: BankFile | None
    new: int
    refused: tuple[FieldError, ...]

    @property
    def first_lines(self) -> Sequence[BankLine]:
        """The first lines, to be looked at."""
        return self.file.lines[:_SHOWN] if self.file else ()


async def open_sent(body: bytes, format_: BankFileFormat | None) -> OpenedFile:
    """Recognise a file, beside other requests. Raises `BankFileError`."""
    sent = await asyncio.to_thread(open_file, body, format_)
    return OpenedFile(sent, hashlib.sha256(body).hexdigest())


async def import_file(
    session: Session, opened: OpenedFile, options: FileOptions, *, by: str, now: datetime
) -> StoredBankFile:
    """Store what is new in a file, all or nothing. Raises `BankFileError`."""
    mapping, bank_account = await _mapping(session, opened.sent, options)
    file = await _read(session, opened.sent, mapping, bank_account, options)
    await lock_exclusive(session, "bank files")
    await _check_currencies(session, file.lines)
    days = [line.booked_on for line in file.lines]
    stored = StoredBankFile(
        id=new_id(),
        name=options.name,
        format=file.format,
        preset=file.preset,
        sha256=opened.sha256,
        lines=len(file.lines),
        new_lines=len(file.lines) - await bank.count_known(session, file.lines),
        left_out=file.left_out,
        first_day=min(days),
        last_day=max(days),
        imported_at=now,
        imported_by=by,
    )
    await bank.insert_file(session, stored, file.lines)
    if options.remember and options.mapping and opened.sent.table:
        columns = asdict(options.mapping)
        await bank.save_mapping(session, opened.sent.table.key, columns, options.bank_account)
    return stored


async def preview_file(session: Session, opened: OpenedFile, options: FileOptions) -> FilePreview:
    """Tell what importing the file would do, and do nothing."""
    mapping, bank_account = await _mapping(session, opened.sent, options)
    file, new, refused = None, 0, tuple[FieldError, ...]()
    try:
        file = await _read(session, opened.sent, mapping, bank_account, options)
        await _check_currencies(session, file.lines)
        new = len(file.lines) - await bank.count_known(session, file.lines)
    except ColumnsUnknownError:
        pass
    except BankFileError as error:
        file, refused = None, error.fields
    table = opened.sent.table
    preset = preset_for(table.headers) if table else None
    return FilePreview(
        format=opened.sent.format,
        headers=table.headers if table else (),
        samples=tuple(row for _, row in table.rows[:_SHOWN]) if table else (),
        mapping=mapping or (preset.mapping if preset else None),
        bank_account=bank_account
        or await bank.last_account(session, preset.name if preset else None),
        file=file,
        new=new,
        refused=refused,
    )


async def _mapping(
    session: Session, sent: SentFile, options: FileOptions
) -> tuple[CsvMapping | None, str]:
    """What the caller says of the columns, else what the account said of such files before."""
    if options.mapping or not sent.table:
        return options.mapping, options.bank_account
    known = await bank.load_mapping(session, sent.table.key)
    if known is None:
        return None, options.bank_account
    return _AS_MAPPING.validate_python(known.mapping), options.bank_account or known.bank_account


async def _read(
    session: Session,
    sent: SentFile,
    mapping: CsvMapping | None,
    bank_account: str,
    options: FileOptions,
) -> BankFile:
    currency = options.currency or (await accounts.load_account(session)).settings.currency
    return await asyncio.to_thread(sent.read, mapping, bank_account=bank_account, currency=currency)


async def _check_currencies(session: Session, lines: Sequence[BankLine]) -> None:
    """A bank account has one currency: that of its earlier files."""
    found = {line.bank_account: line.currency for line in lines}
    for account, known in (await bank.currencies(session, found)).items():
        if found[account] != known:
            reason = f"is {found[account]}; account {account} is in {known}"
            raise BankFileError(reason, fields=[FieldError("currency", reason)])
