import { useLingui } from "@lingui/react/macro";
import { useList } from "../directory/lists.ts";
import { Options, SelectField } from "../ui/Field.tsx";
import { FormRow } from "../ui/Form.tsx";
import type { Report } from "./report.ts";
import type { Import, Meanings } from "./useImport.ts";

interface Props {
  readonly import: Import;
  readonly report: Report;
}

/** People whom the file names and nobody here is called: who is meant? */
export function PeopleMeant({ import: one, report }: Props) {
  const { t } = useLingui();
  const agents = useList("agents");
  const unknown = report.unknown_agents.map(({ name, email }) => email || name);
  return (
    <Choices
      names={named(unknown, one.options.people)}
      meant={one.options.people}
      choices={agents}
      none={t`Leave out`}
      onChange={(people) => one.tell({ people })}
    />
  );
}

/** Customers that would be made: each may be one that is here already under another name. */
export function CustomersMeant({ import: one, report }: Props) {
  const { t } = useLingui();
  const customers = useList("organizations");
  if (customers.length === 0) return null;
  return (
    <Choices
      names={named(report.to_create.organizations, one.options.customers)}
      meant={one.options.customers}
      choices={customers}
      none={t`Make a new customer`}
      onChange={(meant) => one.tell({ customers: meant })}
    />
  );
}

function named(unknown: readonly string[], meant: Meanings): string[] {
  return [...new Set([...unknown, ...Object.keys(meant)])].sort();
}

interface ChoicesProps {
  readonly names: readonly string[];
  readonly meant: Meanings;
  readonly choices: readonly { readonly id: string; readonly name: string }[];
  readonly none: string;
  readonly onChange: (meant: Meanings) => void;
}

function Choices({ names, meant, choices, none, onChange }: ChoicesProps) {
  return (
    <FormRow>
      {names.map((written) => (
        <SelectField
          key={written}
          label={written}
          name={`meant ${written}`}
          value={meant[written] ?? ""}
          onChange={({ target }) => onChange({ ...meant, [written]: target.value })}
        >
          <option value="">{none}</option>
          <Options of={choices} />
        </SelectField>
      ))}
    </FormRow>
  );
}
