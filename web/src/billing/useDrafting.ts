import { useNavigate } from "react-router";
import { type InvoicingSchemas, invoicing } from "../api/invoicing.ts";
import { data } from "../api/service.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";

type Wanted = Partial<InvoicingSchemas["schemas"]["CreateDraftRequest"]> & {
  readonly organization_id: string;
};

/** Makes a draft and opens it. */
export function useDrafting() {
  const navigate = useNavigate();
  return useWrite(
    (wanted: Wanted) =>
      data(
        invoicing.POST("/v1/invoices", {
          body: wanted as InvoicingSchemas["schemas"]["CreateDraftRequest"],
        }),
      ),
    { refresh: ["invoicing"], onDone: (draft) => void navigate(paths.draft(draft.id)) },
  );
}
