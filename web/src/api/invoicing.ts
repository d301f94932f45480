import type { paths } from "./schema/invoicing.ts";
import { service } from "./service.ts";

export const invoicing = service<paths>("invoicing");
export type { components as InvoicingSchemas } from "./schema/invoicing.ts";
