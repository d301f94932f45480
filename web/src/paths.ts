/** Every address of the app. Links are made here and nowhere else, so none can lead nowhere. */
export const paths = {
  timer: "/",
  week: (week = ":week") => `/week/${week}`,
  thisWeek: "/week",
  work: "/work",
  tickets: "/work/tickets",
  workItem: (id = ":id") => `/work/${id}`,
  calendar: "/calendar",
  absences: "/absences",
  inbox: "/inbox",
  attention: "/attention",
  more: "/more",

  approvals: "/approvals",
  sheet: (id = ":id") => `/approvals/${id}`,
  people: "/people",
  team: "/team",
  plan: "/plan",
  budgets: "/plan/budgets",
  project: (id = ":id") => `/projects/${id}`,
  teams: "/people/teams",

  overview: "/overview",
  revenue: "/overview/revenue",
  billing: "/billing",
  billingRuns: "/billing/runs",
  billingRun: (id = ":id") => `/billing/runs/${id}`,
  draft: (id = ":id") => `/drafts/${id}`,
  invoices: "/invoices",
  invoice: (id = ":id") => `/invoices/${id}`,
  creditNotes: "/credit-notes",
  creditNote: (id = ":id") => `/credit-notes/${id}`,
  quotes: "/quotes",
  newQuote: "/quotes/new",
  quote: (id = ":id") => `/quotes/${id}`,
  editQuote: (id = ":id") => `/quotes/${id}/edit`,
  recurringInvoices: "/recurring",
  newRecurringInvoice: "/recurring/new",
  recurringInvoice: (id = ":id") => `/recurring/${id}`,
  editRecurringInvoice: (id = ":id") => `/recurring/${id}/edit`,
  expenses: "/expenses",
  newExpense: "/expenses/new",
  expenseCategories: "/expenses/categories",
  expense: (id = ":id") => `/expenses/${id}`,
  editExpense: (id = ":id") => `/expenses/${id}/edit`,
  payments: "/payments",
  newPayment: "/payments/new",
  bank: "/payments/bank",
  bankFile: "/payments/bank/file",
  bankTransaction: (id = ":id") => `/payments/bank/${id}`,
  payment: (id = ":id") => `/payments/${id}`,
  receivables: "/receivables",
  vat: "/receivables/vat",
  journal: "/receivables/journal",
  rates: "/rates",
  costs: "/rates/costs",
  multipliers: "/rates/supplements",
  agreements: "/rates/agreements",
  newAgreement: "/rates/agreements/new",
  agreement: (id = ":id") => `/rates/agreements/${id}`,
  customers: "/customers",
  importCustomers: "/customers/import",
  customer: (id = ":id") => `/customers/${id}`,
  quickbooks: "/quickbooks",

  import: "/import",
  settings: "/settings",
  billingSettings: "/settings/billing",
  taxCodes: "/settings/tax-codes",
  documentSettings: "/settings/documents",
  lineTexts: "/settings/line-texts",
  serviceTypes: "/settings/service-types",
  apiTokens: "/settings/api-tokens",
  sessions: "/settings/sessions",
  passkeys: "/settings/passkeys",
  requestForm: "/settings/request-form",
  notices: "/settings/notices",
  reminders: "/settings/reminders",
  appearance: "/settings/appearance",

  logIn: "/login",
  logInLink: "/login/link",
  invitation: "/invitation",
  /** With the token of the link behind `#`. */
  portal: "/customer",
  /** The public form of an account, for anybody. */
  request: (slug = ":slug") => `/request/${slug}`,
} as const;

/** An address with its filters: what is chosen on a list stands in the address. */
export function withQuery(path: string, query: Readonly<Record<string, string | null | undefined>>): string {
  const given = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

/** Where to go after logging in: a path of this app, never another site. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith(paths.logIn) ? next : paths.timer;
}
