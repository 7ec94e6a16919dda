// Shares with what is known of them, and time as CPU.

/** `  89/100 = 89.00 % [81.37 – 93.75]`: a share with its Wilson 95 % bounds (Wilson 1927). */
export function share(count, total) {
  const [low, high] = wilson(count, total);
  return `${String(count).padStart(5)}/${String(total).padEnd(5)} ${percent(count / total).padStart(8)} [${percent(low)} – ${percent(high)}]`;
}

export function wilson(count, total) {
  if (total === 0) return [0, 1];
  const z = 1.96;
  const p = count / total;
  const middle = p + (z * z) / (2 * total);
  const spread = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}

export function percent(ratio) {
  return `${(ratio * 100).toFixed(2)} %`;
}

export function mean(numbers) {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** The value below which `part` of `numbers` lie. */
export function quantile(numbers, part) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/** Microseconds of CPU that `work` takes. */
export function micros(work) {
  const start = process.cpuUsage();
  const from = process.hrtime.bigint();
  work();
  const wall = Number(process.hrtime.bigint() - from) / 1000;
  const used = process.cpuUsage(start);
  // The CPU clock ticks too coarsely for short work; there wall time, which is never less than the work's own, stands in.
  return wall < 2000 ? wall : used.user + used.system;
}
