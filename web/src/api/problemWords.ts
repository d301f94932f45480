import type { I18n, MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { kindOf, type Problem } from "./problem.ts";
import { reasonWords } from "./reasonWords.ts";

/** What each known problem means to the reader, and what helps. Others show the service's own title. */
const WORDS: Record<string, MessageDescriptor> = {
  unreachable: msg`No connection. Check the network and try again.`,
  "app-error": msg`Something went wrong in the app. Reload the page and try again.`,
  "internal-error": msg`Something went wrong on our side. It is logged; try again in a moment.`,
  "service-unavailable": msg`The service does not answer at the moment. Try again shortly.`,
  "temporarily-unavailable": msg`The service is busy. Try again in a moment.`,
  "not-authenticated": msg`You are signed out. Sign in again.`,
  "not-allowed": msg`You are not allowed to do this.`,
  "not-found": msg`This does not exist, or no longer.`,
  "invalid-input": msg`Some fields need another look.`,
  conflict: msg`This contradicts what is stored.`,
  "changed-meanwhile": msg`Somebody changed this since you read it. Look at the new state and try again.`,
  "precondition-required": msg`Read the newest state first and try again.`,
  "too-large": msg`The file is too large.`,
  "idempotency-key-reused": msg`This was sent before with other contents. Reload the page.`,
  "name-taken": msg`This name is already taken.`,
  "email-domain-taken": msg`Another customer has one of these e-mail domains.`,
  "organization-merged": msg`This customer was merged into another.`,
  "merge-in-one-step": msg`One of the two was merged already, or has others in it: undo that first.`,
  "organization-not-merged": msg`This customer was not merged.`,
  "billed-since-merge": msg`Its time was billed since, so this can no longer be undone.`,
  "email-taken": msg`This e-mail address is already in use.`,
  "no-such-reference": msg`It refers to something that does not exist.`,
  "no-such-agent": msg`You are not set up as somebody who logs time here. Ask an owner to make you an agent.`,
  "agent-not-active": msg`This person is no longer active.`,
  "no-running-timer": msg`No timer is running.`,
  "timer-running": msg`A timer is already running.`,
  "timer-too-long": msg`The timer ran for more than 24 hours. Say when the work ended.`,
  "ended-before-start": msg`The end lies before the start.`,
  "timer-entry-running": msg`The timer of this entry is still running.`,
  "time-entry-deleted": msg`This entry was deleted.`,
  "agent-in-a-team": msg`The person is in a team on some of these days. Change those days first.`,
  "team-archived": msg`The team is archived and takes no new members.`,
  "absence-decided": msg`A manager has decided this. Ask them to change it.`,
  "absences-overlap": msg`There is another absence on some of these days.`,
  "time-entries-overlap": msg`This overlaps with other time of the same person.`,
  "day-full": msg`The day would have more than 24 hours of work.`,
  "entries-refused": msg`Nothing was changed: some of the entries cannot be.`,
  "time-entry-exists": msg`There is an entry like this already.`,
  "stopped-in-pause": msg`The timer paused until later than that.`,
  "too-many-favourites": msg`There are 50 favourites already.`,
  "timesheet-closed": msg`The week was handed in and can no longer be changed.`,
  "period-locked": msg`The period is locked; only managers change its time.`,
  "timesheet-not-submitted": msg`The week was not handed in.`,
  "timesheet-not-approved": msg`The week is not approved.`,
  "own-timesheet": msg`Nobody approves their own timesheet here.`,
  "approver-unknown": msg`It must be known who approves. Ask an owner to make you an agent.`,
  "entry-capped": msg`A forgotten timer left an entry of 24 hours. Correct it first.`,
  "timesheets-refused": msg`Some of the timesheets were refused.`,
  "project-budget-spent": msg`The project's budget of hours is used up, and it refuses more time.`,
  "ticket-merged": msg`The ticket was merged into another.`,
  "ticket-not-merged": msg`The ticket is merged into no other.`,
  "already-linked": msg`They are linked so already.`,
  "attachments-full": msg`There is no room for more files.`,
  "slug-taken": msg`This address is taken. Choose another.`,
  "form-expired": msg`The form was open for too long. Load the page again.`,
  "form-token-unknown": msg`The form was open for too long. Load the page again.`,
  "data-moved": msg`The data changed since the dry run. Do the dry run again.`,
  "imports-busy": msg`Another import is running. Try again when it is done.`,
  "nothing-to-bill": msg`There is nothing to bill.`,
  "time-on-its-way": msg`Some time is still on its way from another service. Try again in a moment.`,
  "entries-not-ready": msg`Some entries cannot be billed yet.`,
  "customer-on-its-way": msg`The customer is still on its way. Try again in a moment.`,
  "customer-changed": msg`The customer changed meanwhile. Look again and try once more.`,
  "invoice-issued": msg`An issued invoice never changes.`,
  "invoice-incomplete": msg`Something that an invoice must have by law is missing.`,
  "text-not-printable": msg`A text has characters that cannot be printed.`,
  "time-claimed": msg`Some of this time is already on another invoice.`,
  "payment-reversed": msg`This payment was reversed.`,
  "allocation-exceeds-balance": msg`That is more than the invoice still owes.`,
  "allocation-exceeds-payment": msg`That is more than is left of the payment.`,
  "allocation-to-another-customer": msg`The invoice belongs to another customer.`,
  "allocation-refused": msg`The payment cannot settle this.`,
  "delivery-still-queued": msg`The message is about to be sent. Wait for how it ends.`,
  "rate-billed": msg`Time was billed at this rate. End it instead of changing it.`,
  "rate-overlaps": msg`Another rate holds for the same time.`,
  "member-exists": msg`Somebody with this e-mail address is a member already.`,
  "agent-taken": msg`Another member logs this person's time.`,
  "last-owner": msg`An account keeps at least one owner. Make somebody else owner first.`,
  "wrong-state": msg`That is not possible any more. Look at the new state.`,
  "no-recipient": msg`The message has no recipient. Name one.`,
  "passkey-not-made": msg`No passkey was made. Try again when your device asks.`,
  "passkey-refused": msg`This passkey does not work here.`,
  "quickbooks-unavailable": msg`QuickBooks does not answer at the moment.`,
};

/** One sentence in the reader's language. */
export function problemWords(problem: Problem, i18n: I18n): string {
  const known = WORDS[kindOf(problem)];
  if (known) return i18n._(known);
  return [problem.title, problem.detail].filter(Boolean).join(". ");
}

/** The reason of each field, in the reader's language where it is one of the usual ones. */
export function fieldWords(problem: Problem, i18n: I18n): ReadonlyMap<string, string> {
  return new Map((problem.errors ?? []).map(({ field, reason }) => [field, reasonWords(reason, i18n)]));
}
