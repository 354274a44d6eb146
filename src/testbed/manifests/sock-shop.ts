import type { Container } from '../objects/kinds.js';
import { amounts, databaseRights, lockedDown, slowProbes, type Workload } from './workload.js';

const JVM = '-Xms64m -Xmx128m -XX:+UseG1GC -Djava.security.egd=file:/dev/urandom -Dspring.zipkin.enabled=false';
const TMP = [{ mountPath: '/tmp', name: 'tmp-volume' }];

function goService(name: string, tag: string, resources: Required<Container>['resources'], more: Partial<Container> = {}): Workload {
  const container: Container = {
    name,
    image: `weaveworksdemos/${name}:${tag}`,
    resources,
    ports: [{ containerPort: 80 }],
    securityContext: lockedDown(),
    ...slowProbes('/health', 80, 180),
    ...more,
  };
  return { name, containers: [container], ports: [{ port: 80, targetPort: 80 }], scrape: 'service' };
}

function javaService(name: string, tag: string, resources: Required<Container>['resources'], env: Container['env'] = []): Workload {
  const container: Container = {
    name,
    image: `weaveworksdemos/${name}:${tag}`,
    env: [...env, { name: 'JAVA_OPTS', value: JVM }],
    resources,
    ports: [{ containerPort: 80 }],
    securityContext: lockedDown(),
    volumeMounts: TMP,
  };
  return { name, containers: [container], ports: [{ port: 80, targetPort: 80 }], scrape: 'service', tmpVolume: true };
}

function mongo(name: string, image: string): Workload {
  const container: Container = {
    name,
    image,
    ports: [{ name: 'mongo', containerPort: 27_017 }],
    securityContext: databaseRights(),
    volumeMounts: TMP,
  };
  return { name, containers: [container], ports: [{ port: 27_017, targetPort: 27_017 }], tmpVolume: true };
}

const frontEnd: Workload = {
  name: 'front-end',
  containers: [
    {
      name: 'front-end',
      image: 'weaveworksdemos/front-end:0.3.12',
      env: [{ name: 'SESSION_REDIS', value: 'true' }],
      resources: amounts('100m', '300Mi', '300m', '1000Mi'),
      ports: [{ containerPort: 8_079 }],
      securityContext: lockedDown([]),
      ...slowProbes('/', 8_079, 30),
    },
  ],
  ports: [{ port: 80, targetPort: 8_079, nodePort: 30_001 }],
  scrape: 'service',
  nodePort: true,
};

const catalogueDatabase: Workload = {
  name: 'catalogue-db',
  containers: [
    {
      name: 'catalogue-db',
      image: 'weaveworksdemos/catalogue-db:0.3.0',
      env: [
        { name: 'MYSQL_ROOT_PASSWORD', value: 'fake_password' },
        { name: 'MYSQL_DATABASE', value: 'socksdb' },
      ],
      ports: [{ name: 'mysql', containerPort: 3_306 }],
    },
  ],
  ports: [{ port: 3_306, targetPort: 3_306 }],
};

const sessionDatabase: Workload = {
  name: 'session-db',
  containers: [
    {
      name: 'session-db',
      image: 'redis:alpine',
      ports: [{ name: 'redis', containerPort: 6_379 }],
      securityContext: databaseRights(),
    },
  ],
  ports: [{ port: 6_379, targetPort: 6_379 }],
};

const broker: Workload = {
  name: 'rabbitmq',
  containers: [
    {
      name: 'rabbitmq',
      image: 'rabbitmq:3.6.8-management',
      ports: [
        { containerPort: 15_672, name: 'management' },
        { containerPort: 5_672, name: 'rabbitmq' },
      ],
      securityContext: databaseRights(),
    },
    { name: 'rabbitmq-exporter', image: 'kbudde/rabbitmq-exporter', ports: [{ containerPort: 9_090, name: 'exporter' }] },
  ],
  ports: [
    { port: 5_672, name: 'rabbitmq', targetPort: 5_672 },
    { port: 9_090, name: 'exporter', targetPort: 'exporter', protocol: 'TCP' },
  ],
  scrape: { port: 9_090 },
};

const queueMaster = javaService('queue-master', '0.3.1', amounts('100m', '300Mi', '300m', '500Mi'));

/** Databases and the broker: what the services need when they start. */
export const BACKING: readonly Workload[] = [
  mongo('carts-db', 'mongo'),
  catalogueDatabase,
  mongo('orders-db', 'mongo'),
  broker,
  sessionDatabase,
  mongo('user-db', 'weaveworksdemos/user-db:0.3.0'),
];

/** The fourteen workloads of the shop. */
export const SOCK_SHOP: readonly Workload[] = [
  ...BACKING,
  javaService('carts', '0.4.8', amounts('100m', '200Mi', '300m', '500Mi')),
  goService('catalogue', '0.3.5', amounts('100m', '100Mi', '200m', '200Mi'), { command: ['/app'], args: ['-port=80'] }),
  goService('payment', '0.4.3', amounts('99m', '100Mi', '200m', '200Mi')),
  goService('user', '0.4.7', amounts('100m', '100Mi', '300m', '200Mi'), { env: [{ name: 'mongo', value: 'user-db:27017' }] }),
  queueMaster,
  javaService('shipping', '0.4.8', amounts('100m', '300Mi', '300m', '500Mi'), [
    { name: 'ZIPKIN', value: 'zipkin.jaeger.svc.cluster.local' },
  ]),
  javaService('orders', '0.4.7', amounts('100m', '300Mi', '500m', '500Mi')),
  frontEnd,
];
