import { matchRoutes } from "react-router";
import { paths } from "./paths.ts";
import { type Screen, screen } from "./screen.tsx";

/** The map of screens: each is fetched, with its words, when it is first opened. */
export const SCREENS: readonly [path: string, screen: Screen][] = [
  // Track
  [paths.timer, screen("timer", () => import("./timer/TimerPage.tsx"), "start")],
  [paths.thisWeek, screen("week", () => import("./week/ThisWeekPage.tsx"))],
  [paths.week(), screen("week", () => import("./week/WeekPage.tsx"), "start")],
  [paths.calendar, screen("calendar", () => import("./calendar/CalendarPage.tsx"), "start")],
  [paths.absences, screen("absences", () => import("./absences/AbsencesPage.tsx"))],
  [paths.work, screen("work", () => import("./work/WorkPage.tsx"))],
  [paths.tickets, screen("work", () => import("./work/TicketsPage.tsx"))],
  [paths.workItem(), screen("work", () => import("./work/WorkItemPage.tsx"))],
  [paths.inbox, screen("inbox", () => import("./inbox/InboxPage.tsx"))],
  [paths.attention, screen("attention", () => import("./attention/AttentionPage.tsx"))],
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
  [paths.billing, screen("billing", () => import("./billing/BillingPage.tsx"), "explain")],
  [paths.billingRuns, screen("runs", () => import("./runs/RunsPage.tsx"))],
  [paths.billingRun(), screen("runs", () => import("./runs/RunPage.tsx"))],
  [paths.draft(), screen("drafts", () => import("./drafts/DraftPage.tsx"), "explain")],
  [paths.invoices, screen("invoices", () => import("./invoices/InvoicesPage.tsx"))],
  [paths.invoice(), screen("invoices", () => import("./invoices/InvoicePage.tsx"), "explain")],
  [paths.creditNotes, screen("invoices", () => import("./invoices/CreditNotesPage.tsx"))],
  [paths.creditNote(), screen("invoices", () => import("./invoices/CreditNotePage.tsx"))],
  [paths.quotes, screen("quotes", () => import("./quotes/QuotesPage.tsx"))],
  [paths.newQuote, screen("quotes", () => import("./quotes/NewQuotePage.tsx"))],
  [paths.quote(), screen("quotes", () => import("./quotes/QuotePage.tsx"), "explain")],
  [paths.editQuote(), screen("quotes", () => import("./quotes/EditQuotePage.tsx"))],
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
  [paths.newAgreement, screen("agreements", () => import("./agreements/NewAgreementPage.tsx"), "explain")],
  [paths.agreement(), screen("agreements", () => import("./agreements/AgreementPage.tsx"), "explain")],
  [paths.customers, screen("customers", () => import("./customers/CustomersPage.tsx"))],
  [paths.importCustomers, screen("customers", () => import("./customers/ImportPage.tsx"), "refusals")],
  [
    paths.customer(),
    screen("customers", () => import("./customers/CustomerPage.tsx"), "explain", "budgets", "agreements"),
  ],
  [paths.quickbooks, screen("quickbooks", () => import("./quickbooks/QuickbooksPage.tsx"))],
  // Set up
  [paths.import, screen("imports", () => import("./imports/ImportPage.tsx"))],
  [paths.settings, screen("settings", () => import("./settings/SettingsPage.tsx"))],
  [paths.billingSettings, screen("settings", () => import("./settings/BillingSettingsPage.tsx"))],
  [paths.taxCodes, screen("settings", () => import("./settings/TaxCodesPage.tsx"), "explain")],
  [paths.documentSettings, screen("settings", () => import("./settings/DocumentSettingsPage.tsx"))],
  [paths.serviceTypes, screen("settings", () => import("./settings/ServiceTypesPage.tsx"))],
  [paths.apiTokens, screen("settings", () => import("./settings/ApiTokensPage.tsx"))],
  [paths.sessions, screen("settings", () => import("./settings/SessionsPage.tsx"))],
  [paths.passkeys, screen("settings", () => import("./settings/PasskeysPage.tsx"))],
  [paths.requestForm, screen("settings", () => import("./settings/RequestFormPage.tsx"))],
  [paths.notices, screen("settings", () => import("./settings/NoticesPage.tsx"))],
  [paths.appearance, screen("settings", () => import("./settings/AppearancePage.tsx"))],
  // The frame's own
  [paths.more, screen("shell", () => import("./shell/MorePage.tsx"))],
  ["*", screen("shell", () => import("./shell/NotFoundPage.tsx"))],
];

/** Screens for those who are not logged in: they have no bars around them. */
export const OPEN_SCREENS: readonly [path: string, screen: Screen][] = [
  [paths.logIn, screen("login", () => import("./login/LogInPage.tsx"))],
  [paths.logInLink, screen("login", () => import("./login/LogInLinkPage.tsx"))],
  [paths.invitation, screen("login", () => import("./login/InvitationPage.tsx"))],
  [paths.portal, screen("portal", () => import("./portal/PortalPage.tsx"))],
  [paths.request(), screen("requests", () => import("./requests/RequestPage.tsx"))],
];

/** The running timer stands on every screen. */
export const TimerBar = screen("timer", () => import("./timer/TimerBar.tsx"));

/** `Ctrl-K` works on every screen from the start. */
export const CommandPalette = screen("shell", () => import("./shell/CommandPalette.tsx"));

/** What an address needs first, to be there before the first paint. */
export function screensAt(pathname: string): readonly Screen[] {
  const open = matchRoutes(mapped(OPEN_SCREENS), pathname);
  if (open) return open.map(({ route }) => route.screen);
  const inside = matchRoutes(mapped(SCREENS), pathname) ?? [];
  return [TimerBar, CommandPalette, ...inside.map(({ route }) => route.screen)];
}

function mapped(screens: typeof SCREENS) {
  return screens.map(([path, screen]) => ({ path, screen }));
}
