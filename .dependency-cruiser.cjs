/**
 * The law of the house (docs/architecture.md). Rooms stand in one order; imports point left.
 * Every rule carries the sentence that whoever breaks it reads.
 */
const rooms = ['platform', 'gates', 'tsg-parser', 'qpp-plugins', 'dag-scheduler', 'explorer-agent', 'incidents'];

const pointLeft = rooms.map((room, index) => ({
  name: `${room}-imports-point-left`,
  severity: 'error',
  comment: `src/${room} may use the rooms before it (${rooms.slice(0, index).join(', ') || 'none'}), never one after it: declare a port here and let the later room fill it.`,
  from: { path: `^src/${room}/` },
  to: { path: '^src/', pathNot: `^src/(${rooms.slice(0, index + 1).join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...pointLeft,
    {
      name: 'memory-and-channels-are-strangers',
      severity: 'error',
      comment: 'memory speaks SQL, channels speak to the outside; what one needs of the other is a port in an earlier room.',
      from: { path: '^src/(memory|channels)/' },
      to: { path: '^src/(memory|channels|commands|testbed|app\\.module|main|cli)', pathNot: '^src/$1/' },
    },
    {
      name: 'enter-by-the-front-door',
      severity: 'error',
      comment: 'Import another room through its index.ts (platform is exempt): what is not exported there is the room’s own business.',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: `^src/(${[...rooms.slice(1), 'memory', 'channels'].join('|')})/.+`,
        pathNot: ['^src/$1/', '^src/[^/]+/index\\.ts$', '^src/[^/]+/[^/]+\\.module\\.ts$'],
      },
    },
    {
      name: 'core-is-pure',
      severity: 'error',
      comment:
        'core/ decides; it takes values, the time included, and returns a value: no Nest, no clients, no Node built-ins but crypto for hashes.',
      from: { path: '^src/[^/]+/core/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'core-has-no-clients',
      severity: 'error',
      comment: 'core/ knows no framework and no client: move the call to a *.service.ts and pass the value in.',
      from: { path: '^src/[^/]+/core/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|bull|@kubernetes|openai|undici|express|pino)' },
    },
    {
      name: 'typeorm-only-where-sql-lives',
      severity: 'error',
      comment: 'TypeORM belongs to platform/database, memory and migrations; everybody else asks a store.',
      from: { path: '^(src|web)/', pathNot: ['^src/(platform/database|memory)/', '^src/app\\.module\\.ts$', '\\.spec\\.ts$'] },
      to: { path: 'node_modules/(typeorm|@nestjs/typeorm)' },
    },
    {
      name: 'pg-only-in-clients',
      severity: 'error',
      comment: 'pg and node:sqlite are used by platform/database, memory and a plugin’s <source>.client.ts alone.',
      from: { path: '^src/', pathNot: ['^src/(platform/database|memory)/', '\\.client\\.ts$', '\\.spec\\.ts$'] },
      to: { path: '(node_modules/pg/|^(node:)?sqlite$)' },
    },
    {
      name: 'kubernetes-client-only-in-platform',
      severity: 'error',
      comment: '@kubernetes/client-node is used in platform/kubernetes alone; ask ClusterReader or ClusterWriter.',
      from: { path: '^src/', pathNot: '^src/platform/kubernetes/' },
      to: { path: 'node_modules/@kubernetes/client-node' },
    },
    {
      name: 'nobody-imports-the-testbed',
      severity: 'error',
      comment: 'The testbed is reached over HTTP, as a real cluster is.',
      from: { path: '^src/', pathNot: '^src/testbed/' },
      to: { path: '^src/testbed/' },
    },
    {
      name: 'the-testbed-stands-apart',
      severity: 'error',
      comment: 'The testbed knows nothing of Periplus: no guide, no run, no plan.',
      from: { path: '^src/testbed/' },
      to: { path: '^src/', pathNot: '^src/testbed/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      comment: 'Two files that need each other are one file, or a third is missing.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|\\.build|__fixtures__)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
