import { useLingui } from "@lingui/react/macro";
import { Combobox, ComboboxField } from "../ui/Combobox.tsx";
import { useWorkOptions, type WorkOption, workKey } from "./work.ts";

type Reference = WorkOption["work"];

interface Props {
  readonly value: Reference;
  readonly onChange: (work: Reference) => void;
  readonly recent: readonly Reference[];
  /** Without a visible label, in a row of its own. */
  readonly bare?: boolean;
}

const NOTHING: Reference = { organization_id: null, project_id: null, task_id: null, ticket_id: null };

/** Chooses a task, a ticket or a project; those used last come first. */
export function WorkPicker({ value, onChange, recent, bare }: Props) {
  const { t } = useLingui();
  const options = useWorkOptions(recent);
  const chosen = options.find(({ id }) => id === workKey(value)) ?? null;
  const shared = {
    options,
    value: chosen,
    placeholder: t`Task, ticket or project`,
    onChange: (option: { id: string } | null) =>
      onChange({ ...NOTHING, ...options.find(({ id }) => id === option?.id)?.work }),
  };
  return bare ? (
    <Combobox {...shared} label={t`Work`} />
  ) : (
    <ComboboxField {...shared} label={t`Work`} name="work" />
  );
}
