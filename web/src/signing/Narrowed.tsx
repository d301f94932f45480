import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { timer } from "../api/timer.ts";
import { useList } from "../directory/lists.ts";
import { useMay } from "../session/may.ts";
import { Options, SelectField } from "../ui/Field.tsx";

/** Whose time, also of those who left since; only for those who see that of others. */
export function PersonField() {
  const { t } = useLingui();
  const may = useMay();
  const people = useList("agents").toSorted((one, other) => one.name.localeCompare(other.name));
  if (!may("approve-time") && !may("see-invoices")) return null;
  return (
    <SelectField label={t`Person`} name="agent_id">
      <option value="">{t`Everybody`}</option>
      <Options of={people} />
    </SelectField>
  );
}

/** Of which of the customer's projects. */
export function ProjectField({ customerId }: { readonly customerId: string | null }) {
  const { t } = useLingui();
  const query = { organization_id: customerId ?? "", limit: 500 };
  const projects = useQuery({
    ...timer.query("/v1/projects", { params: { query } }),
    enabled: customerId !== null,
  });
  return (
    <SelectField label={t`Project`} name="project_id">
      <option value="">{t`All projects`}</option>
      <Options of={projects.data?.items ?? []} />
    </SelectField>
  );
}
