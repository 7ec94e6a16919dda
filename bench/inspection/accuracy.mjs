// What is found and what is falsely found, by class, beside the peers.
import { inspectEvent } from '../../packages/inspect/dist/index.js';
import { peers } from '../peers/peers.mjs';
import { attacks, benign, independent, sampleEvents } from './corpus.mjs';
import { mean, percent, quantile, share } from './statistics.mjs';

export const goals = {
  suspicious: { macro: 0.95, micro: 0.98, worstClass: 0.85, text: 0.005, code: 0.04 },
  certain: { micro: 0.9, text: 0.0005, code: 0.003 },
  balanced: 0.98,
};

/** Prints the tables; `report(name, value, isMet)` takes up each figure that has a goal. */
export function accuracy(report) {
  const rows = attacks();
  const found = rows.map((row) => ({ row, inspection: inspectEvent(row.event) }));
  const classes = [...new Set(rows.map((row) => row.class))].sort();
  console.log('Recall by class: an event with the payload in a string, or the event of the row (own tables). Wilson 95 % bounds');
  console.log('  class             any detection                             of the class itself   certain');
  const recall = { suspicious: [], certain: [] };
  for (const name of classes) {
    const mine = found.filter(({ row }) => row.class === name);
    const any = mine.filter(({ inspection }) => inspection.level !== 'none').length;
    const own = mine.filter(({ inspection }) => inspection.detections.some((detection) => detection.class === name)).length;
    const certain = mine.filter(({ inspection }) => inspection.level === 'certain').length;
    recall.suspicious.push(any / mine.length);
    recall.certain.push(certain / mine.length);
    console.log(
      `  ${name.padEnd(16)} ${share(any, mine.length).padEnd(44)} ${percent(own / mine.length).padStart(12)} ${percent(certain / mine.length).padStart(14)}`,
    );
  }
  const micro = share(found.filter(({ inspection }) => inspection.level !== 'none').length, found.length);
  const microRate = found.filter(({ inspection }) => inspection.level !== 'none').length / found.length;
  const certainRate = found.filter(({ inspection }) => inspection.level === 'certain').length / found.length;
  console.log(`  all, micro       ${micro}   certain ${percent(certainRate)}`);
  console.log(`  all, macro       ${percent(mean(recall.suspicious))}   certain ${percent(mean(recall.certain))}`);
  report('recall, macro', mean(recall.suspicious), goals.suspicious.macro, 'least');
  report('recall, micro', microRate, goals.suspicious.micro, 'least');
  report('recall of the worst class', Math.min(...recall.suspicious), goals.suspicious.worstClass, 'least');
  report('recall, certain', certainRate, goals.certain.micro, 'least');

  const texts = benign();
  const alarms = texts.map((row) => ({ row, inspection: inspectEvent(row.event) }));
  console.log(`\nFalse alarms on ${texts.length} benign texts`);
  for (const kind of ['text', 'code']) {
    const title = kind === 'text' ? 'text and values' : 'code and configuration';
    for (const set of ['fixtures', 'installed', undefined]) {
      const part = alarms.filter(({ row }) => row.kind === kind && (set === undefined || row.set === set));
      const any = part.filter(({ inspection }) => inspection.level !== 'none').length;
      const certain = part.filter(({ inspection }) => inspection.level === 'certain').length;
      console.log(
        `  ${title.padEnd(22)} ${(set ?? 'all').padEnd(10)} suspicious or more ${share(any, part.length)}   certain ${share(certain, part.length)}`,
      );
      if (set !== undefined) continue;
      report(`false alarms on ${title}`, any / part.length, goals.suspicious[kind], 'most');
      report(`certain false alarms on ${title}`, certain / part.length, goals.certain[kind], 'most');
    }
  }
  const byDetector = new Map();
  for (const { inspection } of alarms)
    for (const key of new Set(inspection.detections.map(({ detector, confidence }) => `${detector} ${confidence}`)))
      byDetector.set(key, (byDetector.get(key) ?? 0) + 1);
  console.log(
    `  by detector: ${[...byDetector]
      .sort((a, b) => b[1] - a[1])
      .map(([key, count]) => `${key} ${count}`)
      .join(', ')}`,
  );

  const events = sampleEvents();
  const loud = events.filter(({ event }) => inspectEvent(event).level !== 'none');
  console.log(`  sample events of the platforms: ${loud.length} of ${events.length}${loud.map(({ file }) => ` ${file}`).join('')}`);
  report('alarms on sample events', loud.length, 0, 'most');

  const alarmRate = alarms.filter(({ inspection }) => inspection.level !== 'none').length / alarms.length;
  console.log(`  balanced accuracy (micro recall, all benign) ${percent((microRate + 1 - alarmRate) / 2)}`);
  report('balanced accuracy', (microRate + 1 - alarmRate) / 2, goals.balanced, 'least');
  calibration(found, alarms);
  elsewhere(report);
  compare(
    rows.filter((row) => row.payload !== undefined),
    texts.filter((row) => row.payload !== undefined),
  );
}

/** The figures on texts that the detectors were not made with. */
function elsewhere(report) {
  const { attacks: hostile, benign: harmless } = independent();
  const unseen = hostile.filter((row) => !row.isSeen).map((row) => ({ row, inspection: inspectEvent(row.event) }));
  const classes = [...new Set(unseen.map(({ row }) => row.class))].sort();
  console.log(`\nElsewhere: ${unseen.length} attacks that nobody who wrote detectors has read`);
  const rates = classes.map((name) => {
    const mine = unseen.filter(({ row }) => row.class === name);
    const any = mine.filter(({ inspection }) => inspection.level !== 'none').length;
    const certain = mine.filter(({ inspection }) => inspection.level === 'certain').length;
    console.log(`  ${name.padEnd(16)} ${share(any, mine.length)}   certain ${percent(certain / mine.length)}`);
    return any / mine.length;
  });
  const certain = unseen.filter(({ inspection }) => inspection.level === 'certain').length / unseen.length;
  console.log(`  all, macro       ${percent(mean(rates))}   certain, micro ${percent(certain)}`);
  report('recall elsewhere, macro', mean(rates), goals.suspicious.macro, 'least');
  report('recall elsewhere, certain', certain, goals.certain.micro, 'least');
  for (const [title, isWanted] of [
    ['texts about attacks, which quote them', (row) => row.class === 'about-security'],
    ['other benign look-alikes', (row) => row.class !== 'about-security'],
  ]) {
    const part = harmless.filter(isWanted).map((row) => inspectEvent(row.event).level);
    const certainly = part.filter((level) => level === 'certain').length;
    console.log(
      `  ${title.padEnd(40)} suspicious or more ${share(part.filter((level) => level !== 'none').length, part.length)}   certain ${share(certainly, part.length)}`,
    );
  }
}

/** What a confidence means: of the texts whose strongest detection has it, how many are attacks, when as many benign texts as attacks come. */
function calibration(found, alarms) {
  console.log(
    '\nCalibration: the strongest detection of a text, and how often it is right when attacks and benign texts are equally frequent, or 1 in 1,000',
  );
  for (const confidence of ['high', 'medium', 'low']) {
    const has = ({ inspection }) => strongest(inspection) === confidence;
    const hits = found.filter(has).length / found.length;
    const misses = alarms.filter(has).length / alarms.length;
    const rare = (hits * 0.001) / (hits * 0.001 + misses * 0.999);
    console.log(
      `  ${confidence.padEnd(7)} ${percent(hits).padStart(8)} of attacks, ${percent(misses).padStart(8)} of benign texts: right in ${percent(hits / (hits + misses))}; at 1 in 1,000 in ${percent(rare)}`,
    );
  }
}

function strongest({ detections }) {
  return ['high', 'medium', 'low'].find((confidence) => detections.some((detection) => detection.confidence === confidence));
}

/** Every engine on the same texts; the slow ones on a sample that is the same for all. */
function compare(attackRows, benignRows) {
  const attackSample = everyNth(attackRows, 4);
  const benignSample = everyNth(benignRows, 12);
  const bytes = benignSample.reduce((sum, row) => sum + Buffer.byteLength(row.payload), 0);
  console.log(
    `\nBeside the peers: every fourth attack (${attackSample.length}), every twelfth benign text (${benignSample.length}), as a JSON body`,
  );
  console.log(
    '  engine                             recall macro / micro       false alarms text / code    µs per benign text p50   µs per KB   set-up',
  );
  const ours = {
    setUp: undefined,
    judge: (texts) =>
      texts.map((value) => {
        const body = JSON.stringify({ value });
        const from = process.hrtime.bigint();
        const { level } = inspectEvent({ version: '2.0', requestContext: { apiId: 'a', http: { method: 'POST' } }, body });
        return { found: level !== 'none', micros: Number(process.hrtime.bigint() - from) / 1000 };
      }),
  };
  for (const engine of [{ name: 'Postern', ...ours }, ...peers()]) {
    if (engine.missing !== undefined) {
      console.log(`  ${engine.name.padEnd(34)} not installed (node bench/peers/peers.mjs install): ${engine.missing}`);
      continue;
    }
    const hits = engine.judge(attackSample.map((row) => row.payload));
    const alarms = engine.judge(benignSample.map((row) => row.payload));
    const classes = [...new Set(attackSample.map((row) => row.class))];
    const rates = classes.map((name) => mean(hits.filter((_, i) => attackSample[i].class === name).map((hit) => Number(hit.found))));
    const rate = (kind) => mean(alarms.filter((_, i) => benignSample[i].kind === kind).map((alarm) => Number(alarm.found)));
    const times = alarms.map((alarm) => alarm.micros);
    const total = times.reduce((sum, time) => sum + time, 0);
    console.log(
      `  ${engine.name.padEnd(34)} ${percent(mean(rates)).padStart(9)} / ${percent(mean(hits.map((hit) => Number(hit.found)))).padStart(9)}    ${percent(rate('text')).padStart(9)} / ${percent(rate('code')).padStart(9)}    ${quantile(times, 0.5).toFixed(0).padStart(10)}   ${(total / (bytes / 1024)).toFixed(0).padStart(18)}   ${engine.setUp === undefined ? '' : `${engine.setUp.toFixed(0)} ms`}`,
    );
  }
}

function everyNth(rows, step) {
  return rows.filter((_, i) => i % step === 0);
}
