import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";

/** Why QuickBooks was not connected: the slug that the way back from Intuit brings, and what helps. */
const PROBLEMS: Record<string, MessageDescriptor> = {
  "quickbooks-not-configured": msg`This installation has no keys for QuickBooks yet. Ask whoever runs it to set them.`,
  "state-not-valid": msg`The link to QuickBooks was used or is too old. Connect again.`,
  "another-browser": msg`The connection was begun in another browser. Connect again from this one.`,
  "reply-incomplete": msg`QuickBooks sent nothing to connect with. Connect again.`,
  "realm-not-valid": msg`QuickBooks named no company. Connect again.`,
  "connection-denied": msg`You said no in QuickBooks, so nothing was connected.`,
  "company-not-granted": msg`QuickBooks does not let us into that company. Connect as one of its admins.`,
  "code-not-valid": msg`QuickBooks no longer accepts the answer. Connect again.`,
  "another-company-connected": msg`Another QuickBooks company is connected. Disconnect it first.`,
  "company-connected-elsewhere": msg`Another account here has this QuickBooks company.`,
  "quickbooks-unavailable": msg`QuickBooks does not answer at the moment. Try again shortly.`,
};
const UNKNOWN = msg`QuickBooks was not connected. Try again.`;

export function problemOf(slug: string): MessageDescriptor {
  return Object.hasOwn(PROBLEMS, slug) ? (PROBLEMS[slug] ?? UNKNOWN) : UNKNOWN;
}
