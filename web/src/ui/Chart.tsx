import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import styles from "./Chart.module.css";
import { niceTop, polyline } from "./charts.ts";

export interface Series {
  readonly name: string;
  /** One value per label, only for the drawing: what is read is `shown`. */
  readonly values: readonly number[];
  readonly shown: readonly ReactNode[];
}

interface Props {
  readonly label: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
}

const WIDTH = 600;
const HEIGHT = 180;

/** Bars beside each other, with the same figures as a table. */
export function Bars(props: Props) {
  const top = niceTop(props.series.flatMap((one) => one.values));
  const slot = WIDTH / Math.max(1, props.labels.length);
  const width = Math.min(40, (slot * 0.7) / Math.max(1, props.series.length));
  return (
    <Chart {...props}>
      {props.series.map((one, index) =>
        one.values.map((value, at) => {
          const height = (value / top) * HEIGHT;
          const x = slot * (at + 0.5) + (index - props.series.length / 2) * width;
          return (
            <rect
              key={`${one.name} ${props.labels[at]}`}
              className={styles.bar}
              data-series={index + 1}
              x={x}
              y={HEIGHT - height}
              width={Math.max(1, width - 2)}
              height={height}
              rx={2}
            />
          );
        }),
      )}
    </Chart>
  );
}

/** What the colours of the series mean. */
export function Legend({ series }: Pick<Props, "series">) {
  return (
    <p className={styles.legend}>
      {series.map(({ name }, index) => (
        <span key={name} data-series={index + 1}>
          {name}
        </span>
      ))}
    </p>
  );
}

/** Lines over time, with the same figures as a table. */
export function Lines(props: Props) {
  const top = niceTop(props.series.flatMap((one) => one.values));
  return (
    <Chart {...props}>
      {props.series.map((one, index) => (
        <polyline
          key={one.name}
          className={styles.line}
          data-series={index + 1}
          points={polyline(one.values, WIDTH, HEIGHT, top)}
        />
      ))}
    </Chart>
  );
}

function Chart({ label, labels, series, children }: Props & { readonly children: ReactNode }) {
  return (
    <figure className={styles.chart}>
      <svg
        viewBox={`0 -4 ${WIDTH} ${HEIGHT + 8}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className={styles.drawing}
      >
        {[0, 0.5, 1].map((part) => (
          <line key={part} className={styles.rule} x1={0} x2={WIDTH} y1={HEIGHT * part} y2={HEIGHT * part} />
        ))}
        {children}
      </svg>
      <div className={styles.labels} aria-hidden="true">
        {labels.map((text) => (
          <span key={text}>{text}</span>
        ))}
      </div>
      <details>
        <summary>
          <Trans>As a table</Trans>
        </summary>
        <Figures label={label} labels={labels} series={series} />
      </details>
    </figure>
  );
}

function Figures({ label, labels, series }: Props) {
  return (
    <div className={styles.figures}>
      <table>
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            <td />
            {series.map((one) => (
              <th key={one.name} scope="col">
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((text, row) => (
            <tr key={text}>
              <th scope="row">{text}</th>
              {series.map((one) => (
                <td key={one.name}>{one.shown[row]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
