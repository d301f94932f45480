import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { formatDuration, parseDuration } from "../time/duration.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormActions } from "../ui/Form.tsx";
import { type Entry, secondsOf } from "./buckets.ts";

interface Props {
  readonly customer: string;
  readonly entries: readonly Entry[];
  readonly onDone: () => void;
}

/** Lets chosen ready time be charged to nobody; of one entry also some of it. */
export function WriteOffChosen({ customer, entries, onDone }: Props) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const done = () => {
    setOpen(false);
    onDone();
  };
  const off = useMay().not("change-invoices") ?? (entries.length ? undefined : t`Choose entries first`);
  return (
    <>
      <Button onClick={() => setOpen(true)} off={off}>{t`Write off…`}</Button>
      <Dialog title={t`Write time off`} open={open} onClose={() => setOpen(false)}>
        <WriteOffForm customer={customer} entries={entries} onDone={done} />
      </Dialog>
    </>
  );
}

function WriteOffForm({ customer, entries, onDone }: Props) {
  const { t } = useLingui();
  const [only] = entries.length === 1 ? entries : [];
  const [typed, setTyped] = useState("");
  const seconds = typed.trim() ? parseDuration(typed) : null;
  const unclear = typed.trim() !== "" && !seconds ? t`Hours and minutes, such as 1:30` : undefined;
  const write = useWrite(
    (reason: string) =>
      data(
        invoicing.POST("/v1/write-offs", {
          body: {
            organization_id: customer,
            reason,
            entries: entries.map(({ entry_id }) => ({ entry_id, ...(seconds ? { seconds } : {}) })),
          },
        }),
      ),
    { refresh: ["invoicing", "rates"], onDone },
  );
  return (
    <Form
      onSubmit={({ reason = "" }) => void (unclear || write.run(reason))}
      refusal={useRefusal(write.problem)}
    >
      <p className="muted">{t`Nobody is charged for it. It can be undone as long as you like.`}</p>
      {only && (
        <TextField
          label={t`How much`}
          name="time"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          placeholder={formatDuration(secondsOf(only))}
          optional={t`all that is ready, unless given`}
          hint={t`The last of its time; the rest stays ready.`}
          error={unclear}
          autoComplete="off"
        />
      )}
      <TextField label={t`Reason`} name="reason" required autoComplete="off" />
      <FormActions>
        <Button type="submit" look="primary" busy={write.running} off={unclear}>
          {t`Write off`}
        </Button>
      </FormActions>
    </Form>
  );
}
