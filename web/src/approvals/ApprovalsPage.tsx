import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { useList } from "../directory/lists.ts";
import { Options, SelectField } from "../ui/Field.tsx";
import { Page } from "../ui/Page.tsx";
import { Choice } from "../ui/Tabs.tsx";
import { DecidedSheets } from "./DecidedSheets.tsx";
import { SelfApprovalNote } from "./SelfApprovalNote.tsx";
import { WaitingSheets } from "./WaitingSheets.tsx";

type View = "waiting" | "decided";

/** Weeks that were handed in: the clean ones are approved at once, the odd ones looked at. */
export default function ApprovalsPage() {
  const { t } = useLingui();
  const [search, setSearch] = useSearchParams();
  const view: View = search.get("view") === "decided" ? "decided" : "waiting";
  const agent = search.get("agent");
  const set = (name: string, value: string | null) =>
    setSearch(
      (now) => {
        if (value) now.set(name, value);
        else now.delete(name);
        return now;
      },
      { replace: true },
    );
  return (
    <Page title={t`Approvals`}>
      <SelfApprovalNote />
      <div className="spread">
        <Choice
          label={t`Which timesheets`}
          name="view"
          value={view}
          options={[
            ["waiting", t`Waiting`],
            ["decided", t`Decided`],
          ]}
          onChange={(next) => set("view", next === "decided" ? next : null)}
        />
        <PersonFilter value={agent} onChange={(id) => set("agent", id)} />
      </div>
      {view === "waiting" ? <WaitingSheets agent={agent} /> : <DecidedSheets agent={agent} />}
    </Page>
  );
}

function PersonFilter({
  value,
  onChange,
}: {
  readonly value: string | null;
  readonly onChange: (id: string | null) => void;
}) {
  const { t } = useLingui();
  const people = useList("agents").toSorted((one, other) => one.name.localeCompare(other.name));
  return (
    <SelectField
      label={t`Person`}
      name="agent"
      value={value ?? ""}
      onChange={({ target }) => onChange(target.value || null)}
    >
      <option value="">{t`Everybody`}</option>
      <Options of={people} />
    </SelectField>
  );
}
