import { hasObject, hasTexts, record } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** A custom widget of a CloudWatch dashboard. Whoever looks at the dashboard fills in its forms; the widget's author chose the other parameters. */
export const awsCloudwatchDashboard: Trigger = {
  id: 'aws:cloudwatch-dashboard',
  title: 'Amazon CloudWatch dashboard, custom widget',
  document: 'https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/add_custom_widget_dashboard.html',
  outsiderControlled: true,
  example: 'aws/pt-cloud-watch-dashboard-event.json',
  keys: ['widgetContext'],
  fields: () =>
    record('', {
      widgetContext: record('widgetId accountId locale timezone period isAutoPeriod timeRange theme linkCharts width height', {
        dashboardName: 'outsider',
        domain: 'outsider',
        title: 'outsider',
        forms: 'outsider',
        params: 'outsider',
      }),
    }),
  recognizes: (event) =>
    hasTexts(peek(event, 'widgetContext'), 'dashboardName', 'widgetId') && hasObject(event, 'widgetContext', 'timeRange'),
};
