/** Where something that the law demands is mended. */
export type Place = "seller" | "customer" | "lines";

export function placeOf(field: string): Place {
  if (field.startsWith("seller") || field === "payment_instructions") return "seller";
  return field.startsWith("buyer") ? "customer" : "lines";
}
