/** Colours by role, once for light and once for dark; the colour of a controller is always beside its word. */
export const pageStyle = `
:root{color-scheme:light dark;--page:#fbfbfa;--ink:#1d2126;--quiet:#5c6670;--line:#d5d9dd;--node:#fff;--fn:#eef3fb;--edge:#7a8591;--anyone:#c0392b;--authenticated:#a8690a;--account:#2468b2;--platform:#66717c}
@media (prefers-color-scheme:dark){:root{--page:#14171a;--ink:#e7eaed;--quiet:#9aa5b0;--line:#323940;--node:#1d2227;--fn:#1b2838;--edge:#7d8995;--anyone:#ff7b6b;--authenticated:#e5ac4d;--account:#74b0f4;--platform:#a3afba}}
body{margin:0;background:var(--page);color:var(--ink);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1400px;margin:0 auto;padding:24px}
h1{font-size:22px;margin:0}h2{font-size:17px;margin:28px 0 8px}
.summary{margin:4px 0 12px;color:var(--quiet)}.quiet{color:var(--quiet)}
strong.anyone{color:var(--anyone)}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:6px 18px;margin:0 0 8px;padding:0;color:var(--quiet);font-size:13px}
.legend li::before{content:"";display:inline-block;width:12px;height:12px;margin-right:6px;vertical-align:-1px;border-radius:3px;background:currentColor}
.legend .anyone{color:var(--anyone)}.legend .authenticated{color:var(--authenticated)}.legend .account{color:var(--account)}.legend .platform{color:var(--platform)}
.legend .line::before{width:22px;height:0;background:none;border-top:2px solid var(--edge);border-radius:0;vertical-align:4px}.legend .dashed::before{border-top-style:dashed}
.picture{overflow-x:auto;border:1px solid var(--line);border-radius:8px;background:var(--node)}
svg{display:block;font:13px system-ui,"Segoe UI",Roboto,Arial,sans-serif}
.node rect{fill:var(--node);stroke:var(--line);stroke-width:1.5}.node.function rect{fill:var(--fn)}
.node.anyone rect{stroke:var(--anyone);stroke-width:2.5}.node.authenticated rect{stroke:var(--authenticated);stroke-width:2}.node.account rect{stroke:var(--account)}.node.platform rect{stroke:var(--platform)}
.node .name{fill:var(--ink);font-weight:600}.node .detail{fill:var(--quiet);font-size:11.5px}
.edge path{fill:none;stroke:var(--edge);stroke-width:1.5}.edge.reads path,.edge.follows path{stroke-dasharray:5 4}
.edge:hover path{stroke:var(--ink);stroke-width:2.5}
marker path{fill:var(--edge)}
.word{fill:var(--quiet);font-size:11px;text-anchor:middle;paint-order:stroke;stroke:var(--node);stroke-width:4px}
table{border-collapse:collapse;width:100%}th{text-align:left;color:var(--quiet);font-weight:500;font-size:13px}
td,th{padding:8px 12px 8px 0;border-bottom:1px solid var(--line);vertical-align:top;overflow-wrap:anywhere}
code{font:12.5px ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;color:var(--quiet)}
.badge{display:inline-block;padding:0 8px;border:1.5px solid currentColor;border-radius:999px;font-size:12.5px;white-space:nowrap}
.badge.anyone{color:var(--anyone)}.badge.authenticated{color:var(--authenticated)}.badge.account{color:var(--account)}.badge.platform{color:var(--platform)}
section+section{margin-top:48px}
`;
