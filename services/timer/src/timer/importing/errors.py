"""Why a file, or one row of it, cannot be imported."""

from domain_errors import ConflictError, DomainError, FieldError


class FileError(DomainError):
    """The file cannot be read as a whole. `option` names the import option that would settle it, if one would."""

    def __init__(self, detail: str, option: str | None = None) -> None:
        super().__init__(detail, fields=[FieldError(option, detail)] if option else [])

    def add(self, seen: str) -> None:
        """Say what was seen of the file before it was refused."""
        self.detail = f"{self.detail} ({seen})"


class MissingFileError(FileError):
    """A form without the file."""


class NotCsvError(FileError):
    """The file is a spreadsheet, an archive or a PDF."""


class UnknownEncodingError(FileError):
    """The bytes are text in none of the encodings that exports use."""


class EmptyFileError(FileError):
    """There is no header line, or nothing below it."""


class NoColumnsError(FileError):
    """The header line has no delimiter."""


class OpenQuoteError(FileError):
    """A quoted cell is never closed, so the rest of the file is one cell."""


class TooManyRowsError(FileError):
    """The file has more rows than one import takes."""


class TooManyColumnsError(FileError):
    """The header has more columns than any export."""


class RowTooLongError(FileError):
    """One row has more characters than any export writes."""


class TooMuchWorkError(FileError):
    """Reading the file takes more time or memory than one import has."""


class UnknownSourceError(FileError):
    """The file comes from a program whose exports are not read."""


class DoubleColumnError(FileError):
    """Two columns of the header hold the same field."""


class MissingColumnsError(FileError):
    """The header lacks a field without which time cannot be recorded."""


class UnknownDecimalError(FileError):
    """The option `decimal` is no decimal mark."""


class DecimalMarkError(FileError):
    """Nothing in the file decides its decimal mark, or two cells contradict each other."""


class UnknownDateFormatError(FileError):
    """The option `date_format` is none of the known formats."""


class DateFormatError(FileError):
    """Nothing in the file decides its date format, or it mixes several."""


class UnknownTimeZoneError(FileError):
    """The option `time_zone` is no IANA time zone."""


class CellError(ValueError):
    """One cell cannot be read: its row is reported as an error, the others go on."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


class ImportsBusyError(ConflictError):
    """As many files are being read as an account, or this process, reads at once."""


class DataMovedError(ConflictError):
    """The account or the file has changed since the preview."""


class ImportCancelledError(DomainError):
    """Somebody cancelled the import while it ran."""


class AccountChangedError(ConflictError):
    """Somebody else wrote what the import was about to write; another attempt sees it."""
