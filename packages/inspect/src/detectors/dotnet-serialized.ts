import { type Detector, defineDetector } from '../detector.ts';
import { beginsValue, decodeAt } from '../serialized-bytes.ts';
import { mark } from '../text/marks.ts';
import { WordScan } from '../text/word-scan.ts';

/**
 * Streams of .NET's BinaryFormatter ([MS-NRBF]: a header of 00 01 00 00 00 FF FF FF FF), LosFormatter's view state (FF 01), and the names of the
 * types that make XAML, SOAP or JSON start a process.
 */
export const dotnetSerialized: Detector = defineDetector({
  id: 'dotnet-serialized',
  title: 'Serialized object of .NET',
  class: 'deserialization',
  severity: 'critical',
  // The headers in base64 and hexadecimal digits, and the names, begin words.
  get words() {
    return words;
  },
  canOccur: (text, marks) => words.has(text, marks),
  readsInert: (text) => text.startsWith('0001000000ffffffff') || text.startsWith('0001000000FFFFFFFF'),
  detect(text, marks) {
    for (let from = 0; ; ) {
      const mention = words.find(text, from);
      if (mention === undefined) return undefined;
      const { start, end } = mention;
      from = start + 1;
      const word = text.slice(start, end);
      if (word.startsWith('AAEAAAD') || /^0001/.test(word)) {
        if (beginsValue(text, start)) return { span: [start, end], confidence: 'high', reason: 'a stream of BinaryFormatter' };
      } else if (word.startsWith('wE')) {
        if (text[start - 1] !== '/' || !beginsValue(text, start - 1)) continue;
        const bytes = decodeAt(text, start - 1, 'base64');
        const isGadget =
          bytes.includes('\0\x01\0\0\0\xff\xff\xff\xff') || bytes.includes('ObjectDataProvider') || bytes.includes('System.Diagnostics');
        if (isGadget) return { span: [start - 1, end], confidence: 'high', reason: 'view state with a stream of BinaryFormatter' };
        if (start <= 1) return { span: [0, end], confidence: 'medium', reason: 'view state of ASP.NET' };
      } else if (word === 'ObjectDataProvider' || word === 'ExpandedWrapperOfXamlReaderObjectDataProvider') {
        const isMarkup = (marks & (mark.angle | mark.quote | mark.doubleQuote)) !== 0;
        if (!isMarkup) continue;
        const around = text.slice(Math.max(0, start - 300), end + 600);
        const isCall = /ExpandedWrapper|Diagnostics|\bProcess\b|XamlReader|MethodParameters|\$type|cmd(?:\.exe)?\b/.test(around);
        return { span: [start, end], confidence: isCall ? 'high' : 'medium', reason: 'a provider that calls methods of any object' };
      } else if (word === 'ExpandedWrapper') {
        return { span: [start, end], confidence: 'high', reason: 'a wrapper that lets XmlSerializer make any type' };
      } else if (word === 'nsassem') {
        if (
          /\b(?:Diagnostics|Formatters|Workflow|SystemCollections|System\.Windows|Microsoft\.)|System\.Data|Delegate/.test(
            text.slice(start, start + 400),
          )
        )
          return { span: [start, end], confidence: 'high', reason: 'SOAP that names types of .NET' };
      } else return { span: [start, end], confidence: 'high', reason: `the type ${word} is named` };
    }
  },
});

const words = new WordScan(
  'AAEAAAD 0001000000ffff wEP wEy wEx wEM wEz wEw ObjectDataProvider ExpandedWrapper nsassem TypeConfuseDelegate ActivitySurrogateSelector TextFormattingRunProperties',
  /AAEAAAD\/{4,5}A[A-Za-z0-9+/]|0001000000(?:ffffffff|FFFFFFFF)01|wE[PyxMzw][A-Za-z0-9+/]{6}|ObjectDataProvider\b|ExpandedWrapperOfXamlReaderObjectDataProvider\b|ExpandedWrapper(?=[<`]\w)|nsassem(?=\/)|TypeConfuseDelegate\b|ActivitySurrogateSelector(?:FromFile)?\b|TextFormattingRunProperties\b/y,
  true,
);
