/** A round number at or above the largest value: the top of a chart's scale. */
export function niceTop(values: readonly number[]): number {
  const largest = Math.max(0, ...values);
  if (largest === 0) return 1;
  const step = 10 ** Math.floor(Math.log10(largest));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * step >= largest) ?? 10;
  return factor * step;
}

/** The points of a polyline in a box, `x,y x,y`. */
export function polyline(values: readonly number[], width: number, height: number, top: number): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0;
  return values
    .map((value, index) => `${(index * step).toFixed(1)},${(height - (value / top) * height).toFixed(1)}`)
    .join(" ");
}
