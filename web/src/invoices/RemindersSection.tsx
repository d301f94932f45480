import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { type NotifierSchemas, notifier } from "../api/notifier.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { browserZone } from "../time/clock.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { Badge, type Tone } from "../ui/Note.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./Invoices.module.css";
import type { Invoice } from "./invoice.ts";
import { PauseReminders } from "./PauseReminders.tsx";
import { useWho } from "./useWho.ts";

type Reminders = NotifierSchemas["schemas"]["InvoiceRemindersResponse"];
type Reminder = Reminders["reminders"][number];
type Hindrance = NonNullable<Reminders["hindrance"]>;

/** The invoice's reminders, which comes next, and what stands in the way. Nothing where none was sent nor ever will be. */
export function RemindersSection({ invoice }: { readonly invoice: Invoice }) {
  const { t } = useLingui();
  const params = { path: { invoice_id: invoice.id } };
  const read = useQuery(notifier.query("/v1/invoices/{invoice_id}/reminders", { params })).data;
  if (!read || (read.hindrance === "paid" && read.reminders.length === 0)) return null;
  return (
    <Section title={t`Reminders`}>
      <Card>
        {read.reminders.toReversed().map((one) => (
          <Sent key={one.id} reminder={one} />
        ))}
        <Outlook of={read} />
        {read.hindrance !== "paid" && (
          <div className="row">
            <RemindNow of={read} />
            <PauseReminders of={read} organizationId={invoice.organization_id} />
          </div>
        )}
      </Card>
    </Section>
  );
}

function Sent({ reminder }: { readonly reminder: Reminder }) {
  const { t } = useLingui();
  const { moment, money } = useFormats();
  const who = useWho()(reminder.requested_by);
  const { number } = reminder;
  const fee = reminder.fee && money(reminder.fee);
  return (
    <div className={styles.attempt}>
      <p className="row">
        <State of={reminder} />
        {number && <span>{t`Reminder ${number}: ${money(reminder.balance)}`}</span>}
        {fee && <span>{t`and a fee of ${fee}`}</span>}
        {reminder.recipient && <span className={styles.hash}>{reminder.recipient.email}</span>}
      </p>
      {reminder.reason && <p className="small">{reminder.reason}</p>}
      <p className="small muted">
        {moment(reminder.ended_at ?? reminder.made_at, browserZone())}
        {who && ` · ${who}`}
      </p>
    </div>
  );
}

function State({ of }: { readonly of: Reminder }) {
  const { t } = useLingui();
  const words: Record<Reminder["state"], readonly [Tone, string]> = {
    queued: ["neutral", t`On its way`],
    sent: ["ok", t`Sent`],
    failed: ["danger", t`Not sent`],
    unknown: ["warn", t`May have arrived`],
    "passed-over": ["neutral", t`Passed over`],
  };
  const [tone, word] = words[of.state];
  return <Badge tone={tone}>{word}</Badge>;
}

/** What comes next, or why nothing does. */
function Outlook({ of }: { readonly of: Reminders }) {
  const { day } = useFormats();
  const why = useHindrances();
  if (of.next) {
    const when = day(of.next.on);
    const { number } = of.next;
    return of.recipient ? (
      <p>
        <Trans>
          Reminder {number} goes to {of.recipient.email} on {when}.
        </Trans>
      </p>
    ) : (
      <p>
        <Trans>
          Reminder {number} is due on {when}, but the customer has no billing contact.
        </Trans>
      </p>
    );
  }
  if (!of.hindrance) {
    return (
      <p className="muted">
        <Trans>No more reminders come by themselves.</Trans>
      </p>
    );
  }
  return (
    <>
      <p>{why[of.hindrance]}</p>
      {of.pause && <p className="small">{of.pause.reason}</p>}
      {of.unreadable && <p className="small">{of.unreadable}</p>}
      {of.hindrance === "off" && (
        <p className="small">
          <Link to={paths.reminders}>
            <Trans>Set up reminders</Trans>
          </Link>
        </p>
      )}
    </>
  );
}

function useHindrances(): Record<Hindrance, string> {
  const { t } = useLingui();
  return {
    unreadable: t`No reminder can be made of this invoice. Other invoices are reminded, and it is tried again on later days.`,
    off: t`Reminders are off.`,
    "not-issued": t`The invoice is not issued.`,
    "due-before-start": t`It was due before reminders were switched on, so none comes by itself.`,
    paid: t`Nothing is owed any more.`,
    disputed: t`No reminders while it is disputed.`,
    "reminder-fee": t`A reminder’s fee is not reminded by itself; reminders of the invoice that it belongs to tell of it.`,
    "not-delivered": t`No reminders before the invoice was sent.`,
    "invoice-paused": t`Reminders of this invoice are paused.`,
    "customer-paused": t`Reminders of this customer are paused.`,
  };
}

/** What also stands in the way of a person. */
const STOPS: ReadonlySet<Hindrance> = new Set([
  "unreadable",
  "not-issued",
  "paid",
  "disputed",
  "not-delivered",
  "invoice-paused",
  "customer-paused",
]);

function RemindNow({ of }: { readonly of: Reminders }) {
  const { t } = useLingui();
  const may = useMay();
  const { money } = useFormats();
  const why = useHindrances();
  const params = { path: { invoice_id: of.invoice_id } };
  const remind = useWrite(() => data(notifier.POST("/v1/invoices/{invoice_id}/reminders", { params })), {
    refresh: ["notifier", "invoicing"],
  });
  const owed = of.balance ? money(of.balance) : "";
  const to = of.recipient?.email;
  const stopped = of.hindrance && STOPS.has(of.hindrance) ? why[of.hindrance] : undefined;
  return (
    <>
      <ConfirmButton
        look="plain"
        title={t`Remind the customer now?`}
        consequence={
          <Trans>
            An e-mail goes to {to} at once: {owed} is still owed.
          </Trans>
        }
        confirm={t`Remind now`}
        busy={remind.running}
        off={
          may.not("change-invoices") ?? stopped ?? (to ? undefined : t`The customer has no billing contact.`)
        }
        onConfirm={() => void remind.run(undefined)}
      >
        {t`Remind now…`}
      </ConfirmButton>
      <ProblemNote problem={remind.problem} />
    </>
  );
}
