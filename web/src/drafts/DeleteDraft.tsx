import { useLingui } from "@lingui/react/macro";
import { useNavigate } from "react-router";
import { problemWords } from "../api/problemWords.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { ConfirmButton } from "../ui/ConfirmButton.tsx";
import { toast } from "../ui/toasts.ts";
import { type Draft, useDeleteDraft } from "./useDraft.ts";

export function DeleteDraft({ draft }: { readonly draft: Draft }) {
  const { t, i18n } = useLingui();
  const navigate = useNavigate();
  const deleted = () => {
    toast(t`Draft deleted. Its time is ready again.`);
    void navigate(paths.billing);
  };
  const remove = useDeleteDraft(draft, deleted, (problem) =>
    toast(problemWords(problem, i18n), { tone: "danger" }),
  );
  return (
    <ConfirmButton
      title={t`Delete this draft?`}
      consequence={t`Its lines are gone; its time is ready to be billed again.`}
      confirm={t`Delete the draft`}
      onConfirm={() => void remove.run()}
      busy={remove.running}
      off={useMay().not("change-invoices")}
    >
      {t`Delete`}
    </ConfirmButton>
  );
}
