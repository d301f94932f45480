import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { refreshServices, useWrite } from "../api/useWrite.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Form, type Values } from "../ui/Form.tsx";
import { SubmitOrCancel } from "../ui/SubmitOrCancel.tsx";
import { toast } from "../ui/toasts.ts";
import type { Agreement } from "./agreement.ts";
import { useAgreementRefusal } from "./useAgreementRefusal.ts";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
  /** What the button says that does it. */
  readonly act: string;
  /** What is said when it is done. */
  readonly done: string;
  readonly look?: "primary" | "danger";
  /** Over the version that is on screen: who read an older one is told that it changed. */
  readonly change: (values: Values) => Promise<Agreement>;
  readonly onClose: () => void;
}

/** A change of an agreement: its fields, and the refusal at them. */
export function ActDialog({ title, children, act, done, look = "primary", change, onClose }: Props) {
  const client = useQueryClient();
  const write = useWrite(change, {
    // What is on screen is an older state then: the new one stands behind the form, and what was typed stays.
    onRefused: () => void refreshServices(client, ["rates"]),
    refresh: ["rates", "invoicing"],
    onDone: () => {
      toast(done);
      onClose();
    },
  });
  return (
    <Dialog title={title} open onClose={onClose}>
      <Form refusal={useAgreementRefusal(write.problem)} onSubmit={(values) => void write.run(values)}>
        {children}
        <SubmitOrCancel look={look} busy={write.running} onCancel={onClose}>
          {act}
        </SubmitOrCancel>
      </Form>
    </Dialog>
  );
}

export interface ActProps {
  readonly agreement: Agreement;
  readonly onClose: () => void;
}
