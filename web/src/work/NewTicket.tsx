import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import { ServiceTypePicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { ComboboxField, type Option } from "../ui/Combobox.tsx";
import { Options, SelectField, TextArea, TextField } from "../ui/Field.tsx";
import { FlagField } from "../ui/FlagField.tsx";
import { Form, FormRow, type Values } from "../ui/Form.tsx";
import { flagOf } from "../ui/flags.ts";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { CHANNELS, PRIORITIES, type Priority, useTicketWords } from "./tickets.ts";
import { useAssignees } from "./useAssignees.ts";

type Id = string | null;
type Who = "known" | "new";

/** What somebody asks for on the telephone, in a mail or at a desk. */
export function NewTicket({ close }: { readonly close: () => void }) {
  const { t } = useLingui();
  const navigate = useNavigate();
  const [who, setWho] = useState<Who>("known");
  const [contact, setContact] = useState<Option | null>(null);
  const [kind, setKind] = useState<Id>(null);
  const make = useWrite(
    (values: Values) => data(timer.POST("/v1/tickets", { body: bodyOf(values, who, contact, kind) })),
    { refresh: ["timer"], onDone: ({ id }) => void navigate(paths.workItem(id)) },
  );
  return (
    <Form refusal={useRefusal(make.problem)} onSubmit={(values) => void make.run(values)}>
      <Choice
        label={t`Who asks`}
        name="who"
        value={who}
        options={[
          ["known", t`A contact`],
          ["new", t`Somebody new`],
        ]}
        onChange={setWho}
      />
      {who === "known" ? <KnownContact value={contact} onChange={setContact} /> : <NewContact />}
      <TextField label={t`Subject`} name="name" maxLength={255} required />
      <TextArea
        label={t`Description`}
        name="description"
        rows={4}
        maxLength={20_000}
        optional={t`optional`}
      />
      <How />
      <Mine />
      <ServiceTypePicker value={kind} onChange={setKind} optional={t`optional`} />
      <FlagField
        label={t`New time on it`}
        name="billable"
        value={null}
        words={[t`As usual`, t`Billable`, t`Not billable`]}
        hint={t`As usual: what its project, its kind of work or the customer says.`}
      />
      <SubmitOrCancel busy={make.running} onCancel={close}>
        <Trans>Save</Trans>
      </SubmitOrCancel>
    </Form>
  );
}

/** Found by typing the name or the address. */
function KnownContact({
  value,
  onChange,
}: {
  readonly value: Option | null;
  readonly onChange: (contact: Option | null) => void;
}) {
  const { t } = useLingui();
  const customer = useName("organizations");
  const [typed, setTyped] = useState("");
  const query = typed.trim() ? { search: typed.slice(0, 200), limit: 20 } : { limit: 20 };
  const found = useQuery(timer.query("/v1/contacts", { params: { query } })).data?.items ?? [];
  const options = found.map(({ id, name, email, organization_id }) => ({
    id,
    label: name,
    detail: [email, customer(organization_id)].filter(Boolean).join(" · "),
  }));
  return (
    <ComboboxField
      label={t`Who asked for it`}
      name="requester_id"
      placeholder={t`Name or e-mail address`}
      options={options}
      value={value}
      onChange={onChange}
      onSearch={setTyped}
    />
  );
}

function NewContact() {
  const { t } = useLingui();
  return (
    <FormRow>
      <TextField label={t`Name`} name="requester_name" refusedAs="requester.name" maxLength={255} required />
      <TextField
        label={t`E-mail address`}
        name="requester_email"
        refusedAs="requester.email"
        type="email"
        hint={t`Its domain tells the customer; one that is not known is made.`}
        required
      />
    </FormRow>
  );
}

function How() {
  const { t } = useLingui();
  const words = useTicketWords();
  return (
    <FormRow>
      <SelectField label={t`It came by`} name="channel" defaultValue="phone">
        {CHANNELS.map((channel) => (
          <option key={channel} value={channel}>
            {words.channel[channel]}
          </option>
        ))}
      </SelectField>
      <SelectField label={t`Priority`} name="priority" defaultValue="normal">
        {PRIORITIES.map((priority) => (
          <option key={priority} value={priority}>
            {words.priority[priority]}
          </option>
        ))}
      </SelectField>
    </FormRow>
  );
}

function Mine() {
  const { t } = useLingui();
  return (
    <SelectField label={t`Taken care of by`} name="assignee_id" defaultValue="">
      <option value="">{t`nobody yet`}</option>
      <Options of={useAssignees()} />
    </SelectField>
  );
}

function bodyOf(values: Values, who: Who, contact: Option | null, kind: Id) {
  const { name = "", description = "", channel = "", priority = "", assignee_id, billable } = values;
  const { requester_name = "", requester_email = "" } = values;
  return {
    ...{ name, description },
    channel: channel as (typeof CHANNELS)[number],
    priority: priority as Priority,
    status: "new" as const,
    service_type_id: kind,
    assignee_id: assignee_id || null,
    billable: flagOf(billable),
    ...(who === "known"
      ? { requester_id: contact?.id ?? null }
      : { requester: { name: requester_name, email: requester_email } }),
  };
}
