import { useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { useList } from "../directory/lists.ts";
import { useMe } from "../session/useMe.ts";
import { SelectField, TextField } from "../ui/Field.tsx";
import styles from "./Tickets.module.css";
import { PRIORITIES, STATUSES, type Status, useTicketWords } from "./tickets.ts";

export interface Filters {
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
  const [params] = useSearchParams();
  return Object.fromEntries(NAMES.map((name) => [name, params.get(name) ?? ""])) as unknown as Filters;
}

/** The same as the API names it. */
export function asked({ search, status, assignee, priority, project, customer }: Filters) {
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
  const [, setParams] = useSearchParams();
  const choose = (name: keyof Filters) => (event: { target: { value: string } }) =>
    setParams(
      (before) => {
        if (event.target.value) before.set(name, event.target.value);
        else before.delete(name);
        return before;
      },
      { replace: true },
    );
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
        {agents.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
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
      {useList(list).map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}
