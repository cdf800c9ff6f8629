/** The import rule of docs/architecture.md: which folder may import which. */
const folders = [
  'domain',
  'usecases',
  'pipelines',
  'functions',
  'modules',
  'stacks',
  'local',
  'console',
  'cli',
  'tests',
];
const mayImport = {
  domain: [],
  usecases: ['domain'],
  pipelines: ['domain', 'usecases'],
  functions: ['domain', 'usecases'],
  modules: [],
  stacks: ['modules', 'pipelines', 'usecases', 'domain'],
  local: ['domain', 'usecases', 'pipelines'],
  console: ['domain'],
  cli: ['local', 'domain', 'usecases'],
};
/** Files of another folder that are open all the same. */
const doors = { stacks: ['^functions/.+/contract\\.ts$'], local: ['^functions/.+/handler\\.ts$'] };

const notTests = { pathNot: '\\.test\\.ts$' };
const rules = Object.entries(mayImport).map(([from, allowed]) => ({
  name: `${from}-imports`,
  comment: `${from}/ may import ${allowed.length ? allowed.join(', ') : 'no other folder'}`,
  severity: 'error',
  from: { path: `^${from}/`, ...notTests },
  to: {
    path: `^(${folders.filter((f) => f !== from && !allowed.includes(f)).join('|')})/`,
    ...(doors[from] ? { pathNot: doors[from] } : {}),
  },
}));
const wall = (name, packages, from) => ({
  name,
  severity: 'error',
  from: { pathNot: `^(${from})|\\.test\\.ts$|^tests/` },
  to: { path: `node_modules/(${packages})` },
});

module.exports = {
  forbidden: [
    ...rules,
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^tests/|\\.test\\.ts$' },
      to: { path: '^tests/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'domain-packages',
      comment: 'zod is the only package of domain/',
      severity: 'error',
      from: { path: '^domain/', ...notTests },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'domain-no-io',
      severity: 'error',
      from: { path: '^domain/', ...notTests },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    wall('cdktf-wall', 'cdktf|cdktn|@cdktf|constructs', 'modules/|stacks/'),
    wall('aws-sdk-wall', '@aws-sdk|@smithy', 'functions/adapters/|pipelines/containers/|cli/'),
    wall('react-wall', 'react|react-dom|@mui', 'console/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(\\.venv|\\.cache|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
