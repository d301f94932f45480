import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { today } from "../time/clock.ts";
import { type Day, daysBetween } from "../time/workDate.ts";
import { Button } from "../ui/Button.tsx";
import { DownloadIcon } from "../ui/icons.tsx";
import { Money } from "../ui/Money.tsx";
import { Badge } from "../ui/Note.tsx";
import { type CustomerPage, savePdf } from "./link.ts";
import styles from "./Portal.module.css";

/** The one thing that a customer wants to know, and the document. */
export function Owed({ page, token }: { readonly page: CustomerPage; readonly token: string }) {
  const { t } = useLingui();
  const pdf = useWrite(() => savePdf(token, page.number), { refresh: [] });
  const settled = page.payment === "paid" || page.payment === "overpaid";
  return (
    <section className={styles.owed} aria-label={t`What is owed`}>
      <div className="spread">
        <p className="muted">{settled ? <Trans>Total</Trans> : <Trans>To pay</Trans>}</p>
        <State page={page} />
      </div>
      <p className={styles.amount}>
        <Money value={settled ? page.total : page.balance} />
      </p>
      {settled ? <Settled page={page} /> : <Due page={page} />}
      <div className={styles.buttons}>
        <Button look="primary" onClick={() => void pdf.run(undefined)} busy={pdf.running}>
          <DownloadIcon size={18} />
          <Trans>Download PDF</Trans>
        </Button>
        <Button onClick={() => window.print()}>
          <Trans>Print</Trans>
        </Button>
      </div>
      <ProblemNote problem={pdf.problem} />
    </section>
  );
}

function State({ page: { payment, overdue } }: { readonly page: CustomerPage }) {
  if (overdue)
    return (
      <Badge tone="danger">
        <Trans>Overdue</Trans>
      </Badge>
    );
  if (payment === "partial")
    return (
      <Badge tone="warn">
        <Trans>Partly paid</Trans>
      </Badge>
    );
  if (payment === "unpaid")
    return (
      <Badge tone="info">
        <Trans>Not paid yet</Trans>
      </Badge>
    );
  return (
    <Badge tone="ok">
      <Trans>Paid</Trans>
    </Badge>
  );
}

function Due({ page }: { readonly page: CustomerPage }) {
  const { day } = useFormats();
  const { money } = useFormats();
  return (
    <div>
      <p className={page.overdue ? styles.late : undefined}>
        {page.overdue ? (
          <Trans>Was due on {day(page.due_date)}</Trans>
        ) : (
          <Trans>Due on {day(page.due_date)}</Trans>
        )}{" "}
        <Days until={page.due_date} />
      </p>
      {/[1-9]/.test(page.paid.amount) && (
        <p className="muted">
          <Trans>
            {money(page.paid)} of {money(page.total)} is paid. Thank you.
          </Trans>
        </p>
      )}
    </div>
  );
}

function Days({ until }: { readonly until: Day }) {
  const days = daysBetween(today(), until);
  if (days === 0)
    return (
      <span>
        (<Trans>today</Trans>)
      </span>
    );
  const count = Math.abs(days);
  return (
    <span className="muted">
      (
      {days > 0 ? (
        <Plural value={count} one="tomorrow" other="in # days" />
      ) : (
        <Plural value={count} one="yesterday" other="# days ago" />
      )}
      )
    </span>
  );
}

function Settled({ page }: { readonly page: CustomerPage }) {
  const { money } = useFormats();
  if (page.payment === "paid" && page.credited.amount === page.total.amount)
    return (
      <p>
        <Trans>All of it was credited. There is nothing to pay.</Trans>
      </p>
    );
  if (page.payment === "paid")
    return (
      <p>
        <Trans>Everything is paid. Thank you.</Trans>
      </p>
    );
  return (
    <p>
      <Trans>{money(page.paid)} was paid: that is more than the invoice. Ask about it below.</Trans>
    </p>
  );
}
