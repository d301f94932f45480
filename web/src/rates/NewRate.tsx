import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList } from "../directory/lists.ts";
import { today } from "../time/clock.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import { useAsked } from "../ui/useAsked.ts";
import { type Named, NamedFields } from "./NamedFields.tsx";
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
  const [named, setNamed] = useState<Named>({
    organization_id: asked("customer") || null,
    project_id: asked("project") || null,
    agent_id: asked("person") || null,
    team_id: asked("team") || null,
    service_type_id: asked("kind") || null,
  });
  const account = useQuery(timer.query("/v1/settings")).data;
  const theirs = useList("organizations").find(({ id }) => id === named.organization_id)?.effective_currency;
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
          ...named,
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
      <NamedFields value={named} onChange={setNamed} />
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
