import { Plural, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useNavigate } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import type { Column } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { useChoice } from "../ui/useChoice.tsx";
import styles from "./ChosenDrafts.module.css";
import { IssueForm, type IssueOptions } from "./IssueForm.tsx";

type Draft = InvoicingSchemas["schemas"]["SummaryResponse"];
const MOST = 1000;

interface Props {
  readonly drafts: readonly Draft[];
  /** The table; it begins with the columns that it is given. */
  readonly children: (first: readonly Column<Draft>[]) => ReactNode;
}

/** A table of drafts that are chosen and issued together, for those who may. */
export function ChosenDrafts({ drafts, children }: Props) {
  const may = useMay();
  return may("change-invoices") ? <Choosing drafts={drafts}>{children}</Choosing> : children([]);
}

function Choosing({ drafts, children }: Props) {
  const { t } = useLingui();
  const { days } = useFormats();
  const nameOf = ({ organization_name, first_day, last_day }: Draft) =>
    first_day && last_day ? `${organization_name}, ${days(first_day, last_day)}` : organization_name;
  const { rows, column, choose } = useChoice(drafts, ({ id }) => id, nameOf);
  const all = rows.length === drafts.length;
  return (
    <>
      <div className={styles.bar}>
        <p aria-live="polite">
          <Plural value={rows.length} _0="None chosen" one="# draft chosen" other="# drafts chosen" />
        </p>
        <Button look="quiet" onClick={() => choose(all ? [] : drafts)}>
          {all ? t`Choose none` : t`Choose all that are shown`}
        </Button>
        <IssueChosen drafts={rows} />
      </div>
      {children([column])}
    </>
  );
}

function IssueChosen({ drafts }: Pick<Props, "drafts">) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const issue = useIssueDrafts(drafts);
  const many = drafts.length > MOST ? t`At most ${MOST} drafts at once` : undefined;
  const off = drafts.length === 0 ? t`Choose drafts first` : many;
  return (
    <>
      <Button look="primary" off={off} onClick={() => setOpen(true)}>
        {t`Issue chosen…`}
      </Button>
      <Dialog title={t`Issue invoices`} open={open} onClose={() => setOpen(false)}>
        <IssueForm count={drafts.length} delivery="email" issue={issue} />
      </Dialog>
    </>
  );
}

/** Lets workers issue drafts as they are seen here, and opens the run in which they do. */
function useIssueDrafts(seen: readonly Draft[]) {
  const navigate = useNavigate();
  const drafts = seen.map(({ id, version }) => ({ invoice_id: id, version }));
  return useWrite(
    (options: IssueOptions) => data(invoicing.POST("/v1/invoices/issue", { body: { ...options, drafts } })),
    { refresh: ["invoicing"], onDone: ({ id }) => void navigate(paths.billingRun(id)) },
  );
}
