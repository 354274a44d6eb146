export { mountOpenApi } from './rest/open-api.js';
export { renderMessage } from './teams/render-message.js';
export * from './rest/views.js';
