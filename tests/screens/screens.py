"""The screens that are checked: a line for each, in the order of the side bar."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Screen:
    """An address of the app. `{invoice}` and the like are ids of the office's data (`Office.ids`)."""

    name: str
    path: str


SCREENS = [
    Screen("timer", "/"),
    Screen("week", "/week"),
    Screen("calendar", "/calendar"),
    Screen("absences", "/absences"),
    Screen("work", "/work"),
    Screen("tickets", "/work/tickets"),
    Screen("new ticket", "/work/tickets?new=ticket"),
    Screen("ticket", "/work/{ticket}"),
    Screen("inbox", "/inbox"),
    Screen("attention", "/attention"),
    Screen("more", "/more"),
    Screen("approvals", "/approvals"),
    Screen("decided timesheets", "/approvals?view=decided"),
    Screen("timesheet", "/approvals/{sheet}"),
    Screen("team", "/team"),
    Screen("team by project and month", "/team?period=year&by=project&then=month"),
    Screen("plan", "/plan"),
    Screen("project", "/projects/{project}"),
    Screen("timeline", "/projects/{project}?view=timeline"),
    Screen("people", "/people"),
    Screen("teams", "/people/teams"),
    Screen("invite", "/people?invite=new"),
    Screen("overview", "/overview"),
    Screen("to bill", "/billing"),
    Screen("ready time", "/billing?bucket=ready&customer={customer}"),
    Screen("period of a draft", "/billing?draft={customer}"),
    Screen("draft", "/drafts/{draft}"),
    Screen("explained total", "/drafts/{draft}?explain=total"),
    Screen("invoices", "/invoices"),
    Screen("invoice", "/invoices/{invoice}"),
    Screen("payments", "/payments"),
    Screen("payment", "/payments/{payment}"),
    Screen("new payment", "/payments/new?customer={payer}"),
    Screen("receivables", "/receivables"),
    Screen("statement", "/receivables?customer={payer}"),
    Screen("rates", "/rates"),
    Screen("customers", "/customers"),
    Screen("found customers", "/customers?q=a"),
    Screen("import of customers", "/customers/import"),
    Screen("customer", "/customers/{customer}"),
    Screen("quickbooks", "/quickbooks"),
    Screen("import", "/import"),
    Screen("settings", "/settings"),
    Screen("billing settings", "/settings/billing"),
    Screen("kinds of work", "/settings/service-types"),
    Screen("request form settings", "/settings/request-form"),
    Screen("API tokens", "/settings/api-tokens"),
    Screen("sessions", "/settings/sessions"),
    Screen("passkeys", "/settings/passkeys"),
    Screen("appearance", "/settings/appearance"),
    Screen("a customer's link that is not whole", "/customer"),
    Screen("request form", "/request/{form}"),
    Screen("a request form that is not there", "/request/no-such-form"),
    Screen("log-in", "/login"),
    Screen("nowhere", "/no/such/screen"),
]
