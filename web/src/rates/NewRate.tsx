import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { AgentPicker, CustomerPicker, ServiceTypePicker, TeamPicker } from "../directory/Pickers.tsx";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { ProjectPicker } from "./ProjectPicker.tsx";
import { type Currency, create, hourlyField, type Kind, type NewRule } from "./rates.ts";
import { useRuleWords } from "./useRuleWords.ts";

interface Props {
  readonly kind: Kind;
}

/** A rule holds for whatever its form leaves open. What was looked for in the finder is filled in. */
export function NewRate({ kind }: Props) {
  const words = useRuleWords(kind);
  const [asked, ask] = useAsked();
  return (
    <Dialog title={words.add} open={asked("add") === "1"} onClose={() => ask({ add: null })}>
      <NewRateForm kind={kind} done={() => ask({ add: null })} />
    </Dialog>
  );
}

function NewRateForm({ kind, done }: Props & { readonly done: () => void }) {
  const { t } = useLingui();
  const words = useRuleWords(kind);
  const field = hourlyField(kind);
  const [asked] = useAsked();
  const [customer, setCustomer] = useState<string | null>(asked("customer") || null);
  const [project, setProject] = useState<string | null>(asked("project") || null);
  const [person, setPerson] = useState<string | null>(asked("person") || null);
  const [team, setTeam] = useState<string | null>(asked("team") || null);
  const [serviceType, setServiceType] = useState<string | null>(asked("kind") || null);
  const account = useQuery(timer.query("/v1/settings")).data;
  const theirs = useList("organizations").find(({ id }) => id === customer)?.effective_currency;
  const currency = (kind === "rate" ? theirs : null) ?? account?.currency ?? "";
  const save = useWrite((rule: NewRule) => create(kind, rule), {
    refresh: ["rates"],
    onDone: () => {
      toast(words.added);
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
          team_id: team,
          service_type_id: serviceType,
          hourly: {
            amount: values[`${field}.amount`] ?? "",
            currency: (values[`${field}.currency`] ?? "").toUpperCase() as Currency,
          },
          valid_from: values.valid_from ?? "",
          valid_to: values.valid_to || null,
        })
      }
    >
      <FormRow>
        <AmountField label={words.perHour} name={`${field}.amount`} />
        <TextField
          key={currency}
          label={t`Currency`}
          name={`${field}.currency`}
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
        <TeamPicker value={team} onChange={setTeam} optional={t`any`} />
        <ServiceTypePicker value={serviceType} onChange={setServiceType} optional={t`any`} />
      </FormRow>
      <FormRow>
        <TextField label={t`From`} name="valid_from" type="date" defaultValue={asked("on") || today()} />
        <TextField label={t`Until`} name="valid_to" type="date" optional={t`optional`} />
      </FormRow>
      <SubmitOrCancel busy={save.running} onCancel={done}>
        {words.addIt}
      </SubmitOrCancel>
    </Form>
  );
}
