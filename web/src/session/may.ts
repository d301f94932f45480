import type { MessageDescriptor } from "@lingui/core";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import type { Permission } from "./me.ts";
import { useMe } from "./useMe.ts";

/** Why something is off for those who lack a permission. */
const REASONS: Record<Permission, MessageDescriptor> = {
  "track-time": msg`You are not set up to log time here.`,
  "see-work": msg`Your role does not see this.`,
  "approve-time": msg`Managers approve time.`,
  "manage-work": msg`Managers change this.`,
  "see-members": msg`Managers see who is a member.`,
  "invite-members": msg`Managers invite people.`,
  "see-rates": msg`Managers and bookkeepers see rates.`,
  "change-rates": msg`Bookkeepers change rates.`,
  "see-costs": msg`Owners and managers see what time costs.`,
  "see-invoices": msg`Managers and bookkeepers see invoices.`,
  "change-invoices": msg`Bookkeepers change invoices.`,
  "connect-quickbooks": msg`An owner connects QuickBooks.`,
  "manage-account": msg`An owner changes this.`,
};

export interface May {
  (permission: Permission): boolean;
  /** For `off` of a button: the reason, or undefined when one may. */
  readonly not: (permission: Permission) => string | undefined;
}

/** What the member may do. The services decide; this is to say beforehand what they will say. */
export function useMay(): May {
  const { permissions } = useMe();
  const { _ } = useLingui();
  const may = (permission: Permission) => permissions.includes(permission);
  return Object.assign(may, {
    not: (permission: Permission) => (may(permission) ? undefined : _(REASONS[permission])),
  });
}
