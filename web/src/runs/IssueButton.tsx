import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { useRefusal } from "../api/useRefusal.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { type Run, type RunDraft, useIssueRun } from "./useRun.ts";

interface Props {
  readonly run: Run;
  /** Just these; null: all drafts of the run. */
  readonly drafts: readonly RunDraft[] | null;
}

/** Asks how and when, then lets workers issue the drafts. */
export function IssueButton({ run, drafts }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const off = useMay().not("change-invoices");
  return (
    <>
      <Button look="primary" off={off} onClick={() => setOpen(true)}>
        {drafts ? t`Issue chosen…` : t`Issue all…`}
      </Button>
      <Dialog title={t`Issue invoices`} open={open} onClose={() => setOpen(false)}>
        <IssueForm run={run} drafts={drafts} close={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function IssueForm({ run, drafts, close }: Props & { readonly close: () => void }) {
  const { t } = useLingui();
  const issue = useIssueRun(run, close);
  const [delivery, setDelivery] = useState(run.delivery === "hand" ? "hand" : "email");
  const options = [
    ["email", t`By e-mail`],
    ["hand", t`By hand`],
  ] as const;
  const named = (drafts ?? []).map(({ invoice_id, version }) => ({ invoice_id, version }));
  return (
    <Form
      refusal={useRefusal(issue.problem)}
      onSubmit={({ issue_date }) =>
        void issue.run({
          drafts: named,
          delivery: delivery as Run["delivery"],
          issue_date: issue_date || null,
        })
      }
    >
      <p>
        <Plural
          value={drafts?.length ?? run.counts.drafts}
          one="# draft gets its number and never changes afterwards."
          other="# drafts get their numbers and never change afterwards."
        />{" "}
        <Trans>What lacks something stays a draft, with the reason.</Trans>
      </p>
      <div>
        <Choice
          label={t`How they are sent`}
          name="delivery"
          value={delivery}
          options={options}
          onChange={setDelivery}
        />
      </div>
      <TextField label={t`Date`} name="issue_date" type="date" optional={t`today, unless given`} />
      <FormActions>
        <Button type="submit" look="primary" busy={issue.running}>
          {delivery === "email" ? t`Issue and send` : t`Issue`}
        </Button>
      </FormActions>
    </Form>
  );
}
