import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { today } from "../time/clock.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import type { Entry } from "./buckets.ts";

interface Props {
  readonly customer: string;
  readonly entries: readonly Entry[];
  readonly onDone: () => void;
}

/** Keeps chosen ready time out of drafts, for a while or until it is let go. */
export function HoldBackChosen({ customer, entries, onDone }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    onDone();
  };
  const off = useMay().not("change-invoices") ?? (entries.length ? undefined : t`Choose entries first`);
  return (
    <>
      <Button onClick={() => setOpen(true)} off={off}>{t`Hold back…`}</Button>
      <Dialog title={t`Hold time back`} open={open} onClose={() => setOpen(false)}>
        <HoldBackForm customer={customer} entries={entries} onDone={done} />
      </Dialog>
    </>
  );
}

function HoldBackForm({ customer, entries, onDone }: Props) {
  const { t } = useLingui();
  const hold = useWrite(
    ({ reason, until }: { readonly reason: string; readonly until: string | null }) =>
      invoicing.POST("/v1/held-back-time", {
        body: {
          organization_id: customer,
          entry_ids: entries.map(({ entry_id }) => entry_id),
          reason,
          until,
        },
      }),
    { refresh: ["invoicing"], onDone },
  );
  const [until, setUntil] = useState("");
  return (
    <Form
      onSubmit={({ reason = "", until }) => void hold.run({ reason, until: until || null })}
      refusal={useRefusal(hold.problem)}
    >
      <TextField label={t`Reason`} name="reason" required autoComplete="off" />
      <TextField
        label={t`Held back until`}
        name="until"
        type="date"
        optional={t`optional`}
        value={until}
        onChange={({ target }) => setUntil(target.value)}
        hint={
          until && until <= today()
            ? t`That day has come: drafts would take it at once.`
            : t`From that day on drafts take it again. Without one, when you let it go.`
        }
      />
      <FormActions>
        <Button type="submit" look="primary" busy={hold.running}>
          {t`Hold back`}
        </Button>
      </FormActions>
    </Form>
  );
}
