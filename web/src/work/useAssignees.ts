import { useLingui } from "@lingui/react/macro";
import { useList } from "../directory/lists.ts";
import { useMe } from "../session/useMe.ts";

/** Who can take care of a ticket; oneself is told so. */
export function useAssignees(): readonly { readonly id: string; readonly name: string }[] {
  const { t } = useLingui();
  const { agentId } = useMe();
  return useList("agents")
    .filter(({ active }) => active)
    .map(({ id, name }) => ({ id, name: id === agentId ? t`${name} (me)` : name }));
}
