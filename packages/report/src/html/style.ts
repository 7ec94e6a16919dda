/** The page's style: the reader's own colour scheme, wide and narrow screens, paper. */
export const style: string = `
:root { color-scheme: light dark; --bg: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #5b6675; --line: #dfe3e9; --code: #eef1f5; --link: #0b57b7; --good: #1b7f4b;
  --critical: #a4133c; --high: #c2410c; --medium: #946200; --low: #1d6a96; --info: #5b6675; --mark: #ffd9d9; }
@media (prefers-color-scheme: dark) { :root { --bg: #11151b; --card: #1a2029; --ink: #e6eaf0; --soft: #9aa6b5; --line: #2b3441; --code: #252d38; --link: #7db8ff; --good: #5fd39a;
  --critical: #ff7a9c; --high: #ff9c66; --medium: #f0c14b; --low: #7cc4ef; --info: #9aa6b5; --mark: #6b2430; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 62rem; padding: 2rem 1.25rem 4rem; background: var(--bg); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.2rem; }
h3 { margin: 0 0 .35rem; font-size: 1.05rem; line-height: 1.4; }
p { margin: .35rem 0; }
a { color: var(--link); }
code, pre { font: .86em/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; background: var(--code); border-radius: 4px; }
code { padding: .1em .35em; }
pre { padding: .6rem .75rem; margin: .35rem 0; white-space: pre-wrap; }
mark { background: var(--mark); color: inherit; border-radius: 2px; }
.sub, .facts, .ids, .sink, footer { color: var(--soft); }
.facts { font-size: .92rem; }
.ids { font-size: .8rem; margin-top: .7rem; }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; margin: 1.25rem 0; }
.count { display: flex; gap: .4rem; align-items: center; padding: .3rem .8rem; background: var(--card); border: 1px solid var(--line); border-radius: 999px; cursor: pointer; color: var(--c); }
nav ol { list-style: none; margin: 0; padding: .5rem 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 10px; }
nav li { display: flex; justify-content: space-between; gap: 1rem; padding: .3rem 0; }
.risk { color: var(--soft); font-variant-numeric: tabular-nums; }
nav a { text-decoration: none; }
nav .risk { display: inline-block; min-width: 4.2rem; }
.bar { display: flex; gap: .3rem; }
.dot { min-width: 1.6rem; padding: 0 .4rem; border: 1px solid var(--c); border-radius: 999px; color: var(--c); font-size: .8rem; text-align: center; }
.finding { margin: .75rem 0; padding: .9rem 1.1rem; background: var(--card); border: 1px solid var(--line); border-left: 4px solid var(--c); border-radius: 10px; }
.badge { display: inline-block; padding: 0 .5em; border: 1px solid var(--c); border-radius: 4px; color: var(--c); font-size: .75rem; text-transform: uppercase; letter-spacing: .04em; vertical-align: .1em; }
.what { font-weight: 600; }
.flow { margin: .6rem 0; padding: 0; list-style: none; }
.flow li { position: relative; padding: .15rem 0 .15rem 1.4rem; }
.flow li::before { content: ""; position: absolute; left: .3rem; top: .75rem; width: .5rem; height: .5rem; border-radius: 50%; background: var(--c); }
.flow li:not(:last-child)::after { content: ""; position: absolute; left: .5rem; top: 1.25rem; bottom: -.55rem; border-left: 2px solid var(--line); }
.evidence { margin: .5rem 0; padding-left: 1.2rem; font-size: .92rem; }
.trail { color: var(--soft); }
.todo { margin-top: .6rem; padding: .5rem .75rem; background: var(--code); border-radius: 6px; }
.todo b { color: var(--good); margin-right: .3rem; }
.good { color: var(--good); font-weight: 600; }
.notes ul { padding-left: 1.2rem; }
footer { margin-top: 3rem; font-size: .85rem; }
.critical { --c: var(--critical); } .high { --c: var(--high); } .medium { --c: var(--medium); } .low { --c: var(--low); } .info { --c: var(--info); }
${['critical', 'high', 'medium', 'low', 'info'].map((severity) => `body:has(#show-${severity}:not(:checked)) .finding.${severity}`).join(',\n')} { display: none; }
@media print { body { background: #fff; max-width: none; } .counts input { display: none; } .finding { break-inside: avoid; } }
`;
