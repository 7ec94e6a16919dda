import { testDetector } from '../testing/test-detector.ts';
import { dotnetSerialized } from './dotnet-serialized.ts';

testDetector(dotnetSerialized, {
  detects: [
    { text: 'AAEAAAD/////AQAAAAAAAAAMAgAAAElTeXN0ZW0=', confidence: 'high' },
    { text: 'data=AAEAAAD/////AQAAAAAAAAAPAQ', confidence: 'high' },
    { text: '0001000000ffffffff01000000000000000c02', confidence: 'high' },
    { text: '/wEyxQABAAEAAAD/////AQAAAAAAAAAMAgAAAA==', confidence: 'high' },
    { text: '/wEPDwUKMTIzNDU2Nzg5MGRk', confidence: 'medium' },
    {
      text: '<ObjectDataProvider MethodName="Start" ObjectType="{x:Type Diag:Process}"><ObjectDataProvider.MethodParameters/></ObjectDataProvider>',
      confidence: 'high',
    },
    { text: "'$type':'System.Windows.Data.ObjectDataProvider, PresentationFramework',", confidence: 'high' },
    { text: '<ObjectDataProvider x:Key="colors" ObjectType="{x:Type local:Colors}"/>', confidence: 'medium' },
    { text: 'type="System.Data.Services.Internal.ExpandedWrapper`2[[A],[B]]"', confidence: 'high' },
    {
      text: '<a1:X xmlns:a1="http://schemas.microsoft.com/clr/nsassem/System.Workflow.ComponentModel.Serialization"/>',
      confidence: 'high',
    },
    { text: '"$type":"Microsoft.VisualStudio.Text.Formatting.TextFormattingRunProperties"', confidence: 'high' },
  ],
  passes: [
    'AAEAAAD',
    'AAEAAADx////AQAA',
    'AAEAAQAAAD/////w',
    'The class ObjectDataProvider belongs to WPF.',
    'ExpandedWrapper is internal',
    'http://schemas.microsoft.com/clr/nsassem/MyApp',
    'wEPDwUK',
    'a/wEPDwUKMTIz',
    'we/wEPt',
    'var x = new DataProvider();',
    '00010000',
    '',
  ],
});
