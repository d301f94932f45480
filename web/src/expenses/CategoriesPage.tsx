import { useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { invoicing } from "../api/invoicing.ts";
import { QueryView } from "../api/QueryView.tsx";
import { data, ifMatch } from "../api/service.ts";
import { useRefusal } from "../api/useRefusal.ts";
import { useWrite } from "../api/useWrite.ts";
import { paths } from "../paths.ts";
import { useMay } from "../session/may.ts";
import { AmountField } from "../ui/AmountField.tsx";
import { Button } from "../ui/Button.tsx";
import { DataTable } from "../ui/DataTable.tsx";
import { Dialog } from "../ui/Dialog.tsx";
import { EmptyState } from "../ui/EmptyState.tsx";
import { Checkbox, SelectField, TextField } from "../ui/Field.tsx";
import { Form, FormRow } from "../ui/Form.tsx";
import { Badge } from "../ui/Note.tsx";
import { Page } from "../ui/Page.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { type Category, categoriesQuery, type NewCategory } from "./expense.ts";

/** Kinds of expenses, with the tax code and the mark-up that are proposed for each. */
export default function CategoriesPage() {
  const { t } = useLingui();
  const off = useMay().not("change-invoices");
  const [edited, setEdited] = useState<Category | "new" | null>(null);
  const query = useQuery(categoriesQuery());
  return (
    <Page
      title={t`Categories of expenses`}
      lead={t`What is proposed for an expense; it keeps its mark-up when a category changes.`}
      back={{ to: paths.expenses, label: t`Expenses` }}
      actions={<Button look="primary" off={off} onClick={() => setEdited("new")}>{t`New category`}</Button>}
    >
      <QueryView query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyState
              title={t`No categories yet.`}
            >{t`Travel, software, postage: as you sort them.`}</EmptyState>
          ) : (
            <CategoryTable categories={items} off={off} onEdit={setEdited} />
          )
        }
      </QueryView>
      {edited && (
        <CategoryDialog category={edited === "new" ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Page>
  );
}

interface TableProps {
  readonly categories: readonly Category[];
  readonly off: string | undefined;
  readonly onEdit: (category: Category) => void;
}

function CategoryTable({ categories, off, onEdit }: TableProps) {
  const { t } = useLingui();
  return (
    <DataTable
      label={t`Categories of expenses`}
      rows={categories}
      rowKey={({ id }) => id}
      columns={[
        {
          key: "name",
          head: t`Name`,
          main: true,
          cell: ({ name, retired }) => (
            <span className="row">
              {name}
              {retired && <Badge>{t`Retired`}</Badge>}
            </span>
          ),
        },
        { key: "tax", head: t`Tax code`, cell: ({ tax_code }) => tax_code ?? t`as the other lines` },
        { key: "mark-up", head: t`Mark-up`, align: "end", cell: ({ mark_up }) => `${mark_up ?? 0} %` },
        {
          key: "acts",
          head: t`Change`,
          acts: true,
          align: "end",
          cell: (one) => (
            <Button small off={off} onClick={() => onEdit(one)}>
              {t`Change`}
            </Button>
          ),
        },
      ]}
    />
  );
}

interface DialogProps {
  readonly category: Category | null;
  readonly onClose: () => void;
}

function CategoryDialog({ category, onClose }: DialogProps) {
  const { t } = useLingui();
  const codes = useQuery(invoicing.query("/v1/tax-codes")).data?.tax_codes ?? [];
  const write = useWrite((body: NewCategory) => saved(category, body), {
    refresh: ["invoicing"],
    onDone: onClose,
  });
  return (
    <Dialog title={category ? t`Change the category` : t`New category`} open onClose={onClose}>
      <Form
        refusal={useRefusal(write.problem)}
        onSubmit={({ name = "", tax_code, mark_up }, form) =>
          void write.run({
            name,
            tax_code: tax_code || null,
            mark_up: mark_up || "0",
            retired: form.has("retired"),
          })
        }
      >
        <TextField label={t`Name`} name="name" maxLength={100} defaultValue={category?.name ?? ""} />
        <FormRow>
          <SelectField
            key={codes.length}
            label={t`Tax code`}
            name="tax_code"
            defaultValue={category?.tax_code ?? ""}
          >
            <option value="">{t`as the other lines`}</option>
            {codes
              .filter(({ code, retired }) => !retired || code === category?.tax_code)
              .map(({ code, name }) => (
                <option key={code} value={code}>
                  {code} · {name}
                </option>
              ))}
          </SelectField>
          <AmountField
            label={t`Mark-up in per cent`}
            name="mark_up"
            defaultValue={category?.mark_up ?? "0"}
          />
        </FormRow>
        {category && (
          <Checkbox
            label={t`Retired: not offered any more`}
            name="retired"
            defaultChecked={category.retired}
          />
        )}
        <SubmitOrCancel busy={write.running} onCancel={onClose}>
          {t`Save`}
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

function saved(category: Category | null, body: NewCategory) {
  if (!category) return data(invoicing.POST("/v1/expense-categories", { body }));
  const params = { path: { category_id: category.id }, header: ifMatch(category) };
  return data(invoicing.PUT("/v1/expense-categories/{category_id}", { params, body }));
}
