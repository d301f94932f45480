import { Trans, useLingui } from "@lingui/react/macro";
import { useSearchParams } from "react-router";
import { data, ifMatch } from "../api/service.ts";
import { timer } from "../api/timer.ts";
import { useWrite } from "../api/useWrite.ts";
import { useMay } from "../session/may.ts";
import { Button } from "../ui/Button.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { toast } from "../ui/toasts.ts";
import type { Item } from "./items.ts";
import { ItemForm } from "./NewItem.tsx";
import { useRefusalWords } from "./useRefusalWords.ts";

/** Its name, and whether it takes new time. */
export function EditItem({ item }: { readonly item: Item }) {
  const { t } = useLingui();
  const may = useMay();
  const [params, setParams] = useSearchParams();
  const close = () => setParams({}, { replace: true });
  return (
    <>
      <Button off={may.not("manage-work")} onClick={() => setParams({ edit: "1" })}>
        <Trans>Edit</Trans>
      </Button>
      <Archive item={item} />
      <Dialog title={t`Edit`} open={params.get("edit") === "1"} onClose={close}>
        <EditForm item={item} close={close} />
      </Dialog>
    </>
  );
}

function EditForm({ item, close }: { readonly item: Item; readonly close: () => void }) {
  const save = useWrite((name: string) => patch(item, { name }), { refresh: ["timer"], onDone: close });
  return (
    <ItemForm
      name={item.name}
      problem={save.problem}
      busy={save.running}
      close={close}
      onSave={({ name = "" }) => save.run(name)}
    />
  );
}

/** What is archived by mistake is opened again by the same button. */
function Archive({ item }: { readonly item: Item }) {
  const { t } = useLingui();
  const may = useMay();
  const words = useRefusalWords();
  const flip = useWrite(() => patch(item, { archived: !item.over }), {
    refresh: ["timer"],
    onRefused: (problem) => toast(words(problem), { tone: "danger" }),
  });
  return (
    <Button
      look="quiet"
      busy={flip.running}
      off={may.not("manage-work")}
      onClick={() => void flip.run(undefined)}
    >
      {item.over ? t`Open again` : t`Archive`}
    </Button>
  );
}

interface Changes {
  readonly name?: string;
  readonly archived?: boolean;
}

function patch({ id, kind, of }: Item, body: Changes): Promise<unknown> {
  const header = ifMatch(of);
  if (kind === "task")
    return data(timer.PATCH("/v1/tasks/{task_id}", { params: { path: { task_id: id }, header }, body }));
  return data(
    timer.PATCH("/v1/projects/{project_id}", { params: { path: { project_id: id }, header }, body }),
  );
}
