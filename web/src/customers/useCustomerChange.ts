import { data, ifMatch } from "../api/service.ts";
import { type TimerSchemas, timer } from "../api/timer.ts";
import { useWrite, type Write } from "../api/useWrite.ts";
import type { Organization } from "../directory/lists.ts";

type Patch = TimerSchemas["schemas"]["OrganizationPatch"];

/** Changes what is given and nothing else, if nobody changed the customer since it was read. */
export function useCustomerChange(customer: Organization, onDone?: () => void): Write<Patch, Organization> {
  const params = { path: { organization_id: customer.id }, header: ifMatch(customer) };
  return useWrite(
    (body: Patch) => data(timer.PATCH("/v1/organizations/{organization_id}", { params, body })),
    { refresh: ["timer", "invoicing"], ...(onDone ? { onDone } : {}) },
  );
}
