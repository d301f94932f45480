"""Which format a file has, and its lines."""

from dataclasses import dataclass

from invoicing.domain.bank_files.camt import looks_like_camt, read_camt
from invoicing.domain.bank_files.csv_file import Table, read_csv, read_table
from invoicing.domain.bank_files.mapping import CsvMapping
from invoicing.domain.bank_files.mt940 import looks_like_mt940, read_mt940
from invoicing.domain.bank_files.statement import BankFile, BankFileFormat, refused


@dataclass(frozen=True)
class SentFile:
    """A file as it came: read already, or the table of a CSV file whose columns are still to be understood."""

    format: BankFileFormat
    file: BankFile | None = None
    table: Table | None = None

    def read(self, mapping: CsvMapping | None, *, bank_account: str, currency: str) -> BankFile:
        """Its lines; a table's by a mapping or a preset. Raises `BankFileError`."""
        if self.file:
            return self.file
        assert self.table
        return read_csv(self.table, mapping, bank_account=bank_account, currency=currency)


def open_file(data: bytes, format_: BankFileFormat | None = None) -> SentFile:
    """Recognise the format, which may be given. Raises `BankFileError` when the file is not what it is said to be."""
    found = recognised(data)
    if format_ and found != format_:
        raise refused("format", f"the file is not {format_}; it looks like {found}")
    if found == "camt.053":
        return SentFile(found, file=read_camt(data))
    if found == "mt940":
        return SentFile(found, file=read_mt940(data))
    return SentFile(found, table=read_table(data))


def recognised(data: bytes) -> BankFileFormat:
    """What the first bytes look like."""
    if looks_like_camt(data):
        return "camt.053"
    return "mt940" if looks_like_mt940(data) else "csv"
