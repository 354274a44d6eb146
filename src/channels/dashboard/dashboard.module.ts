import { Inject, Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import { securityHeaders } from './security-headers.js';
import { serveFiles, servePages } from './serve-dashboard.js';

/** Nest's token for the directory that web/ was built to. */
export const DASHBOARD_DIRECTORY = Symbol('DashboardDirectory');

/** The dashboard: the files that web/ builds to, behind strict headers. It has no way in but the REST API. */
@Module({ providers: [{ provide: DASHBOARD_DIRECTORY, useFactory: () => join(packageRoot(), 'dist', 'web') }] })
export class DashboardModule implements NestModule {
  constructor(@Inject(DASHBOARD_DIRECTORY) private readonly directory: string) {}

  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(securityHeaders, serveFiles(this.directory), servePages(this.directory)).forRoutes('/');
  }
}
