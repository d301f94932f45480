import { useLingui } from "@lingui/react/macro";
import { useList } from "../directory/lists.ts";
import { FormRow } from "../ui/Form.tsx";
import { SeveralField } from "./SeveralField.tsx";

interface Props {
  readonly customer: string | null;
  readonly projects: readonly string[];
  readonly serviceTypes: readonly string[];
  readonly onProjects: (ids: readonly string[]) => void;
  readonly onServiceTypes: (ids: readonly string[]) => void;
}

/** Whose work it is for: that of the projects and of the kinds of work that are named. */
export function CoverageFields({ customer, projects, serviceTypes, onProjects, onServiceTypes }: Props) {
  const { t } = useLingui();
  const ofCustomer = useList("projects")
    .filter((one) => projects.includes(one.id) || (!one.archived && one.organization_id === customer))
    .map(({ id, name }) => ({ id, label: name }));
  const kinds = useList("serviceTypes")
    .filter((one) => serviceTypes.includes(one.id) || !one.archived)
    .map(({ id, name }) => ({ id, label: name }));
  return (
    <FormRow>
      <SeveralField
        label={t`Projects that it is for`}
        name="project_ids"
        options={ofCustomer}
        value={projects}
        onChange={onProjects}
      />
      <SeveralField
        label={t`Kinds of work that it is for`}
        name="service_type_ids"
        options={kinds}
        value={serviceTypes}
        onChange={onServiceTypes}
      />
    </FormRow>
  );
}
