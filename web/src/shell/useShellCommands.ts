import { useLingui } from "@lingui/react/macro";
import { useEffect } from "react";
import { useNavigate } from "react-router";
import { useLogOut } from "../session/useSession.ts";
import { commandFor, useCommands } from "../ui/commands.ts";
import { openDialog } from "./openDialogs.ts";
import { useGroups } from "./useGroups.ts";

/** Going to each screen, and what the shell itself does; and the keys of all commands. */
export function useShellCommands(): void {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const logOut = useLogOut();
  const places = useGroups().flatMap(({ destinations }) => destinations);
  useCommands([
    ...places.map(({ to, label }) => ({
      id: `go ${to}`,
      label: i18n._(label),
      run: () => void navigate(to),
    })),
    { id: "keys", label: t`Show the keys`, key: "?", run: () => openDialog("keys") },
    { id: "log out", label: t`Log out`, run: logOut },
  ]);
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        openDialog("palette");
        return;
      }
      const command = commandFor(event);
      if (!command) return;
      event.preventDefault();
      command.run();
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, []);
}
