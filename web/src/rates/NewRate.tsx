import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { AgentPicker, CustomerPicker, ServiceTypePicker } from "../directory/Pickers.tsx";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { ProjectPicker } from "./ProjectPicker.tsx";
import { type Currency, create } from "./rates.ts";
import { useAsked } from "./useAsked.ts";

/** A rate holds for whatever its form leaves open. What was looked for in the finder is filled in. */
export function NewRate() {
  const { t } = useLingui();
  const [asked, ask] = useAsked();
  return (
    <Dialog title={t`Add a rate`} open={asked("add") === "1"} onClose={() => ask({ add: null })}>
      <NewRateForm done={() => ask({ add: null })} />
    </Dialog>
  );
}

function NewRateForm({ done }: { readonly done: () => void }) {
  const { t } = useLingui();
  const [asked] = useAsked();
  const [customer, setCustomer] = useState<string | null>(asked("customer") || null);
  const [project, setProject] = useState<string | null>(asked("project") || null);
  const [person, setPerson] = useState<string | null>(asked("person") || null);
  const [kind, setKind] = useState<string | null>(asked("kind") || null);
  const account = useQuery(timer.query("/v1/settings")).data;
  const currency =
    useList("organizations").find(({ id }) => id === customer)?.effective_currency ?? account?.currency ?? "";
  const save = useWrite(create, {
    refresh: ["rates"],
    onDone: () => {
      toast(t`The rate is added`);
      done();
    },
  });
  return (
    <Form
      refusal={useRefusal(save.problem)}
      onSubmit={(values) =>
        void save.run({
          organization_id: customer,
          project_id: project,
          agent_id: person,
          service_type_id: kind,
          hourly_rate: {
            amount: values["hourly_rate.amount"] ?? "",
            currency: (values["hourly_rate.currency"] ?? "").toUpperCase() as Currency,
          },
          valid_from: values.valid_from ?? "",
          valid_to: values.valid_to || null,
        })
      }
    >
      <FormRow>
        <AmountField label={t`Per hour, without VAT`} name="hourly_rate.amount" />
        <TextField
          key={currency}
          label={t`Currency`}
          name="hourly_rate.currency"
          defaultValue={currency}
          maxLength={3}
        />
      </FormRow>
      <p className="muted small">
        <Trans>
          It holds for all work that has everything you name here. Leave open what does not matter.
        </Trans>
      </p>
      <FormRow>
        <CustomerPicker value={customer} onChange={setCustomer} optional={t`any`} />
        <ProjectPicker value={project} onChange={setProject} customer={customer} optional={t`any`} />
      </FormRow>
      <FormRow>
        <AgentPicker value={person} onChange={setPerson} optional={t`any`} />
        <ServiceTypePicker value={kind} onChange={setKind} optional={t`any`} />
      </FormRow>
      <FormRow>
        <TextField label={t`From`} name="valid_from" type="date" defaultValue={asked("on") || today()} />
        <TextField label={t`Until`} name="valid_to" type="date" optional={t`optional`} />
      </FormRow>
      <SubmitOrCancel busy={save.running} onCancel={done}>
        <Trans>Add the rate</Trans>
      </SubmitOrCancel>
    </Form>
  );
}
