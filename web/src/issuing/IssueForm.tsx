import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { InvoicingSchemas } from "../api/invoicing.ts";
import { useRefusal } from "../api/useRefusal.ts";
import type { Write } from "../api/useWrite.ts";
import { Button } from "../ui/Button.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { IssueDateField } from "./IssueDateField.tsx";

export type IssueOptions = Pick<InvoicingSchemas["schemas"]["IssueDraftsRequest"], "delivery" | "issue_date">;

interface Props {
  /** How many drafts it is about. */
  readonly count: number;
  readonly delivery: IssueOptions["delivery"];
  readonly issue: Write<IssueOptions, unknown>;
}

/** How and when many drafts are issued. */
export function IssueForm({ count, delivery: before, issue }: Props) {
  const { t } = useLingui();
  const [delivery, setDelivery] = useState(before === "hand" ? "hand" : "email");
  const options = [
    ["email", t`By e-mail`],
    ["hand", t`By hand`],
  ] as const;
  return (
    <Form
      refusal={useRefusal(issue.problem)}
      onSubmit={({ issue_date }) =>
        void issue.run({
          delivery: delivery as IssueOptions["delivery"],
          issue_date: issue_date || null,
        })
      }
    >
      <p>
        <Plural
          value={count}
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
      <IssueDateField />
      <FormActions>
        <Button type="submit" look="primary" busy={issue.running}>
          {delivery === "email" ? t`Issue and send` : t`Issue`}
        </Button>
      </FormActions>
    </Form>
  );
}
