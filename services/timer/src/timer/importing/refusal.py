"""What stops a whole file, and what stops one row of it."""


class FileRefusedError(Exception):
    """The file cannot be read as a whole; `ask` names the option that would settle it, if one would."""

    def __init__(self, kind: str, detail: str, ask: str | None = None) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail
        self.ask = ask


class BadCellError(ValueError):
    """One cell cannot be read: that row is an error, and the others go on."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = value
        self.reason = reason
