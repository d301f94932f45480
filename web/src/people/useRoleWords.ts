import { useLingui } from "@lingui/react/macro";
import type { Role } from "../session/me.ts";

/** Roles by name, and what each may do. */
export function useRoleWords(): Record<Role, { readonly name: string; readonly may: string }> {
  const { t } = useLingui();
  return {
    owner: { name: t`Owner`, may: t`everything, also settings and other owners` },
    manager: { name: t`Manager`, may: t`work and approvals, sees money; logs time` },
    billing: { name: t`Bookkeeper`, may: t`rates, invoices, payments` },
    agent: { name: t`Agent`, may: t`logs own time` },
    client: { name: t`Customer's person`, may: t`sees what is for the customer` },
  };
}
