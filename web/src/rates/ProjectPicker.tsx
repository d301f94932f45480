import { useLingui } from "@lingui/react/macro";
import { useList, useName } from "../directory/lists.ts";
import { ComboboxField } from "../ui/Combobox.tsx";

interface Props {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
  /** Only this customer's. */
  readonly customer: string | null;
  readonly optional?: string;
}

/** Chooses a project; its id is in the form as `project_id`. */
export function ProjectPicker({ value, onChange, customer, optional = "" }: Props) {
  const { t } = useLingui();
  const customerName = useName("organizations");
  const options = useList("projects")
    .filter((one) => one.id === value || (!one.archived && (!customer || one.organization_id === customer)))
    .map(({ id, name, organization_id }) => ({ id, label: name, detail: customerName(organization_id) }));
  return (
    <ComboboxField
      label={t`Project`}
      name="project_id"
      optional={optional}
      options={options}
      value={options.find(({ id }) => id === value) ?? null}
      onChange={(option) => onChange(option?.id ?? null)}
    />
  );
}
