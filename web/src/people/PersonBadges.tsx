import { useLingui } from "@lingui/react/macro";
import type { Role } from "../session/me.ts";
import { Badge, type Tone } from "../ui/Note.tsx";
import type { PersonState } from "./people.ts";
import { useRoleWords } from "./useRoleWords.ts";

const TONES: Record<PersonState, Tone> = {
  active: "ok",
  invited: "info",
  expired: "warn",
  suspended: "warn",
  "no-access": "neutral",
  inactive: "neutral",
};

export function PersonStateBadge({ state }: { readonly state: PersonState }) {
  const { t } = useLingui();
  const words: Record<PersonState, string> = {
    active: t`Active`,
    invited: t`Invited`,
    expired: t`Invitation too old`,
    suspended: t`Suspended`,
    "no-access": t`Not invited`,
    inactive: t`Inactive`,
  };
  return <Badge tone={TONES[state]}>{words[state]}</Badge>;
}

export function Roles({ roles }: { readonly roles: readonly Role[] }) {
  const words = useRoleWords();
  return roles.map((role) => words[role].name).join(", ");
}
