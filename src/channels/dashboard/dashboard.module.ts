import { Module } from '@nestjs/common';
import type { MiddlewareConsumer, NestModule } from '@nestjs/common';
import { join } from 'node:path';
import { packageRoot } from '../package-root.js';
import { securityHeaders } from './security-headers.js';
import { serveFiles, servePages } from './serve-dashboard.js';

/** The dashboard: the files that web/ builds to, behind strict headers. It has no way in but the REST API. */
@Module({})
export class DashboardModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    const directory = join(packageRoot(), 'dist', 'web');
    consumer.apply(securityHeaders, serveFiles(directory), servePages(directory)).forRoutes('{*path}');
  }
}
