import type OpenAI from 'openai';
import type { Config } from '../config.js';
import { readCredential } from '../load-config.js';
import { cappedFetch } from './capped-fetch.js';
import type { LanguageModel } from './language-model.js';
import { OpenAiModel } from './openai.model.js';
import { RecordedModel, RecordingModel } from './recorded.model.js';

/** The configured language model; null where none is: a key alone does not make one, it has to be named. */
export function createLanguageModel(config: Config['model']): LanguageModel | null {
  const { name, isOn, recording, baseUrl, apiKey } = config;
  if (!isOn || name === undefined) return null;
  const isLive = baseUrl !== undefined || apiKey !== undefined;
  if (recording === undefined) return openAiModel(name, config);
  return isLive ? new RecordingModel(openAiModel(name, config), recording) : new RecordedModel(name, recording);
}

export function openAiModel(name: string, config: Config['model']): OpenAiModel {
  const isAzure = config.azureApiVersion !== undefined;
  return new OpenAiModel({
    name,
    timeoutMs: config.timeoutMs,
    provider: isAzure ? 'azure.ai.openai' : 'openai',
    client: () => createClient(name, config),
  });
}

/** Everything is said: what OPENAI_* or AZURE_* variables besides might hold is not asked. Retries and limits of time are ours. */
async function createClient(name: string, { apiKey, baseUrl, azureApiVersion, timeoutMs }: Config['model']): Promise<OpenAI> {
  const { AzureOpenAI, OpenAI: Client } = await import('openai');
  const options = {
    apiKey: apiKey === undefined ? 'none' : readCredential(apiKey),
    organization: null,
    project: null,
    maxRetries: 0,
    timeout: timeoutMs,
    logLevel: 'off' as const,
    fetch: cappedFetch,
  };
  if (azureApiVersion === undefined) return new Client({ ...options, baseURL: baseUrl ?? 'https://api.openai.com/v1' });
  return new AzureOpenAI({ ...options, endpoint: baseUrl, deployment: name, apiVersion: azureApiVersion });
}
