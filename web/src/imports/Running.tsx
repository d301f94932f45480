import { Trans, useLingui } from "@lingui/react/macro";
import { useFormats } from "../i18n/format.ts";
import { Button } from "../ui/Button.tsx";
import { Card } from "../ui/Page.tsx";
import type { Job } from "./useImport.ts";

interface Props {
  readonly job: Pick<Job, "rows_total" | "rows_done">;
  readonly name: string;
  readonly cancel: () => void;
}

/** An import that a worker does: how far it is. One may go elsewhere meanwhile. */
export function Running({ job, name, cancel }: Props) {
  const { t } = useLingui();
  const { count } = useFormats();
  const label = t`Importing ${name}…`;
  const { rows_total, rows_done } = job;
  return (
    <Card>
      <div className="stack">
        <strong aria-live="polite">{label}</strong>
        <progress aria-label={label} {...(rows_total ? { value: rows_done, max: rows_total } : {})} />
        <p className="muted">
          {rows_total
            ? t`${count(rows_done)} of ${count(rows_total)} entries written.`
            : t`The file is read.`}{" "}
          <Trans>They are seen when all are written; you can go on working meanwhile.</Trans>
        </p>
        <div>
          <Button onClick={cancel}>
            <Trans>Cancel the import</Trans>
          </Button>
        </div>
      </div>
    </Card>
  );
}
