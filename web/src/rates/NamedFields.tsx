import { Trans, useLingui } from "@lingui/react/macro";
import { AgentPicker, CustomerPicker, ServiceTypePicker, TeamPicker } from "../directory/Pickers.tsx";
import { FormRow } from "../ui/Form.tsx";
import { ProjectPicker } from "./ProjectPicker.tsx";

/** The things that a rule names; null: any. */
export interface Named {
  readonly organization_id: string | null;
  readonly project_id: string | null;
  readonly agent_id: string | null;
  readonly team_id: string | null;
  readonly service_type_id: string | null;
}

interface Props {
  readonly value: Named;
  readonly onChange: (named: Named) => void;
}

/** For whose work a rule holds: that of all that is chosen here. */
export function NamedFields({ value, onChange }: Props) {
  const { t } = useLingui();
  const field = (name: keyof Named) => ({
    value: value[name],
    onChange: (id: string | null) => onChange({ ...value, [name]: id }),
    optional: t`any`,
  });
  return (
    <>
      <p className="muted small">
        <Trans>
          It holds for all work that has everything you name here. Leave open what does not matter.
        </Trans>
      </p>
      <FormRow>
        <CustomerPicker {...field("organization_id")} />
        <ProjectPicker {...field("project_id")} customer={value.organization_id} />
      </FormRow>
      <FormRow>
        <AgentPicker {...field("agent_id")} />
        <TeamPicker {...field("team_id")} />
        <ServiceTypePicker {...field("service_type_id")} />
      </FormRow>
    </>
  );
}
