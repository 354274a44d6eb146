import type { Container } from './container.js';
import { MongoDriver } from './mongo-driver.js';
import { longTimeoutMs } from './patience.js';
import { log, SpringException } from './spring-boot.js';

const SELECTION_MS = 30_000;

/**
 * The Java driver as Spring Data sets it up: it waits up to 30 s for a server.
 * Without a host the application context cannot be made: a stack trace, exit code 1, and null.
 */
export function javaMongo(container: Container, host: string): MongoDriver | null {
  if (host === '') {
    failToStart(container);
    return null;
  }
  const selector = `ReadPreferenceServerSelector{readPreference=primary}. Client view of cluster state is {type=UNKNOWN, servers=[{address=${host}:27017, type=UNKNOWN, state=CONNECTING}]`;
  return new MongoDriver(container, {
    host,
    selectionMs: longTimeoutMs(container.context.clock, SELECTION_MS),
    whenNoServer: () =>
      new SpringException(
        'org.springframework.dao.DataAccessResourceFailureException',
        `Timed out after ${SELECTION_MS} ms while waiting for a server that matches ${selector}`,
      ),
  });
}

function failToStart(container: Container): void {
  const reason =
    "Error creating bean with name 'mongo' defined in class path resource [MongoAutoConfiguration.class]: Bean instantiation via factory method failed";
  const cause = 'java.lang.IllegalArgumentException: The connection string is invalid: the host is empty in "mongodb://:27017/data"';
  log(
    container,
    'WARN',
    'main',
    'ationConfigEmbeddedWebApplicationContext',
    `Exception encountered during context initialization - cancelling refresh attempt: ${reason}`,
  );
  log(container, 'ERROR', 'main', 'o.s.boot.SpringApplication', 'Application startup failed');
  for (const line of [
    '',
    `org.springframework.beans.factory.BeanCreationException: ${reason}; nested exception is ${cause}`,
    '\tat org.springframework.beans.factory.support.ConstructorResolver.instantiateUsingFactoryMethod(ConstructorResolver.java:599)',
    '\tat org.springframework.boot.SpringApplication.run(SpringApplication.java:315)',
    `Caused by: ${cause}`,
    '\tat com.mongodb.ConnectionString.<init>(ConnectionString.java:203)',
    '\tat org.springframework.boot.autoconfigure.mongo.MongoProperties.createMongoClient(MongoProperties.java:221)',
    '\t... 24 common frames omitted',
  ]) {
    container.context.log(line);
  }
  container.exit(1);
}
