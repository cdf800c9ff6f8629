import { CloudwatchDashboard } from '@cdktf/provider-aws/lib/cloudwatch-dashboard/index.js';
import { Construct } from 'constructs';
import { addChecks, matches, refuseIf, within } from '../validation.ts';
import { checkMetric } from './metric.ts';
import { type Widget, widgetJson } from './widgets.ts';

/** Widgets side by side, sharing the 24 columns of the page. */
export interface DashboardRow {
  /** In units of CloudWatch's grid; 6 unless given (a text needs 2). */
  readonly height?: number;
  readonly widgets: readonly Widget[];
}

export interface DashboardProps {
  readonly name: string;
  readonly region: string;
  readonly rows: readonly DashboardRow[];
}

/** A dashboard, row by row. */
export class Dashboard extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, { name, region, rows }: DashboardProps) {
    super(scope, id);
    addChecks(this, () => [
      matches('name', name, /^[\w-]{1,255}$/, 'letters, digits, _ or -'),
      refuseIf(rows.length === 0, 'rows: got none, expected at least one'),
      ...rows.flatMap((row, index) => [
        within(`rows[${index}].widgets (their number)`, row.widgets.length, 1, 6),
        within(`rows[${index}].height`, row.height, 1, 20),
        ...row.widgets.flatMap((widget) => checkWidget(`rows[${index}]`, widget)),
      ]),
    ]);
    this.name = new CloudwatchDashboard(this, 'dashboard', {
      dashboardName: name,
      dashboardBody: JSON.stringify({ widgets: placed(rows, region) }),
    }).dashboardName;
  }
}

const checkWidget = (place: string, widget: Widget) =>
  'lines' in widget
    ? [
        refuseIf(widget.lines.length === 0, `${place} ${widget.title}: got no line`),
        ...widget.lines.flatMap((line) => checkMetric(`${place} ${widget.title}`, line.metric)),
      ]
    : [];

const columns = 24;

function placed(rows: readonly DashboardRow[], region: string): readonly object[] {
  let y = 0;
  return rows.flatMap(({ height = 6, widgets }) => {
    const width = Math.floor(columns / widgets.length);
    const top = y;
    y += height;
    return widgets.map((widget, index) => ({
      x: index * width,
      y: top,
      width,
      height,
      ...widgetJson(widget, region),
    }));
  });
}
