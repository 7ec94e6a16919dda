import { testRule } from '../testing/test-rule.ts';
import { vulnerablePackageRule } from './vulnerable-package.ts';

testRule(vulnerablePackageRule, {
  finds: [
    {
      name: 'lodash 4.17.11',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
      files: {
        'app.js': `exports.handler = async () => 1;`,
        'package.json': `{"name":"a"}`,
        'package-lock.json': `{
  "lockfileVersion": 3,
  "packages": {
    "": {},
    "node_modules/lodash": {
      "version": "4.17.11"
    }
  }
}
`,
      },
      at: '"version": "4.17.11"',
      says: /CVE-2019-10744.*|4\.17\.21/,
      severity: 'critical',
    },
    {
      name: 'PyYAML in other letters',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: .
`,
      files: {
        'app.py': `def handler(event, context):
    return 1
`,
        'requirements.txt': `# what it needs
PyYAML==5.3
`,
      },
      at: 'PyYAML==5.3',
    },
    {
      name: 'a lockfile that is none hides what it installs',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
      files: {
        'app.js': `exports.handler = async () => 1;`,
        'package.json': `{"name":"a"}`,
        'package-lock.json': `{"packages":{"node_modules/x":null}}`,
      },
      at: '{"packages"',
      says: /can't be read: the entry "node_modules\/x" is no object/,
      severity: 'medium',
    },
  ],
  passes: [
    {
      name: 'a fixed lodash',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: nodejs22.x
      CodeUri: .
`,
      files: {
        'app.js': `exports.handler = async () => 1;`,
        'package.json': `{"name":"a"}`,
        'package-lock.json': `{
  "lockfileVersion": 3,
  "packages": {
    "": {},
    "node_modules/lodash": {
      "version": "4.17.21"
    }
  }
}
`,
      },
    },
    {
      name: 'a fixed PyYAML',
      template: `  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: app.handler
      Runtime: python3.12
      CodeUri: .
`,
      files: {
        'app.py': `def handler(event, context):
    return 1
`,
        'requirements.txt': `# what it needs
PyYAML==6.0
`,
      },
    },
  ],
});
