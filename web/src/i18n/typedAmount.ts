/**
 * What somebody typed as an amount, as the API takes it: `1.234,50`, `1,234.50`, `1 234,5` and `1234.5` are `1234.50`-like
 * texts. Null where it cannot be told. One separator with exactly three digits after it groups thousands in no language
 * safely (`1.234`), so the language decides.
 */
export function typedAmount(typed: string, language: string): string | null {
  const text = typed.trim().replace(/[\s\u00a0\u202f']/g, "");
  if (!/^[-+]?[\d.,]*\d[\d.,]*$/.test(text)) return null;
  const mark = decimalMark(text, language);
  const [whole = "", decimals, ...more] = mark ? text.split(mark) : [text];
  if (more.length > 0 || /[.,]/.test(decimals ?? "") || !isGrouped(whole)) return null;
  const digits = whole.replace(/[.,+]/g, "") || "0";
  return decimals ? `${digits}.${decimals}` : digits;
}

function decimalMark(text: string, language: string): string | null {
  const last = text.search(/[.,][^.,]*$/);
  if (last < 0) return null;
  const mark = text[last] as string;
  const marks = text.match(/[.,]/g) ?? [];
  if (new Set(marks).size === 2) return mark;
  if (marks.length > 1) return null;
  const isThousands = /^[-+]?\d{1,3}[.,]\d{3}$/.test(text);
  return isThousands && mark === (language === "da" ? "." : ",") ? null : mark;
}

function isGrouped(whole: string): boolean {
  return /^[-+]?\d*$/.test(whole) || /^[-+]?\d{1,3}([.,]\d{3})+$/.test(whole);
}
