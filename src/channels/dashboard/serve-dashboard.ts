import express from 'express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Addresses that belong to somebody else, whatever a browser asks them for. */
const NOT_OURS = /^\/(?:api|webhooks|mcp|health|metrics)(?:\/|$)/u;

const NOT_BUILT = 'The dashboard is not built. Run "npm run build:web", then load this page again. The API is at /api/docs.';

/** The built files, for ever where their name holds their hash. */
export function serveFiles(directory: string): RequestHandler {
  return express.static(directory, {
    index: false,
    setHeaders: (response, path) => {
      response.setHeader('cache-control', path.startsWith(join(directory, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** Every page of the dashboard is the same document: the browser reads the address. */
export function servePages(directory: string): RequestHandler {
  const page = join(directory, 'index.html');
  return (request: Request, response: Response, next: NextFunction) => {
    if (!isPage(request)) {
      next();
      return;
    }
    if (!existsSync(page)) {
      response.status(503).type('text/plain').send(NOT_BUILT);
      return;
    }
    response.setHeader('cache-control', 'no-cache');
    response.sendFile(page);
  };
}

function isPage(request: Request): boolean {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  const isFile = /\.[^/]*$/u.test(request.path);
  return isRead && !isFile && !NOT_OURS.test(request.path) && request.accepts(['html', 'json']) === 'html';
}
