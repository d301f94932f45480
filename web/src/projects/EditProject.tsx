import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import type { Project } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { Checkbox, TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { BudgetFields } from "./BudgetFields.tsx";
import { projectOf } from "./forms.ts";

/** Its name, days and budgets, and whether it takes new time. */
export function EditProject({ project }: { readonly project: Project }) {
  const may = useMay();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button off={may.not("manage-work")} onClick={() => setOpen(true)}>
        <Trans>Edit</Trans>
      </Button>
      {open && <EditDialog project={project} onClose={() => setOpen(false)} />}
    </>
  );
}

function EditDialog({ project, onClose }: { readonly project: Project; readonly onClose: () => void }) {
  const { t } = useLingui();
  const settings = useQuery(timer.query("/v1/settings"));
  const save = useWrite(
    (form: FormData): Promise<Project> => {
      const params = { path: { project_id: project.id }, header: ifMatch(project) };
      return data(timer.PATCH("/v1/projects/{project_id}", { params, body: projectOf(form) }));
    },
    { refresh: ["timer"], onDone: onClose },
  );
  const currency = project.budget_money?.currency ?? settings.data?.currency ?? "EUR";
  return (
    <Dialog title={t`Edit project`} open onClose={onClose}>
      <Form refusal={useRefusal(save.problem)} onSubmit={(_, form) => void save.run(form)}>
        <TextField label={t`Name`} name="name" defaultValue={project.name} autoComplete="off" />
        <FormRow>
          <TextField
            label={t`Start`}
            name="planned_start"
            type="date"
            defaultValue={project.planned_start ?? ""}
          />
          <TextField
            label={t`Finish`}
            name="planned_finish"
            type="date"
            defaultValue={project.planned_finish ?? ""}
          />
        </FormRow>
        <BudgetFields project={project} currency={currency} />
        <Checkbox
          label={t`Closed to new time`}
          name="closed"
          defaultChecked={project.closed}
          hint={t`Timers that run can still be stopped.`}
        />
        <SubmitOrCancel busy={save.running} onCancel={onClose}>
          <Trans>Save</Trans>
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}
