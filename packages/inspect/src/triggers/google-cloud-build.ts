import { cloudEventFields, cloudEventTrigger } from '../cloud-event.ts';
import { record, stamped } from '../event-shape.ts';
import { peek, type Trigger } from '../trigger.ts';

/** The state of a build. Branch and tag names, and with them substitutions and images, are chosen by whoever may push or open a pull request. */
export const googleCloudBuild: Trigger = {
  id: 'google:cloud-build',
  title: 'Google Cloud Build state',
  document: 'https://cloud.google.com/build/docs/subscribe-build-notifications',
  example: 'gcp/cloudbuild-build-event-data-simple.json',
  keys: ['buildTriggerId', 'google:cloud-build'],
  outsiderControlled: true,
  fields() {
    const build = {
      ...stamped('createTime', 'startTime', 'finishTime', 'timeout', 'queueTtl', 'status', 'buildTriggerId', 'projectId', 'timing'),
      id: 'platform',
      name: 'platform',
      tags: 'outsider',
      images: 'outsider',
      logUrl: 'outsider',
      logsBucket: 'outsider',
      substitutions: 'outsider',
      source: 'outsider',
      steps: 'outsider',
      statusDetail: 'outsider',
    } as const;
    return cloudEventFields(record('', build), build);
  },
  recognizes(event) {
    if (typeof peek(event, 'buildTriggerId') === 'string') return peek(event, 'projectId') !== undefined;
    return cloudEventTrigger(event) === 'google:cloud-build';
  },
};
