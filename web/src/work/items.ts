import { type Project, type Task, type Ticket, useList } from "../directory/lists.ts";
import { useWorkNames } from "../directory/work.ts";
import { byRecent } from "./search.ts";

export type Kind = "task" | "ticket" | "project";

/** Something that time is spent on. */
export interface Item {
  readonly id: string;
  readonly kind: Kind;
  readonly name: string;
  /** Its project and customer. */
  readonly detail: string;
  /** Archived or closed: it takes no new time. */
  readonly over: boolean;
  readonly of: Project | Task | Ticket;
}

/** Tasks, tickets and projects, whatever was worked on last first. */
export function useItems(recent: readonly string[]): readonly Item[] {
  const names = useWorkNames();
  const items: Item[] = [
    ...useList("tasks").map((of) => item("task", of, of.archived, names({ task_id: of.id }).detail)),
    ...useList("tickets").map((of) => item("ticket", of, of.closed, names({ ticket_id: of.id }).detail)),
    ...useList("projects").map((of) => item("project", of, of.archived, names({ project_id: of.id }).detail)),
  ];
  return byRecent(items, recent);
}

function item(kind: Kind, of: Item["of"], over: boolean, detail = ""): Item {
  return { id: of.id, kind, name: of.name, detail, over, of };
}
