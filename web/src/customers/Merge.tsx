import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { QueryView } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Organization } from "../directory/lists.ts";
import { CustomerPicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Form } from "../ui/Form.tsx";
import { Duration } from "../ui/Money.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";

const REFRESH = ["timer", "invoicing", "rates"];

/** A customer that is there twice goes under the other one. */
export function MergeButton({ customer }: { readonly customer: Organization }) {
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button off={may.not("manage-work")} onClick={() => setOpen(true)}>
        <Trans>Merge…</Trans>
      </Button>
      {open && <MergeDialog customer={customer} onClose={() => setOpen(false)} />}
    </>
  );
}

interface Props {
  readonly customer: Organization;
  readonly onClose: () => void;
}

function MergeDialog({ customer, onClose }: Props) {
  const { t } = useLingui();
  const go = useNavigate();
  const [into, setInto] = useState<string | null>(null);
  const merge = useWrite((into_id: string) => send(customer, into_id), {
    refresh: REFRESH,
    onDone: ({ merged_into }) => {
      toast(t`${customer.name} was merged.`);
      void go(paths.customer(merged_into ?? customer.id));
    },
  });
  return (
    <Dialog title={t`Merge ${customer.name}`} open onClose={onClose}>
      <Form
        label={t`Merge`}
        refusal={useRefusal(merge.problem)}
        onSubmit={() => void (into && merge.run(into))}
      >
        <CustomerPicker
          name="into_id"
          label={t`Is the same as`}
          hint={t`This one stays, with its address and numbers.`}
          value={into}
          onChange={setInto}
          except={customer.id}
        />
        <Preview customer={customer} />
        <SubmitOrCancel busy={merge.running} onCancel={onClose}>
          <Trans>Merge</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function send(customer: Organization, into_id: string): Promise<Organization> {
  const params = { path: { organization_id: customer.id }, header: ifMatch(customer) };
  return data(timer.POST("/v1/organizations/{organization_id}/merge", { params, body: { into_id } }));
}

function Preview({ customer }: { readonly customer: Organization }) {
  const params = { path: { organization_id: customer.id } };
  const preview = useQuery(timer.query("/v1/organizations/{organization_id}/merge", { params }));
  return (
    <QueryView query={preview} lines={3}>
      {(moves) => <Moves moves={moves} />}
    </QueryView>
  );
}

function Moves({ moves }: { readonly moves: TimerSchemas["schemas"]["MergePreviewResponse"] }) {
  return (
    <div>
      <p>
        <Trans>What goes along:</Trans>
      </p>
      <ul>
        <li>
          <Plural value={moves.contacts} one="# contact" other="# contacts" />
        </li>
        <li>
          <Plural value={moves.projects} one="# project" other="# projects" />,{" "}
          <Plural value={moves.tickets} one="# ticket" other="# tickets" />
        </li>
        <li>
          <Plural value={moves.entries} one="# entry not billed yet" other="# entries not billed yet" /> (
          <Duration seconds={moves.seconds} />)
        </li>
        {moves.email_domains.length > 0 && <li>{moves.email_domains.join(", ")}</li>}
      </ul>
      <p className="muted small">
        <Trans>
          Invoices keep what they say. It can be undone until an invoice bills time that goes along.
        </Trans>
      </p>
    </div>
  );
}
