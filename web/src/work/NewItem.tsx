import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { Problem } from "../api/problem.ts";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { useList, useName } from "../directory/lists.ts";
import { CustomerPicker, ServiceTypePicker } from "../directory/Pickers.tsx";
import { paths } from "../paths.ts";
import { ComboboxField } from "../ui/Combobox.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { NewTicket } from "./NewTicket.tsx";

type Id = string | null;

/** Makes what the address asks for: `?new=task`. Afterwards it is opened. */
export function NewItem() {
  const { t } = useLingui();
  const [params, setParams] = useSearchParams();
  const kind = params.get("new");
  const close = () => setParams({}, { replace: true });
  return (
    <>
      <Dialog title={t`New task`} open={kind === "task"} onClose={close}>
        <NewTask close={close} />
      </Dialog>
      <Dialog title={t`New ticket`} open={kind === "ticket"} onClose={close}>
        <NewTicket close={close} />
      </Dialog>
      <Dialog title={t`New project`} open={kind === "project"} onClose={close}>
        <NewProject close={close} />
      </Dialog>
    </>
  );
}

interface Props {
  readonly close: () => void;
}

function useMake<Body>(make: (body: Body) => Promise<{ id: string }>) {
  const navigate = useNavigate();
  return useWrite(make, {
    refresh: ["timer"],
    onDone: ({ id }) => void navigate(paths.workItem(id)),
  });
}

function NewTask({ close }: Props) {
  const { t } = useLingui();
  const [project, setProject] = useState<Id>(null);
  const [kind, setKind] = useState<Id>(null);
  const customer = useName("organizations");
  const projects = useList("projects")
    .filter((one) => !one.archived)
    .map(({ id, name, organization_id }) => ({ id, label: name, detail: customer(organization_id) }));
  const make = useMake((name: string) =>
    data(timer.POST("/v1/tasks", { body: { name, project_id: project ?? "", service_type_id: kind } })),
  );
  return (
    <ItemForm
      problem={make.problem}
      busy={make.running}
      close={close}
      onSave={({ name = "" }) => make.run(name)}
    >
      <ComboboxField
        label={t`Project`}
        name="project_id"
        options={projects}
        value={projects.find(({ id }) => id === project) ?? null}
        onChange={(option) => setProject(option?.id ?? null)}
      />
      <ServiceTypePicker value={kind} onChange={setKind} optional={t`optional`} />
    </ItemForm>
  );
}

function NewProject({ close }: Props) {
  const { t } = useLingui();
  const [customer, setCustomer] = useState<Id>(null);
  const make = useMake(({ name = "", billable }: Values) =>
    data(
      timer.POST("/v1/projects", { body: { name, organization_id: customer, billable: billable === "on" } }),
    ),
  );
  return (
    <ItemForm problem={make.problem} busy={make.running} close={close} onSave={make.run}>
      <CustomerPicker value={customer} onChange={setCustomer} optional={t`optional`} />
      <Checkbox label={t`Its time is billed`} name="billable" defaultChecked />
    </ItemForm>
  );
}

interface FormProps extends Props {
  readonly problem: Problem | null;
  readonly busy: boolean;
  readonly onSave: (values: Values) => unknown;
  readonly name?: string;
  readonly children?: ReactNode;
}

/** The name, and what else the kind of item has. */
export function ItemForm({ problem, busy, close, onSave, name = "", children }: FormProps) {
  const { t } = useLingui();
  return (
    <Form refusal={useRefusal(problem)} onSubmit={(values) => void onSave(values)}>
      <TextField label={t`Name`} name="name" defaultValue={name} maxLength={200} required />
      {children}
      <SubmitOrCancel busy={busy} onCancel={close}>
        <Trans>Save</Trans>
      </SubmitOrCancel>
    </Form>
  );
}
