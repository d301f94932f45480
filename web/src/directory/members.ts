import { queryOptions, useQuery } from "@tanstack/react-query";
import { everyPage } from "../api/everyPage.ts";
import { type IdentitySchemas, identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { useMay } from "../session/may.ts";
import { useMe } from "../session/useMe.ts";

export type Member = IdentitySchemas["schemas"]["MemberResponse"];

/** All members of the account, also those who are invited or suspended. */
export const membersQuery = queryOptions({
  queryKey: ["identity", "/v1/members", "all"],
  queryFn: () => everyPage<Member>((query) => data(identity.GET("/v1/members", { params: { query } }))),
});

/** The name of whoever did something, by the subject that the services keep; one's own also where members are not shown. */
export function useMemberName(): (subject: string) => string {
  const may = useMay();
  const me = useMe();
  const members = useQuery({ ...membersQuery, enabled: may("see-members") }).data ?? [];
  return (subject) => {
    if (subject === me.id) return me.name || me.email;
    const member = members.find(({ id }) => id === subject);
    return member ? member.name || member.email : subject;
  };
}
