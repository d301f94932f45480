import type { paths } from "./schema/rates.ts";
import { service } from "./service.ts";

export const rates = service<paths>("rates");
export type { components as RatesSchemas } from "./schema/rates.ts";
