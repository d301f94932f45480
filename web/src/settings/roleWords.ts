import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import type { Role } from "../session/me.ts";

/** Roles in the order of what they may do. */
export const ROLES: Readonly<Record<Role, MessageDescriptor>> = {
  owner: msg`Owner: everything`,
  manager: msg`Manager: work, people, approvals`,
  billing: msg`Bookkeeper: rates, invoices, payments`,
  agent: msg`Agent: own time`,
  client: msg`Client: own invoices`,
};

/** What somebody may hand on to a token: an owner any role, others their own. */
export function rolesToGive(held: readonly Role[]): Role[] {
  const all = Object.keys(ROLES) as Role[];
  return held.includes("owner") ? all : all.filter((role) => held.includes(role));
}
