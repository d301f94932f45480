"""`/v1/invoices/{id}/lines` and `/explain`: other lines than time, and what is behind a line."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from fastapi import Response
from pydantic import Field, model_validator
from sqlalchemy import Row

import web
from database import new_id
from invoicing.api.access import Biller, Now, Reader
from invoicing.api.account import TaxBody
from invoicing.api.invoices import answer
from invoicing.api.views import InvoiceAnswer, LineAnswer
from invoicing.commands.editing import add_line, open_draft, remove_line
from invoicing.discounts import Discount
from invoicing.draft import Draft
from invoicing.grouping import LONGEST_DESCRIPTION
from invoicing.lines import Line
from invoicing.money import is_payable, rounded
from invoicing.queries.explaining import entries_by_line
from invoicing.queries.views import view

router = web.router(tags=["invoices"])
_MILLIONTH = Decimal("0.000001")
_Positive = Annotated[web.Amount, Field(gt=0, max_digits=15)]


class LineBody(web.RequestModel):
    """A fee, fixed price, expense or text with its amount before tax, or a discount on the whole: amount or percent."""

    kind: Literal["fee", "fixed", "expense", "discount", "text"]
    description: Annotated[str, Field(min_length=1, max_length=LONGEST_DESCRIPTION)]
    amount: _Positive | None = None
    percent: Annotated[web.Amount, Field(gt=0, le=100, decimal_places=4)] | None = None
    tax: TaxBody | None = None

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        given = (self.amount is not None) + (self.percent is not None)
        if self.kind == "text" and given:
            raise ValueError("a text has no amount")
        if self.kind != "text" and given != 1:
            raise ValueError("give an amount or, for a discount, a percentage")
        if self.kind != "discount" and self.percent is not None:
            raise ValueError("only a discount has a percentage")
        if self.kind == "discount" and self.tax is not None:
            raise ValueError("a discount is spread over the taxes of the lines")
        return self

    def line(self, draft: Draft) -> Line | Discount:
        """Read it for a draft, or refuse it."""
        if self.amount is not None and not is_payable(self.amount, draft.currency):
            raise web.invalid("amount", f"has more decimals than {draft.currency}")
        amount = rounded(self.amount, draft.currency) if self.amount is not None else None
        if self.kind == "discount":
            return Discount(new_id(), self.description, self.percent, amount)
        return Line(
            line_id=new_id(),
            position=0,
            kind=self.kind,
            description=self.description,
            amount=amount or rounded(draft.tax.rate * 0, draft.currency),
            tax=self.tax.tax() if self.tax else draft.tax,
        )


@router.post("/invoices/{invoice_id}/lines", status_code=201)
async def create_line(
    invoice_id: UUID,
    body: LineBody,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.IfMatch,
    response: Response,
) -> InvoiceAnswer:
    """Put a line on a draft."""
    draft = await open_draft(session, invoice_id, expected)
    await add_line(session, caller.account_id, draft, body.line(draft))
    return await answer(session, invoice_id, now, response)


@router.delete("/invoices/{invoice_id}/lines/{line_id}")
async def delete_line(
    invoice_id: UUID,
    line_id: UUID,
    session: web.Session,
    caller: Biller,
    now: Now,
    expected: web.IfMatch,
    response: Response,
) -> InvoiceAnswer:
    """Take a line off a draft; its time is ready again."""
    await remove_line(session, caller.account_id, invoice_id, line_id, expected=expected)
    return await answer(session, invoice_id, now, response)


class EntryAnswer(web.ResponseModel):
    """An entry, or the seconds of it, that a line bills."""

    entry_id: UUID
    version: int
    seconds: int
    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    service_type_name: str | None
    description: str


class ExplainedLine(LineAnswer):
    """A line, how its amount comes about, and the entries behind it."""

    formula: str | None
    entries: list[EntryAnswer]

    @classmethod
    def explain(cls, line: Line, currency: str, rows: list[Row[Any]]) -> "ExplainedLine":
        """Write it."""
        return cls(
            **dict(LineAnswer.of(line, currency)),
            formula=_formula(line),
            entries=[EntryAnswer.model_validate(row) for row in rows],
        )


def _formula(line: Line) -> str | None:
    if line.seconds is None or line.hourly_rate is None:
        return None
    exact = (line.seconds * line.hourly_rate / 3600).quantize(_MILLIONTH).normalize()
    return f"{line.seconds} s × {line.hourly_rate} ÷ 3600 = {exact:f} → {line.amount}"


class Explanation(web.ResponseModel):
    """The lines of a draft or invoice, explained."""

    invoice_id: UUID
    lines: list[ExplainedLine]


@router.get("/invoices/{invoice_id}/explain")
async def explain(invoice_id: UUID, session: web.Session, caller: Reader, now: Now) -> Explanation:
    """The entries behind each line."""
    bill = (await view(session, invoice_id, now=now)).bill
    rows = await entries_by_line(session, invoice_id)
    lines = [
        ExplainedLine.explain(line, bill.currency, rows.get(line.line_id, []))
        for line in bill.lines
    ]
    return Explanation(invoice_id=invoice_id, lines=lines)
