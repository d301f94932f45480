import { useLingui } from "@lingui/react/macro";
import { Navigate, useParams } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { AddExpenses } from "../expenses/AddExpenses.tsx";
import { Explain } from "../explain/Explain.tsx";
import { useFormats } from "../i18n/format.ts";
import { paths } from "../paths.ts";
import { Page, Section } from "../ui/Page.tsx";
import { AddLineDialog } from "./AddLineDialog.tsx";
import { DeleteDraft } from "./DeleteDraft.tsx";
import { DraftFacts } from "./DraftFacts.tsx";
import styles from "./DraftPage.module.css";
import { IssueButton } from "./IssueButton.tsx";
import { LeftOutTime } from "./LeftOutTime.tsx";
import { LineTable } from "./LineTable.tsx";
import { LostTime } from "./LostTime.tsx";
import { Missing } from "./Missing.tsx";
import { Preview } from "./Preview.tsx";
import { Regroup } from "./Regroup.tsx";
import { ReminderFeeNote } from "./ReminderFeeNote.tsx";
import { RepricedTime } from "./RepricedTime.tsx";
import { type Draft, useDraft } from "./useDraft.ts";

export default function DraftPage() {
  const { t } = useLingui();
  const { id = "" } = useParams();
  const draft = useDraft(id);
  if (draft.data) return <Opened draft={draft.data} />;
  return (
    <Page title={t`Draft`} back={{ to: paths.billing, label: t`To bill` }}>
      <QueryView query={draft} lines={8}>
        {() => null}
      </QueryView>
    </Page>
  );
}

function Opened({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  const lead = useLead(draft);
  if (draft.state === "issued") return <Navigate to={paths.invoice(draft.id)} replace />;
  return (
    <Page
      title={t`Draft for ${draft.organization_name}`}
      lead={lead}
      back={{ to: paths.billing, label: t`To bill` }}
      actions={
        <>
          <DeleteDraft draft={draft} />
          <IssueButton draft={draft} />
        </>
      }
    >
      <div className={styles.beside}>
        <div className={styles.parts}>
          <ReminderFeeNote draft={draft} />
          <Missing draft={draft} />
          <Lines draft={draft} />
          <RepricedTime draft={draft} />
          <LostTime draft={draft} />
          <LeftOutTime draft={draft} />
          <DraftFacts draft={draft} />
        </div>
        <Preview draft={draft} />
      </div>
      <Explain invoiceId={draft.id} />
    </Page>
  );
}

function Lines({ draft }: { readonly draft: Draft }) {
  const { t } = useLingui();
  return (
    <Section
      title={t`Lines`}
      actions={
        <span className="row">
          <Regroup draft={draft} />
          <AddExpenses draft={draft} />
          <AddLineDialog draft={draft} />
        </span>
      }
    >
      <LineTable draft={draft} />
    </Section>
  );
}

function useLead({ first_day, last_day }: Draft): string {
  const { t } = useLingui();
  const { day } = useFormats();
  return first_day && last_day ? `${day(first_day)} – ${day(last_day)}` : t`No period`;
}
