import type { Finding, PosternRecord } from '@postern/core';
import { activityEvent } from './activity.ts';
import type { MappingOptions } from './event.ts';
import { findingEvent } from './finding.ts';
import { addSiblings } from './siblings.ts';
import { object } from './tolerant.ts';
import type { OcsfEvent } from './types.generated.ts';

/**
 * A record as an OCSF 1.8.0 event that {@link validateOcsf} accepts, whatever the record holds: any code in a function can print
 * a line that begins like a record, so a member of the wrong type is left out and a long one is cut.
 *
 * | record | class |
 * |---|---|
 * | finding in an event or at run time | Detection Finding (2004) |
 * | finding in source, about a package with a published advisory | Vulnerability Finding (2002) |
 * | any other finding in source | Application Security Posture Finding (2007) |
 * | finding in an account | Compliance Finding (2003) |
 * | activity `start`, `summary` | Application Lifecycle (6002) |
 * | activity `invocation` | API Activity (6003) |
 */
export function toOcsf(record: PosternRecord | Finding, options: MappingOptions = {}): OcsfEvent {
  const members = object(record);
  const event: Record<string, unknown> = members['kind'] === 'activity' ? activityEvent(members, options) : findingEvent(members, options);
  addSiblings(event);
  return event as unknown as OcsfEvent;
}
