import { Trans, useLingui } from "@lingui/react/macro";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Duration } from "../ui/Money.tsx";
import { Card, Section } from "../ui/Page.tsx";
import styles from "./DraftPage.module.css";
import type { Draft } from "./useDraft.ts";

type Lost = InvoicingSchemas["schemas"]["LostTimeResponse"];

function lostQuery({ id, etag }: Draft) {
  const params = { path: { invoice_id: id } };
  return queryOptions({
    queryKey: ["invoicing", "draft", id, "lost", etag],
    queryFn: () => data(invoicing.GET("/v1/invoices/{invoice_id}/lost-time", { params })),
  });
}

/** Time that was on the draft and is not any more: nobody issues less than they read without being told. */
export function LostTime({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const lost = useQuery(lostQuery(draft));
  const items = lost.data?.items ?? [];
  if (items.length === 0) return null;
  const seconds = lost.data?.ready_seconds ?? 0;
  return (
    <Section
      title={t`No longer on this draft`}
      actions={seconds > 0 && <TakeBack draft={draft} seconds={seconds} />}
    >
      <Card>
        <div className={styles.ways}>
          {items.map((one) => (
            <Loss key={`${one.entry_id} ${one.lost_at}`} of={one} />
          ))}
        </div>
      </Card>
    </Section>
  );
}

/** Has the draft charge again what came back meanwhile, such as time of a sheet that is approved again. */
function TakeBack({ draft, seconds }: { readonly draft: Draft; readonly seconds: number }) {
  const take = useTakeBack(draft);
  const off = useMay().not("change-invoices");
  return (
    <>
      <Button onClick={() => void take.run()} busy={take.running} off={off}>
        <Trans>
          Take back <Duration seconds={seconds} />
        </Trans>
      </Button>
      <ProblemNote problem={take.problem} />
    </>
  );
}

function useTakeBack({ id, etag }: Draft): Write<void, unknown> {
  const params = { path: { invoice_id: id }, header: { "if-match": etag } };
  return useWrite(() => data(invoicing.POST("/v1/invoices/{invoice_id}/lost-time/take-back", { params })), {
    refresh: ["invoicing"],
  });
}

function Loss({ of }: { readonly of: Lost }) {
  const { day } = useFormats();
  const what = [of.work_item_name, of.agent_name, of.work_date && day(of.work_date)]
    .filter(Boolean)
    .join(", ");
  return (
    <div className={styles.way}>
      <div>
        {what} <span className="muted">{useWhy(of)}</span>
      </div>
      <div className="muted">
        <Duration seconds={of.seconds} />
      </div>
    </div>
  );
}

function useWhy({ reason }: Lost): string {
  const { t } = useLingui();
  const words: Record<Lost["reason"], string> = {
    reopened: t`Its timesheet was reopened.`,
    withdrawn: t`It was taken off its timesheet.`,
    "hours-changed": t`Its hours changed.`,
    "price-changed": t`Its price changed.`,
    "agreement-changed": t`What its agreement charges for it is not billed any more.`,
    "customer-merged": t`It is another customer's: two became one.`,
  };
  return words[reason];
}
