import { identity } from "../api/identity.ts";
import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import type { Me } from "../session/me.ts";

export type AccountChoices = TimerSchemas["schemas"]["SettingsPatch"];

export interface Myself {
  readonly name: string;
  readonly time_zone: string;
  /** What the account goes by from now on; nothing changes in what is left out. */
  readonly choices: AccountChoices;
}

/**
 * Makes the owner somebody who logs time. The member is changed last, and an agent that an earlier try made is found
 * again: refused anywhere, it can simply be tried once more.
 */
export async function logOwnTime(me: Pick<Me, "id" | "email">, { name, time_zone, choices }: Myself) {
  if (Object.keys(choices).length > 0) await data(timer.PATCH("/v1/settings", { body: choices }));
  const path = { member_id: me.id };
  const member = await data(identity.GET("/v1/members/{member_id}", { params: { path } }));
  const agent_id = member.agent_id ?? (await agentOf(me.email, name, time_zone));
  const params = { path, header: ifMatch(member) };
  return data(identity.PATCH("/v1/members/{member_id}", { params, body: { name, agent_id } }));
}

async function agentOf(email: string, name: string, time_zone: string): Promise<string> {
  const [found] = (await data(timer.GET("/v1/agents", { params: { query: { email } } }))).items;
  if (!found) return (await data(timer.POST("/v1/agents", { body: { name, email, time_zone } }))).id;
  if (!found.active || found.name !== name) {
    const params = { path: { agent_id: found.id }, header: ifMatch(found) };
    await data(timer.PATCH("/v1/agents/{agent_id}", { params, body: { name, active: true } }));
  }
  return found.id;
}
