/** A dialect that is not read yet, by the names of its files, and by a word of the text where the name alone says too little. */
interface Dialect {
  readonly dialect: string;
  readonly file: RegExp;
  readonly text?: RegExp;
}

const dialects: readonly Dialect[] = [
  { dialect: 'Serverless Framework', file: /(?:^|\/)serverless\.(?:ya?ml|json|js|cjs|mjs|ts)$/i },
  { dialect: 'Terraform', file: /\.tf(?:\.json)?$/i },
  { dialect: 'AWS CDK', file: /(?:^|\/)cdk\.json$/i },
  { dialect: 'Azure Functions', file: /(?:^|\/)(?:function|host)\.json$/i, text: /"(?:bindings|version|scriptFile)"/ },
  {
    dialect: 'Azure Resource Manager',
    file: /\.json$/i,
    text: /schema\.management\.azure\.com\/schemas\/[\d-]+(?:preview)?\/(?:\w*)deploymentTemplate/i,
  },
  { dialect: 'Bicep', file: /\.bicep$/i },
  { dialect: 'Pulumi', file: /(?:^|\/)Pulumi\.ya?ml$/i },
  {
    dialect: 'Google Deployment Manager',
    file: /\.(?:ya?ml|jinja)$/i,
    text: /type:\s*['"]?(?:gcp-types\/|cloudfunctions\.v1\.|storage\.v1\.|pubsub\.v1\.)/,
  },
  { dialect: 'Firebase', file: /(?:^|\/)firebase\.json$/i },
  { dialect: 'OpenWhisk', file: /(?:^|\/)manifest\.ya?ml$/i, text: /^\s*(?:packages|actions):/m },
  { dialect: 'OpenFaaS', file: /(?:^|\/)stack\.ya?ml$/i, text: /name:\s*openfaas/ },
  { dialect: 'SST', file: /(?:^|\/)sst\.config\.(?:ts|js|mjs)$/i },
  { dialect: 'AWS Chalice', file: /(?:^|\/)\.chalice\/config\.json$/i },
  { dialect: 'Zappa', file: /(?:^|\/)zappa_settings\.(?:json|ya?ml|toml)$/i },
  { dialect: 'Architect', file: /(?:^|\/)(?:app\.arc|arc\.json)$/i },
  { dialect: 'Vercel', file: /(?:^|\/)vercel\.json$/i },
  { dialect: 'Netlify', file: /(?:^|\/)netlify\.toml$/i },
  { dialect: 'Cloudflare Workers', file: /(?:^|\/)wrangler\.(?:toml|jsonc?)$/i },
  { dialect: 'Knative', file: /\.ya?ml$/i, text: /apiVersion:\s*['"]?serving\.knative\.dev\// },
];

/** The dialect of a file that describes an application in a way that is not read yet. */
export function unreadDialect(file: string, text: string | undefined): string | undefined {
  return dialects.find((each) => each.file.test(file) && (!each.text || (text !== undefined && each.text.test(text))))?.dialect;
}

/** Whether the name alone may say so: then the text need not be read for it. */
export function mayBeUnread(file: string): boolean {
  return dialects.some((each) => each.file.test(file));
}
