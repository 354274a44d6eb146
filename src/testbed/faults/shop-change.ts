import type { Container, Deployment, Service } from '../objects/kinds.js';
import { DEPLOYMENTS, SERVICES } from '../objects/resources.js';
import type { Injection } from './fault.js';

/** Changes the Deployment of the injection's service, as kubectl would. */
export function changeDeployment({ world, service }: Injection, change: (deployment: Deployment) => void): void {
  world.objects.mutate(DEPLOYMENTS, world.namespace, service, change);
}

/** Changes the main container of the Deployment's template: what `kubectl set image|env|resources` does. */
export function changeContainer(injection: Injection, change: (container: Container) => void): void {
  changeDeployment(injection, ({ spec }) => {
    const container = spec.template.spec.containers.find(({ name }) => name === injection.service) ?? spec.template.spec.containers[0];
    if (container) change(container);
  });
}

export function changeService({ world, service }: Injection, change: (service: Service) => void): void {
  world.objects.mutate(SERVICES, world.namespace, service, change);
}

/** `kubectl set env`: replaces a variable or adds it. */
export function setEnv(container: Container, name: string, value: string): void {
  container.env = [...(container.env ?? []).filter((each) => each.name !== name), { name, value }];
}

/** `kubectl set image` to another tag of the same repository. */
export function setTag(container: Container, tag: string): void {
  container.image = `${container.image.split(':')[0] ?? container.image}:${tag}`;
}

/** The tag that the Deployment runs now. */
export function tagOf({ world, service }: Injection): string {
  const containers = world.objects.get(DEPLOYMENTS, world.namespace, service).spec.template.spec.containers;
  return (containers.find(({ name }) => name === service) ?? containers[0])?.image.split(':')[1] ?? 'latest';
}
