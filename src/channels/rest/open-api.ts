import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../version.js';

/** Serves the description of the API: for people at /api/docs, for programs at /api/docs-json. Called before listening. */
export function mountOpenApi(app: INestApplication): void {
  const description = new DocumentBuilder()
    .setTitle('Periplus')
    .setDescription(
      'Runs the troubleshooting guides your team already has, the moment PagerDuty pages. Errors: { error: { code, message, hint } }.',
    )
    .setVersion(VERSION)
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An API key. Not needed where the service is bound to loopback and has no keys.',
    })
    .build();
  SwaggerModule.setup('api/docs', app, () => SwaggerModule.createDocument(app, description), {
    jsonDocumentUrl: 'api/docs-json',
    customSiteTitle: 'Periplus API',
  });
}
