import type { IdentitySchemas } from "../api/identity.ts";

export type Role = "owner" | "manager" | "billing" | "agent" | "client";
export type Permission =
  | "track-time"
  | "see-work"
  | "approve-time"
  | "manage-work"
  | "see-members"
  | "invite-members"
  | "see-rates"
  | "change-rates"
  | "see-costs"
  | "see-invoices"
  | "change-invoices"
  | "connect-quickbooks"
  | "manage-account";

/** Who is logged in, where, and as what. */
export interface Me {
  /** The member: what they made without a network is kept under this id. */
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly agentId: string | null;
  readonly permissions: readonly Permission[];
  readonly account: AccountOfMine;
  readonly accounts: readonly AccountOfMine[];
}

export interface AccountOfMine {
  readonly id: string;
  readonly name: string;
}

export function meOf(answer: IdentitySchemas["schemas"]["MeResponse"]): Me {
  const { person, account, roles, agent_id, permissions, accounts } = answer;
  return {
    id: person?.member_id ?? account.id,
    name: person?.name || person?.email || account.name,
    email: person?.email ?? "",
    roles,
    agentId: agent_id,
    permissions: permissions as Permission[],
    account,
    accounts,
  };
}
