import type { IdentitySchemas } from "../api/identity.ts";
import type { Agent } from "../directory/lists.ts";
import type { Member } from "../directory/members.ts";
import type { Role } from "../session/me.ts";

export type Invitation = IdentitySchemas["schemas"]["InvitationResponse"];

/** What somebody is here: `no-access` logs time, or did, without being a member. */
export type PersonState = "active" | "invited" | "expired" | "suspended" | "no-access" | "inactive";

/** A member, an agent, or both. */
export interface Person {
  /** Of the member, else of the agent; stands in the address. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: PersonState;
  readonly member: Member | undefined;
  readonly agent: Agent | undefined;
  readonly invitation: Invitation | undefined;
}

export const ROLES: readonly Role[] = ["owner", "manager", "billing", "agent", "client"];
/** What managers may make others; the rest is for owners. */
const LED_BY_MANAGERS: readonly Role[] = ["agent", "client"];

export function peopleOf(
  members: readonly Member[],
  agents: readonly Agent[],
  invitations: readonly Invitation[],
  nowIso: string,
): Person[] {
  const taken = new Set(members.map(({ agent_id }) => agent_id));
  const fromMembers = members.map((member) => {
    const invitation = invitations.find(({ member_id }) => member_id === member.id);
    const agent = agents.find(({ id }) => id === member.agent_id);
    return personOf(member, agent, invitation, nowIso);
  });
  const alone = agents.filter(({ id }) => !taken.has(id)).map(agentAlone);
  return [...fromMembers, ...alone].sort((one, other) => one.name.localeCompare(other.name));
}

function personOf(
  member: Member,
  agent: Agent | undefined,
  invitation: Invitation | undefined,
  nowIso: string,
): Person {
  const { id, email, name } = member;
  const expired = invitation !== undefined && invitation.expires_at <= nowIso;
  const state = member.state === "invited" && expired ? "expired" : (member.state as PersonState);
  return { id, email, name: name || agent?.name || email, state, member, agent, invitation };
}

function agentAlone(agent: Agent): Person {
  const { id, name, email, active } = agent;
  const state = active ? "no-access" : "inactive";
  return { id, name, email: email ?? "", state, member: undefined, agent, invitation: undefined };
}

/** The roles that somebody with these roles may give and take. */
export function rolesToGive(callers: readonly Role[]): readonly Role[] {
  return callers.includes("owner") ? ROLES : LED_BY_MANAGERS;
}

export function mayManage(callers: readonly Role[], member: Pick<Member, "roles">): boolean {
  return member.roles.every((role) => rolesToGive(callers).includes(role));
}

/** Whether nobody else could come in as owner. */
export function isLastOwner(members: readonly Member[], member: Member): boolean {
  const owners = members.filter(({ state, roles }) => state === "active" && roles.includes("owner"));
  return owners.length === 1 && owners[0]?.id === member.id;
}

/** Why time may stay unapproved though everybody does their part. */
export type ApprovalHint =
  | { readonly kind: "alone"; readonly member: Member }
  | { readonly kind: "unknown"; readonly member: Member };

/**
 * Where people do not approve their own time, a single approver who logs time has nobody who approves theirs, and one
 * who is no agent can approve nothing, since it is not known which time is their own.
 */
export function approvalHints(members: readonly Member[], allowSelfApproval: boolean): ApprovalHint[] {
  if (allowSelfApproval) return [];
  const approvers = members.filter(
    ({ state, roles }) => state === "active" && (roles.includes("owner") || roles.includes("manager")),
  );
  const able = approvers.filter(({ agent_id }) => agent_id !== null);
  const alone: ApprovalHint[] = able.length === 1 && able[0] ? [{ kind: "alone", member: able[0] }] : [];
  const unknown = approvers.filter(({ agent_id }) => agent_id === null);
  return [...alone, ...unknown.map((member): ApprovalHint => ({ kind: "unknown", member }))];
}
