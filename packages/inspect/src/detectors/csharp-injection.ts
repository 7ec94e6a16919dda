import { judgeMentions, standingOf } from '../code-chain.ts';
import { type Detector, defineDetector, type Sighting } from '../detector.ts';
import { CodeReader } from '../languages/code.ts';
import { sensitivityOf } from '../sensitive-paths.ts';
import { type Marks, mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/** C# as script engines (Roslyn) and dynamic LINQ evaluate it: reflection from a constant to an assembly, processes, files and code that is loaded. */
export const csharpInjection: Detector = defineDetector({
  id: 'csharp-injection',
  title: 'C# that would run',
  class: 'codei',
  severity: 'critical',
  // Each use is a member or call of one of these names.
  get words() {
    return words;
  },
  canOccur: (text: string, marks: Marks) => (marks & mark.bracket) !== 0 && (marks & mark.dot) !== 0 && words.has(text, marks),
  detect: (text) => judgeMentions(text, words, (start, _, room) => judge(text, start, room)),
});

const words = new WordScan(
  'typeof GetType Assembly Activator AppDomain System Process Environment CSharpScript InvokeMember',
  /typeof\s{0,2}\(\s{0,2}System\.|GetType\s{0,2}\(|Assembly\s{0,2}\.\s{0,2}(?:Load|GetType|DefinedTypes|UnsafeLoad|ExportedTypes)|Activator\s{0,2}\.\s{0,2}CreateInstance|AppDomain\s{0,2}\.|System\s{0,2}\.\s{0,2}(?:Diagnostics|IO|Reflection|Environment|Net|Activator|Management|AppDomain|Threading)\b|Process\s{0,2}\.\s{0,2}Start\s{0,2}\(|Environment\s{0,2}\.\s{0,2}(?:GetEnvironmentVariable|Exit|FailFast|MachineName|CommandLine)|GetTypeFromProgID\b|CSharpScript\s{0,2}\.|InvokeMember\s{0,2}\(/y,
  true,
);

function judge(text: string, start: number, room: number): Sighting | undefined {
  const reader = new CodeReader(text, start, room);
  const name = reader.name(0);
  const before = text.slice(Math.max(0, start - 24), start);
  const found = (to: number, confidence: 'high' | 'medium', reason: string): Sighting => ({
    span: [start, Math.max(start + 1, reader.end(to))],
    confidence,
    reason,
  });
  switch (name) {
    case 'typeof': {
      // typeof(System.IO.File).GetMethod(…)
      const isReached =
        /^typeof\s?\(\s?System\.(?:IO|Diagnostics|Reflection|Net|Environment|AppDomain|Activator)\b[\w.]{0,60}\)\s?\.\s?(?:GetMethod|Assembly|InvokeMember|Module|GetType)\b/.test(
          text.slice(start, start + 160),
        );
      return isReached && text.length < 400 && !text.trim().includes('\n')
        ? found(6, 'high', 'a method is reached through its type')
        : undefined;
    }
    case 'GetType': {
      const type = reader.string(2) ?? '';
      if (
        /^System\.(?:Diagnostics\.Process|Reflection|IO\.File|AppDomain|Activator|Runtime)/.test(type) ||
        (/Assembly\s?\.\s?$/.test(before) && type !== '' && text.length < 400)
      )
        return found(2, 'high', `the type ${type.slice(0, 60)} is reached by its name`);
      const isConstant = /(?:^|[^\w])(?:""|"[^"]{0,12}"|\(\d\)|\d|''|'[^']{0,12}')\s?\.\s?$/.test(before);
      if (!reader.is(2, ')') || !reader.is(3, '.')) return undefined;
      const member = reader.name(4);
      if (isConstant && /^(?:Assembly|Module|BaseType|GetMethod|GetMethods|InvokeMember|GetField)$/.test(member))
        return found(4, 'high', 'the assembly of a constant is reached');
      return undefined;
    }
    case 'Assembly':
      if (/^(?:Load|UnsafeLoad)/.test(reader.name(2)) && reader.is(3, '(')) {
        const isEncoded =
          /^(?:Convert|System|File|new)$/.test(reader.name(4)) && /FromBase64String|DownloadData/.test(text.slice(start, start + 160));
        return isEncoded ? found(5, 'high', 'an assembly is loaded from text') : undefined;
      }
      return /^(?:DefinedTypes|ExportedTypes)$/.test(reader.name(2)) &&
        /\)\s?\.\s?$/.test(before) &&
        standingOf(text, 0, start) !== undefined &&
        text.length < 400
        ? found(2, 'high', 'the types of an assembly are listed')
        : undefined;
    case 'GetTypeFromProgID': {
      const program = reader.string(2) ?? '';
      return /^(?:WScript|Shell|MMC20|Excel|ShellBrowser)/i.test(program)
        ? found(2, 'high', `the object ${program.slice(0, 40)} is made`)
        : undefined;
    }
    case 'CSharpScript':
      return reader.name(2).startsWith('Evaluate') || reader.name(2) === 'RunAsync'
        ? placed(text, start, reader, 3, 'a script is run')
        : undefined;
    case 'System': {
      let at = 0;
      while (reader.is(at + 1, '.') && at < 10) at += 2;
      const path = text.slice(start, reader.end(at)).replace(/\s/g, '');
      const isRunning =
        /^System\.(?:Diagnostics\.Process\.Start|Reflection\.Assembly\.Load\w*|Activator\.CreateInstance|Management\.Automation\.PowerShell\.Create|Threading\.Thread\.Sleep|Environment\.Exit)$/.test(
          path,
        );
      const isReading =
        /^System\.(?:IO\.(?:File\.(?:ReadAll\w+|WriteAll\w+|Open\w*|Delete|Exists|Copy)|Directory\.\w+)|Environment\.\w+|Net\.WebClient|Diagnostics\.Process)$/.test(
          path,
        );
      if (!isRunning && !isReading) return undefined;
      if (/\b(?:using|namespace|global::)\s{0,2}$/.test(before)) return undefined;
      return placed(text, /\bnew\s$/.test(before) ? start - 4 : start, reader, at + 1, `${path} is used`);
    }
    case 'Process': {
      if (/Diagnostics\.\s?$/.test(before) || /[\w.]$/.test(before)) return undefined;
      return placed(text, start, reader, 3, 'a process is started');
    }
    case 'Environment':
      return /[\w.]$/.test(before) ? undefined : placed(text, start, reader, 3, `Environment.${reader.name(2)} is used`);
    case 'AppDomain':
      return /[\w.]$/.test(before) ? undefined : placed(text, start, reader, 5, 'the application domain is reached');
    case 'Activator':
      return /[\w.]$/.test(before) ? undefined : placed(text, start, reader, 3, 'an object of any type is made');
    default:
      return undefined;
  }
}

function placed(text: string, start: number, reader: CodeReader, bracket: number, reason: string): Sighting | undefined {
  const end = reader.end(reader.is(bracket, '(') ? reader.close(bracket) : bracket - 1);
  const path = reader.is(bracket, '(') ? reader.string(bracket + 1) : undefined;
  if (standingOf(text, start, end) !== 'inside') return { span: [start, Math.max(start + 1, end)], confidence: 'high', reason };
  if (path !== undefined && sensitivityOf(path) === 'secret' && text.length < 200)
    return { span: [start, end], confidence: 'medium', reason };
  return /^cmd(?:\.exe)?$/.test(path ?? '') && text.length < 200 ? { span: [start, end], confidence: 'medium', reason } : undefined;
}
