import { identity } from "../api/identity.ts";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import type { Role } from "../session/me.ts";

export interface Invitee {
  readonly email: string;
  readonly name: string;
  readonly language: string;
  readonly roles: Role[];
  /** An agent's id, `new` for one of their own, empty for none. */
  readonly agentId: string;
}

/** Invites by e-mail. A new agent is made first, or found again when an earlier try was refused after that. */
export async function invite({ agentId, ...invitee }: Invitee) {
  const agent_id = agentId === "new" ? await agentOf(invitee) : agentId || null;
  return data(identity.POST("/v1/invitations", { body: { ...invitee, agent_id } }));
}

async function agentOf({ email, name }: Pick<Invitee, "email" | "name">): Promise<string> {
  const found = await data(timer.GET("/v1/agents", { params: { query: { email } } }));
  const agent =
    found.items[0] ?? (await data(timer.POST("/v1/agents", { body: { name: name || email, email } })));
  return agent.id;
}
