import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { identity } from "../api/identity.ts";
import { listQuery } from "../directory/lists.ts";
import { membersQuery } from "../directory/members.ts";
import { nowIso } from "../time/clock.ts";
import { peopleOf } from "./people.ts";

const MANY = 200;

/** Members and agents as one list of people. */
export function usePeople() {
  const members = useQuery(membersQuery);
  const agents = useQuery(listQuery("agents"));
  const invitations = useQuery(identity.query("/v1/invitations", { params: { query: { limit: MANY } } }));
  const data = useMemo(
    () =>
      members.data && agents.data && invitations.data
        ? peopleOf(members.data, agents.data, invitations.data.items, nowIso())
        : undefined,
    [members.data, agents.data, invitations.data],
  );
  const queries = [members, agents, invitations];
  const error = queries.map((query) => query.error).find(Boolean) ?? null;
  return { data, error, refetch: () => Promise.all(queries.map((query) => query.refetch())) };
}
