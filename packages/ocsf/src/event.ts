import { fingerprint } from '@postern/core';
import { ocsfVersion } from './schema.generated.ts';
import { present, text } from './tolerant.ts';

/** What is known about records from elsewhere than the records. */
export interface MappingOptions {
  /** Milliseconds since 1970 for a record without a time of its own; now if absent. */
  readonly time?: number;
  /** The Postern that made the record, where the record does not say it. */
  readonly version?: string;
  readonly account?: string;
  readonly region?: string;
  /** The cloud; `AWS` if absent. */
  readonly provider?: string;
  /** The application that a scan was about. */
  readonly application?: string;
}

export interface Base {
  readonly classUid: number;
  readonly activity: number;
  readonly severity: number;
  readonly time: number;
  readonly message: string | undefined;
  readonly code: string | undefined;
  readonly version: string | undefined;
  readonly correlation: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly profiles: readonly string[];
  /** What tells this event from another one of the same finding. */
  readonly identity: readonly (string | number | undefined)[];
}

/** The attributes that every class has. */
export function baseEvent(base: Base, options: MappingOptions): Record<string, unknown> {
  const hasCloud = base.account !== undefined || base.region !== undefined;
  const profiles = hasCloud ? ['cloud', ...base.profiles] : base.profiles;
  return present({
    activity_id: base.activity,
    category_uid: Math.floor(base.classUid / 1000),
    class_uid: base.classUid,
    type_uid: base.classUid * 100 + base.activity,
    severity_id: base.severity,
    time: base.time,
    message: base.message,
    metadata: present({
      version: ocsfVersion,
      product: present({ name: 'Postern', vendor_name: 'Postern', version: base.version ?? options.version }),
      profiles,
      event_code: base.code,
      correlation_uid: base.correlation,
      uid: fingerprint(base.classUid, base.time, ...base.identity),
    }),
    cloud: hasCloud
      ? present({
          provider: text(options.provider, 40) ?? 'AWS',
          region: base.region,
          account: base.account === undefined ? undefined : { uid: base.account },
        })
      : undefined,
  });
}

/** Milliseconds since 1970 of a record's time; hostile and unreadable times become the fallback. */
export function timeOf(value: unknown, options: MappingOptions): number {
  // RFC 3339 in UTC is what the guard writes; `Date.parse` alone would take "1" for a year.
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(value)) {
    const time = Date.parse(value);
    if (time > 0) return time;
  }
  return options.time ?? Date.now();
}
