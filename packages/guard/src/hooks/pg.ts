/** The PostgreSQL driver `pg`: every query of clients and pools goes through `Client.prototype.query`. */
import { correlate, sqlEvidence } from '../analysis.ts';
import type { Foreign, ForeignFunction } from '../host.ts';
import { onFile } from '../modules.ts';
import type { Hook } from '../unit.ts';

export const pg: Hook = {
  id: 'pg',
  summary: 'SQL statements of the PostgreSQL driver pg.',
  arm(guarding) {
    const { host } = guarding;
    onFile('/node_modules/pg/lib/client.js', (Client) => {
      const prototype = Client['prototype'] as Foreign | undefined;
      const query = prototype?.['query'];
      if (!prototype || typeof query !== 'function') return;
      prototype['query'] = host.expose((self, args) => {
        const config = args[0] as Foreign | string | null | undefined;
        const text = typeof config === 'string' ? config : config?.['text'];
        if (typeof text !== 'string') return host.call(query as ForeignFunction, self, args);
        const stopped = guarding.judge('pg', text, (index) => {
          const change = sqlEvidence(text, correlate(text, index()), { dialect: 'postgres' });
          return change && { rule: 'sqlInjection', kind: 'sql', call: 'pg.Client.query', text, change };
        });
        if (!stopped) return host.call(query as ForeignFunction, self, args);
        const callback = args[args.length - 1];
        if (typeof callback === 'function') {
          host.nextTick(() => host.call(callback as ForeignFunction, undefined, [stopped]));
          return undefined;
        }
        if (typeof config === 'object' && typeof config?.['submit'] === 'function') throw stopped;
        return host.reject(stopped);
      }, query as ForeignFunction);
    });
    return 'waiting';
  },
};
