const NAME = 'periplus-key';

/** The API key of this tab, where the service needs one. It ends with the tab. */
export function readKey(): string | null {
  return sessionStorage.getItem(NAME);
}

export function keepKey(key: string): void {
  sessionStorage.setItem(NAME, key);
}
