const PERCENT = /(?<![\d.,])(\d+(?:[.,]\d+)?)\s?%/g;

/** Whether a text has the percentage itself, as people write it: `5 %`, `12,50%`. As printing knows it. */
export function saysPercent(text: string, percent: string): boolean {
  return [...text.matchAll(PERCENT)].some(
    ([, said = ""]) => Number(said.replace(",", ".")) === Number(percent),
  );
}
