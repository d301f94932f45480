import { Trans, useLingui } from "@lingui/react/macro";
import { ProblemNote } from "../api/QueryView.tsx";
import { useFormats } from "../i18n/format.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Page.tsx";
import { progressOf } from "./outcome.ts";
import { isAtWork, type Run, useCancelRun } from "./useRun.ts";

/** What workers are at. One may go elsewhere meanwhile. */
export function Progress({ run }: { readonly run: Run }) {
  const { t } = useLingui();
  const cancel = useCancelRun(run);
  const off = useMay().not("change-invoices");
  if (!isAtWork(run)) return <ProblemNote problem={cancel.problem} />;
  const label = run.state === "issuing" ? t`Invoices are issued…` : t`Customers are drafted…`;
  const progress = progressOf(run);
  return (
    <Card>
      <div className="stack">
        <strong aria-live="polite">{label}</strong>
        <progress aria-label={label} {...(progress ? { value: progress.done, max: progress.of } : {})} />
        <p className="muted">
          <Done run={run} /> <Trans>You can go on working meanwhile.</Trans>
        </p>
        <ProblemNote problem={cancel.problem} />
        <div>
          <Button busy={cancel.running} off={off} onClick={() => void cancel.run()}>
            <Trans>Stop here</Trans>
          </Button>
        </div>
      </div>
    </Card>
  );
}

function Done({ run }: { readonly run: Run }) {
  const { t } = useLingui();
  const { count } = useFormats();
  const progress = progressOf(run);
  if (!progress) return t`Who has something to bill is looked up.`;
  const [done, all] = [count(progress.done), count(progress.of)];
  return run.state === "issuing" ? t`${done} of ${all} invoices.` : t`${done} of ${all} customers.`;
}
