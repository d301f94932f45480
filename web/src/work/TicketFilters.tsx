import { useLingui } from "@lingui/react/macro";
import { useList } from "../directory/lists.ts";
import { useMe } from "../session/useMe.ts";
import { Options, SelectField, TextField } from "../ui/Field.tsx";
import { useAsked } from "../ui/useAsked.ts";
import styles from "./Tickets.module.css";
import { PRIORITIES, STATUSES, type Status, useTicketWords } from "./tickets.ts";

interface Filters {
  readonly search: string;
  /** A status, `all` with what is closed, or empty for what is not. */
  readonly status: string;
  readonly assignee: string;
  readonly priority: string;
  readonly project: string;
  readonly customer: string;
}

const NAMES = ["search", "status", "assignee", "priority", "project", "customer"] as const;

/** What the address asks for. */
export function useFilters(): Filters {
  const [asked] = useAsked();
  return Object.fromEntries(NAMES.map((name) => [name, asked(name)])) as unknown as Filters;
}

/** The same as the API names it. */
export function queryOf({ search, status, assignee, priority, project, customer }: Filters) {
  return {
    order: "newest" as const,
    limit: 50,
    ...(search && { search }),
    ...(status === "" && { closed: false }),
    ...(STATUSES.includes(status as Status) && { status: status as Status }),
    ...(assignee && { assignee_id: assignee }),
    ...(priority && { priority: priority as (typeof PRIORITIES)[number] }),
    ...(project && { project_id: project }),
    ...(customer && { organization_id: customer }),
  };
}

/** Which tickets; what is chosen stands in the address. */
export function TicketFilters({ filters }: { readonly filters: Filters }) {
  const { t } = useLingui();
  const words = useTicketWords();
  const { agentId } = useMe();
  const [, ask] = useAsked();
  const choose = (name: keyof Filters) => (event: { target: { value: string } }) =>
    ask({ [name]: event.target.value });
  const agents = useList("agents").filter(({ id, active }) => active && id !== agentId);
  const select = (name: keyof Filters) => ({ name, value: filters[name], onChange: choose(name) });
  return (
    <search className={styles.filters}>
      <TextField
        label={t`Find`}
        name="search"
        type="search"
        placeholder={t`Number, subject or who asked`}
        value={filters.search}
        onChange={choose("search")}
      />
      <SelectField label={t`Status`} {...select("status")}>
        <option value="">{t`Not closed`}</option>
        {STATUSES.map((status) => (
          <option key={status} value={status}>
            {words.status[status]}
          </option>
        ))}
        <option value="all">{t({ message: "All", context: "tickets" })}</option>
      </SelectField>
      <SelectField label={t`Taken care of by`} {...select("assignee")}>
        <option value="">{t`Anybody`}</option>
        {agentId && <option value={agentId}>{t`Me`}</option>}
        <Options of={agents} />
      </SelectField>
      <SelectField label={t`Priority`} {...select("priority")}>
        <option value="">{t({ message: "Any", context: "priority" })}</option>
        {PRIORITIES.map((priority) => (
          <option key={priority} value={priority}>
            {words.priority[priority]}
          </option>
        ))}
      </SelectField>
      <Named
        label={t`Customer`}
        any={t({ message: "Any", context: "customer" })}
        list="organizations"
        {...select("customer")}
      />
      <Named
        label={t`Project`}
        any={t({ message: "Any", context: "project" })}
        list="projects"
        {...select("project")}
      />
    </search>
  );
}

interface NamedProps {
  readonly label: string;
  readonly any: string;
  readonly list: "organizations" | "projects";
  readonly name: string;
  readonly value: string;
  readonly onChange: (event: { target: { value: string } }) => void;
}

function Named({ label, any, list, ...select }: NamedProps) {
  return (
    <SelectField label={label} {...select}>
      <option value="">{any}</option>
      <Options of={useList(list)} />
    </SelectField>
  );
}
