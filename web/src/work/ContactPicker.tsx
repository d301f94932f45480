import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { ProblemNote } from "../api/QueryView.tsx";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { ComboboxField } from "../ui/Combobox.tsx";

interface Props {
  readonly customer: string;
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}

/** Who at the customer asked; a name that is not there yet is made. */
export function ContactPicker({ customer, value, onChange }: Props) {
  const { t } = useLingui();
  const params = { path: { organization_id: customer } };
  const contacts = useQuery(timer.query("/v1/organizations/{organization_id}/contacts", { params }));
  const make = useWrite(
    (name: string) =>
      data(timer.POST("/v1/organizations/{organization_id}/contacts", { params, body: { name } })),
    { refresh: ["timer"], onDone: ({ id }) => onChange(id) },
  );
  const options =
    contacts.data?.items.map(({ id, name, email }) => ({ id, label: name, detail: email ?? undefined })) ??
    [];
  return (
    <>
      <ComboboxField
        label={t`Who asked for it`}
        name="requester_id"
        options={options}
        value={options.find(({ id }) => id === value) ?? null}
        onChange={(option) => onChange(option?.id ?? null)}
        onCreate={(name) => void make.run(name)}
      />
      <ProblemNote problem={make.problem} />
    </>
  );
}
