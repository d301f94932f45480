import { Route, Routes } from "react-router";
import { paths } from "./paths.ts";
import { matched, type Screen, screen } from "./screen.tsx";

/** The map of what leads, bills and sets up: each screen is fetched, with its words, when it is first opened. */
const SCREENS: readonly [path: string, screen: Screen][] = [
  // Lead
  [paths.approvals, screen("approvals", () => import("./approvals/ApprovalsPage.tsx"))],
  [paths.sheet(), screen("approvals", () => import("./approvals/SheetPage.tsx"))],
  [paths.team, screen("team", () => import("./team/TeamPage.tsx"), "dimensions")],
  [paths.plan, screen("plan", () => import("./plan/PlanPage.tsx"))],
  [paths.budgets, screen("plan", () => import("./plan/BudgetsPage.tsx"), "budgets")],
  [paths.project(), screen("projects", () => import("./projects/ProjectPage.tsx"), "budgets")],
  [paths.people, screen("people", () => import("./people/PeoplePage.tsx"))],
  [paths.teams, screen("people", () => import("./people/TeamsPage.tsx"))],
  // Bill
  [paths.overview, screen("overview", () => import("./overview/OverviewPage.tsx"), "start")],
  [paths.revenue, screen("revenue", () => import("./revenue/RevenuePage.tsx"), "dimensions")],
  [
    paths.billing,
    screen("billing", () => import("./billing/BillingPage.tsx"), "explain", "expenses", "issuing", "texts"),
  ],
  [paths.billingRuns, screen("runs", () => import("./runs/RunsPage.tsx"), "texts")],
  [paths.billingRun(), screen("runs", () => import("./runs/RunPage.tsx"), "issuing")],
  [
    paths.draft(),
    screen("drafts", () => import("./drafts/DraftPage.tsx"), "explain", "expenses", "issuing", "texts"),
  ],
  [paths.invoices, screen("invoices", () => import("./invoices/InvoicesPage.tsx"), "issuing")],
  [
    paths.invoice(),
    screen("invoices", () => import("./invoices/InvoicePage.tsx"), "explain", "expenses", "issuing"),
  ],
  [paths.creditNotes, screen("invoices", () => import("./invoices/CreditNotesPage.tsx"))],
  [paths.creditNote(), screen("invoices", () => import("./invoices/CreditNotePage.tsx"))],
  [paths.quotes, screen("quotes", () => import("./quotes/QuotesPage.tsx"))],
  [paths.newQuote, screen("quotes", () => import("./quotes/NewQuotePage.tsx"), "lines")],
  [paths.quote(), screen("quotes", () => import("./quotes/QuotePage.tsx"), "explain")],
  [paths.editQuote(), screen("quotes", () => import("./quotes/EditQuotePage.tsx"), "lines")],
  [paths.recurringInvoices, screen("recurring", () => import("./recurring/RecurringPage.tsx"))],
  [
    paths.newRecurringInvoice,
    screen("recurring", () => import("./recurring/NewRecurringPage.tsx"), "explain", "lines"),
  ],
  [paths.recurringInvoice(), screen("recurring", () => import("./recurring/RecurringInvoicePage.tsx"))],
  [
    paths.editRecurringInvoice(),
    screen("recurring", () => import("./recurring/EditRecurringPage.tsx"), "explain", "lines"),
  ],
  [paths.expenses, screen("expenses", () => import("./expenses/ExpensesPage.tsx"))],
  [paths.newExpense, screen("expenses", () => import("./expenses/NewExpensePage.tsx"))],
  [paths.expenseCategories, screen("expenses", () => import("./expenses/CategoriesPage.tsx"))],
  [paths.expense(), screen("expenses", () => import("./expenses/ExpensePage.tsx"))],
  [paths.editExpense(), screen("expenses", () => import("./expenses/EditExpensePage.tsx"))],
  [paths.payments, screen("payments", () => import("./payments/PaymentsPage.tsx"))],
  [paths.newPayment, screen("payments", () => import("./payments/NewPaymentPage.tsx"))],
  [paths.bank, screen("payments", () => import("./payments/BankPage.tsx"))],
  [paths.bankFile, screen("payments", () => import("./payments/BankFilePage.tsx"))],
  [paths.bankTransaction(), screen("payments", () => import("./payments/BankTransactionPage.tsx"))],
  [paths.payment(), screen("payments", () => import("./payments/PaymentPage.tsx"))],
  [paths.receivables, screen("receivables", () => import("./receivables/ReceivablesPage.tsx"))],
  [paths.vat, screen("vat", () => import("./vat/VatPage.tsx"), "explain")],
  [paths.journal, screen("journal", () => import("./journal/JournalPage.tsx"))],
  [paths.rates, screen("rates", () => import("./rates/RatesPage.tsx"), "explain")],
  [paths.costs, screen("rates", () => import("./rates/CostsPage.tsx"), "explain")],
  [paths.multipliers, screen("rates", () => import("./rates/MultipliersPage.tsx"), "explain")],
  [paths.agreements, screen("agreements", () => import("./agreements/AgreementsPage.tsx"), "explain")],
  [paths.newAgreement, screen("agreements", () => import("./agreements/NewAgreementPage.tsx"))],
  [paths.agreement(), screen("agreements", () => import("./agreements/AgreementPage.tsx"))],
  [paths.customers, screen("customers", () => import("./customers/CustomersPage.tsx"))],
  [paths.importCustomers, screen("customers", () => import("./customers/ImportPage.tsx"), "refusals")],
  [
    paths.customer(),
    screen(
      "customers",
      () => import("./customers/CustomerPage.tsx"),
      "explain",
      "budgets",
      "agreements",
      "texts",
    ),
  ],
  [paths.quickbooks, screen("quickbooks", () => import("./quickbooks/QuickbooksPage.tsx"))],
  // Set up
  [paths.import, screen("imports", () => import("./imports/ImportPage.tsx"))],
  [paths.settings, screen("settings", () => import("./settings/SettingsPage.tsx"))],
  [paths.billingSettings, screen("settings", () => import("./settings/BillingSettingsPage.tsx"))],
  [paths.taxCodes, screen("settings", () => import("./settings/TaxCodesPage.tsx"), "explain")],
  [paths.lineTexts, screen("settings", () => import("./settings/LineTextsPage.tsx"), "texts")],
  [paths.documentSettings, screen("settings", () => import("./settings/DocumentSettingsPage.tsx"))],
  [paths.serviceTypes, screen("settings", () => import("./settings/ServiceTypesPage.tsx"))],
  [paths.apiTokens, screen("settings", () => import("./settings/ApiTokensPage.tsx"))],
  [paths.sessions, screen("settings", () => import("./settings/SessionsPage.tsx"))],
  [paths.passkeys, screen("settings", () => import("./settings/PasskeysPage.tsx"))],
  [paths.requestForm, screen("settings", () => import("./settings/RequestFormPage.tsx"))],
  [paths.notices, screen("settings", () => import("./settings/NoticesPage.tsx"))],
  [paths.reminders, screen("settings", () => import("./settings/RemindersPage.tsx"))],
  [paths.appearance, screen("settings", () => import("./settings/AppearancePage.tsx"))],
  ["*", screen("shell", () => import("./shell/NotFoundPage.tsx"))],
];

/** The screens beside those of the day's time. */
export default function Desk() {
  return (
    <Routes>
      {SCREENS.map(([path, Screen]) => (
        <Route key={path} path={path} element={<Screen />} />
      ))}
    </Routes>
  );
}

/** What an address needs first. */
export function screensAt(pathname: string): readonly Screen[] {
  return matched(SCREENS, pathname);
}
