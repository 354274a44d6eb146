import { useState } from 'react';
import type { ReactElement } from 'react';
import { keepKey } from '../api/key';

/** Where the service asks for a key. It stays in this tab. */
export function KeyPrompt({ message }: { readonly message: string }): ReactElement {
  const [key, setKey] = useState('');
  return (
    <form
      className="panel key-prompt"
      onSubmit={(event) => {
        event.preventDefault();
        keepKey(key.trim());
        location.reload();
      }}
    >
      <h1>Who is there?</h1>
      <p>{message}</p>
      <input
        type="password"
        autoComplete="off"
        value={key}
        aria-label="API key"
        placeholder="API key"
        onChange={(event) => {
          setKey(event.target.value);
        }}
      />
      <button type="submit" className="primary" disabled={key.trim() === ''}>
        Sign in
      </button>
      <p className="muted">The key stays in this tab and ends with it.</p>
    </form>
  );
}
