import { queryOptions, useQuery } from "@tanstack/react-query";
import { type IdentitySchemas, identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { useMay } from "../session/may.ts";

export type Member = IdentitySchemas["schemas"]["MemberResponse"];

/** All members of the account, also those who are invited or suspended. */
export const membersQuery = queryOptions({
  queryKey: ["identity", "/v1/members", "all"],
  queryFn: async () => {
    const members: Member[] = [];
    let cursor: string | null | undefined;
    do {
      const query = { limit: 200, ...(cursor ? { cursor } : {}) };
      const page = await data(identity.GET("/v1/members", { params: { query } }));
      members.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return members;
  },
});

/** The name of whoever did something, by the subject that the services keep. */
export function useMemberName(): (subject: string) => string {
  const may = useMay();
  const members = useQuery({ ...membersQuery, enabled: may("see-members") }).data ?? [];
  return (subject) => {
    const member = members.find(({ id }) => id === subject);
    return member ? member.name || member.email : subject;
  };
}
