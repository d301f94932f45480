"""Run by the Python of an environment that has Tryton: time lines of projects to posted invoices, through its ORM.

    TRYTOND_DATABASE_URI=postgresql://…/ DB_NAME=… python trytond_program.py CUSTOMERS TASKS LINES

Prints "began", then how many time lines were invoiced and how many seconds that took by the clock and of this process, a
transaction for each customer; making the lines and the first invoice are not counted. Nothing of ours is imported.
"""

import datetime as dt
import json
import sys
import time
from decimal import Decimal
from typing import Any

from proteus import Model
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.account_invoice.tests.tools import (
    create_payment_term,
    set_fiscalyear_invoice_sequences,
)
from trytond.modules.company.tests.tools import create_company, get_company
from trytond.pool import Pool
from trytond.tests.tools import activate_modules
from trytond.transaction import Transaction, TransactionError

TODAY = dt.datetime.now(dt.UTC).date()


def main(customers: int, tasks: int, lines: int) -> None:
    """Set a company up, make its time, and measure."""
    config = activate_modules("project_invoice", create_company, create_chart)
    year = set_fiscalyear_invoice_sequences(create_fiscalyear(today=TODAY))
    year.click("create_period")
    projects = _projects(customers, tasks)
    _time(projects, lines)
    company = get_company().id
    took = [_billed(config.database_name, config.user, company, projects[0].id)]
    print("began", flush=True)
    spent = time.process_time()
    took += [_billed(config.database_name, config.user, company, one.id) for one in projects[1:]]
    spent = time.process_time() - spent
    count = (customers - 1) * tasks * lines
    print(json.dumps({"lines": count, "seconds": sum(took[1:]), "processor": spent}), flush=True)


def _projects(customers: int, tasks: int) -> list[Model]:
    term, product = create_payment_term(), _product()
    term.save()
    made = []
    for number in range(customers):
        party = Model.get("party.party")(name=f"Customer {number}")
        party.addresses[0].street = "Havnegade 1" if party.addresses else None
        party.customer_payment_term = term
        party.save()
        project = Model.get("project.work")(name=f"Shop {number}", type="project", party=party)
        project.project_invoice_method, project.product = "timesheet", product
        for task in range(tasks):
            child = project.children.new(name=f"Task {task}", type="task", product=product)
            child.timesheet_available = True
        project.save()
        made.append(project)
    return made


def _product() -> Model:
    category = Model.get("product.category")(name="Services", accounting=True)
    category.account_revenue = get_accounts()["revenue"]
    category.save()
    [hour] = Model.get("product.uom").find([("name", "=", "Hour")])
    template = Model.get("product.template")(name="Development", default_uom=hour, type="service")
    template.list_price, template.account_category = Decimal(1200), category
    template.save()
    [product] = template.products
    return product


def _time(projects: list[Model], lines: int) -> None:
    party = Model.get("party.party")(name="Mette Friis")
    party.save()
    employee = Model.get("company.employee")(party=party)
    employee.save()
    made = []
    for project in projects:
        for task in project.children:
            [work] = task.timesheet_works
            for _ in range(lines):
                line = Model.get("timesheet.line")(date=TODAY, employee=employee, work=work)
                line.duration = dt.timedelta(minutes=30)
                made.append(line)
    for start in range(0, len(made), 500):
        Model.get("timesheet.line").save(made[start : start + 500])


def _billed(database: str, user: int, company: int, project: int) -> float:
    """Invoice a project and post that, in a transaction of its own, which is begun again with the locks that it turns out to
    need, as Tryton's own server does."""
    began, locks = time.perf_counter(), dict[str, Any]()
    while True:
        context = {"company": company, "_skip_warnings": True}  # as of a midnight that passed
        with Transaction().start(database, user, context=context, **locks) as transaction:
            try:
                _invoice(project)
                transaction.commit()
            except TransactionError as error:
                transaction.rollback()
                error.fix(locks)
                continue
        return time.perf_counter() - began


def _invoice(project: int) -> None:
    pool = Pool()
    works, invoices = pool.get("project.work"), pool.get("account.invoice")
    works.invoice(works.browse([project]))
    [made] = invoices.search([("state", "=", "draft")])
    made.invoice_date = TODAY
    made.save()
    invoices.post([made])
    assert made.number


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
