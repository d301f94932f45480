import { useLingui } from "@lingui/react/macro";
import { useMemberName } from "../directory/members.ts";

const AN_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The name of whoever did something; null where nobody did, or the reader may not see who is a member. */
export function useWho(): (subject: string | null) => string | null {
  const { t } = useLingui();
  const nameOf = useMemberName();
  return (subject) => {
    if (!subject) return null;
    if (subject === "recurring") return t`a recurring invoice`;
    const name = nameOf(subject);
    return AN_ID.test(name) ? null : name;
  };
}
