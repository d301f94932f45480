import { Trans, useLingui } from "@lingui/react/macro";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { ServiceType } from "../directory/lists.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";

interface Props {
  /** Null: a new one. */
  readonly kind: ServiceType | null;
  readonly onClose: () => void;
}

export function ServiceTypeDialog({ kind, onClose }: Props) {
  const { t } = useLingui();
  const save = useWrite((values: Values) => write(kind, values), { refresh: ["timer"], onDone: onClose });
  const title = kind ? t`Edit kind of work` : t`New kind of work`;
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form onSubmit={(values) => void save.run(values)} refusal={useRefusal(save.problem)} label={title}>
        <TextField label={t`Name`} name="name" defaultValue={kind?.name} autoComplete="off" />
        <Checkbox
          label={t`Billable`}
          name="billable"
          defaultChecked={kind?.billable ?? true}
          hint={t`Unless its project or the entry says otherwise.`}
        />
        {kind && (
          <Checkbox
            label={t`Archived`}
            name="archived"
            defaultChecked={kind.archived}
            hint={t`It takes no new time; what is there stays.`}
          />
        )}
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function write(kind: ServiceType | null, { name = "", billable, archived }: Values): Promise<ServiceType> {
  const body = { name: name.trim(), billable: billable === "on", archived: archived === "on" };
  if (!kind) return data(timer.POST("/v1/service-types", { body }));
  const params = { path: { service_type_id: kind.id }, header: ifMatch(kind) };
  return data(timer.PATCH("/v1/service-types/{service_type_id}", { params, body }));
}
