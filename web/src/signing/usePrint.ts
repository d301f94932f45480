import { useLingui } from "@lingui/react/macro";
import { data } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { useName } from "../directory/lists.ts";
import type { Values } from "../ui/Form.tsx";
import { saveFile } from "../ui/saveFile.ts";
import { toast } from "../ui/toasts.ts";

/** What was filled in, as the API asks for it. */
function queryOf({
  organization_id = "",
  first_day = "",
  last_day = "",
  agent_id,
  project_id,
  state,
}: Values) {
  return {
    organization_id,
    first_day,
    last_day,
    ...(agent_id ? { agent_id } : {}),
    ...(project_id ? { project_id } : {}),
    ...(state === "any" ? { state: "any" as const } : {}),
  };
}

/** Fetches the timesheet and lets the browser save it; the file is named after the customer. */
export function usePrint(name: string | undefined, onClose: () => void) {
  const { t } = useLingui();
  const nameOf = useName("organizations");
  return useWrite(
    async (values: Values) => {
      const pdf = await data(
        timer.GET("/v1/reports/timesheet.pdf", { params: { query: queryOf(values) }, parseAs: "blob" }),
      );
      const { organization_id, first_day, last_day } = values;
      saveFile(pdf as unknown as Blob, `${name ?? nameOf(organization_id)} ${first_day} ${last_day}.pdf`);
    },
    {
      refresh: [],
      onDone: () => {
        toast(t`The timesheet was downloaded.`);
        onClose();
      },
    },
  );
}
