import type { TimerSchemas } from "../api/timer.ts";
import type { Option } from "../ui/Combobox.tsx";
import { useList } from "./lists.ts";

type Start = TimerSchemas["schemas"]["StartRequest"];
type Reference = Pick<Start, "organization_id" | "project_id" | "task_id" | "ticket_id">;

export interface WorkOption extends Option {
  /** What an entry names: the rest follows from it. */
  readonly work: Reference;
}

/** Everything that time can be spent on, those used last first: `recent` are references of one's entries, newest first. */
export function useWorkOptions(recent: readonly Reference[]): readonly WorkOption[] {
  const nameOf = useWorkNames();
  const projects = useList("projects").filter((one) => !one.archived);
  const tasks = useList("tasks").filter((one) => !one.archived);
  const tickets = useList("tickets").filter((one) => !one.closed);
  const references: Reference[] = [
    ...tasks.map(({ id }) => ({ task_id: id })),
    ...tickets.map(({ id }) => ({ ticket_id: id })),
    ...projects.map(({ id }) => ({ project_id: id })),
  ];
  const rank = new Map(recent.map((one, index) => [workKey(one), index] as const).reverse());
  const options = references.map((work) => ({ id: workKey(work), work, ...nameOf(work) }));
  const place = ({ id }: WorkOption) => rank.get(id) ?? Number.MAX_SAFE_INTEGER;
  return options.toSorted((one, other) => place(one) - place(other) || one.label.localeCompare(other.label));
}

/** One text for what an entry is spent on, the narrowest that it names. */
export function workKey({ task_id, ticket_id, project_id, organization_id }: Reference): string {
  return task_id ?? ticket_id ?? project_id ?? organization_id ?? "";
}

export interface WorkName {
  readonly label: string;
  readonly detail?: string;
}

/** Names of work: a task with its project and customer, a ticket, a project, or a customer. Ask once for a list, not once a row. */
export function useWorkNames(): (of: Reference) => WorkName {
  const organizations = useList("organizations");
  const projects = useList("projects");
  const tasks = useList("tasks");
  const tickets = useList("tickets");
  return ({ task_id, ticket_id, project_id, organization_id }) => {
    const task = find(tasks, task_id);
    const ticket = find(tickets, ticket_id);
    const project = find(projects, project_id ?? task?.project_id ?? ticket?.project_id);
    const customer = find(
      organizations,
      organization_id ?? ticket?.organization_id ?? project?.organization_id,
    );
    const number = ticket && `#${ticket.number}`;
    const names = [task?.name ?? ticket?.name, number, project?.name, customer?.name];
    const [label = "", ...rest] = names.filter((name) => name !== undefined);
    return { label, ...(rest.length ? { detail: rest.join(" · ") } : {}) };
  };
}

function find<Item extends { id: string }>(
  items: readonly Item[],
  id: string | null | undefined,
): Item | undefined {
  return id ? items.find((item) => item.id === id) : undefined;
}
