import { queryOptions, useQuery } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { data, type Page } from "../api/service.ts";
import type { TimerSchemas } from "../api/timer.ts";
import { timer } from "../api/timer.ts";

type Schemas = TimerSchemas["schemas"];
export type Organization = Schemas["OrganizationResponse"];
export type Agent = Schemas["AgentResponse"];
export type Team = Schemas["TeamResponse"];
export type ServiceType = Schemas["ServiceTypeResponse"];
export type Project = Schemas["ProjectResponse"];
export type Task = Schemas["TaskResponse"];
/** Without its description. */
export type Ticket = Schemas["ListedTicketResponse"];

interface Named {
  readonly id: string;
  readonly name: string;
  readonly merged_into?: string | null;
}

const LISTS = {
  organizations: "/v1/organizations",
  agents: "/v1/agents",
  teams: "/v1/teams",
  serviceTypes: "/v1/service-types",
  projects: "/v1/projects",
  tasks: "/v1/tasks",
  tickets: "/v1/tickets",
} as const;
type Lists = {
  organizations: Organization;
  agents: Agent;
  teams: Team;
  serviceTypes: ServiceType;
  projects: Project;
  tasks: Task;
  tickets: Ticket;
};
const STALE_MILLISECONDS = 60_000;

/** A whole list of the account's customers, people or work; kept for the time without a network. */
export function listQuery<Name extends keyof Lists>(name: Name) {
  return queryOptions({
    queryKey: ["timer", LISTS[name], "all"],
    queryFn: () => everything<Lists[Name]>(LISTS[name]),
    staleTime: STALE_MILLISECONDS,
    refetchInterval: false,
    meta: { keep: true },
  });
}

function everything<Item>(path: (typeof LISTS)[keyof Lists]): Promise<Item[]> {
  return everyPage(async (query) => {
    const page = await data(timer.GET(path as "/v1/agents", { params: { query } }));
    return page as unknown as Page<Item>;
  });
}

export function useList<Name extends keyof Lists>(name: Name): readonly Lists[Name][] {
  return useQuery(listQuery(name)).data ?? [];
}

/** The name of something by its id: `useName("organizations")(invoice.organization_id)`. `…` until it is there.
 *
 * A customer that was merged into another has that one's name. */
export function useName(list: keyof Lists): (id: string | null | undefined) => string {
  const items: readonly Named[] = useList(list);
  const find = (id: string) => items.find((item) => item.id === id);
  return (id) => {
    const found = id ? find(id) : undefined;
    const shown = found?.merged_into ? find(found.merged_into) : found;
    return id ? (shown?.name ?? "…") : "";
  };
}
