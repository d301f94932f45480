import { useLingui } from "@lingui/react/macro";
import { useId } from "react";
import type { Role } from "../session/me.ts";
import { useMe } from "../session/useMe.ts";
import { Checkbox } from "../ui/Field.tsx";
import { useFieldReason } from "../ui/formState.ts";
import { ROLES, rolesToGive } from "./people.ts";
import styles from "./RolesField.module.css";
import { useRoleWords } from "./useRoleWords.ts";

/** Check boxes for roles; the form has the chosen ones under `roles`. Managers give two of them. */
export function RolesField({ chosen }: { readonly chosen: readonly Role[] }) {
  const { t } = useLingui();
  const words = useRoleWords();
  const reason = useFieldReason("roles");
  const id = useId();
  const allowed = rolesToGive(useMe().roles);
  const shown = ROLES.filter((role) => allowed.includes(role) || chosen.includes(role));
  return (
    <fieldset className={styles.roles} aria-describedby={reason && id}>
      <legend>{t`Roles`}</legend>
      {shown.map((role) => (
        <Checkbox
          key={role}
          name="roles"
          value={role}
          label={words[role].name}
          hint={words[role].may}
          defaultChecked={chosen.includes(role)}
        />
      ))}
      {!allowed.includes("owner") && <p className={styles.hint}>{t`Owners give the other roles.`}</p>}
      {reason && (
        <p id={id} className={styles.reason}>
          {reason}
        </p>
      )}
    </fieldset>
  );
}
