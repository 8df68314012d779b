import { type FormEvent, useRef, useState } from 'react';
import { client } from './client';
import { explain } from './explain';
import { useAppSelector } from './store';

const TELL_EVERY = 1_000;

/** Adds a todo. It is shown when the server has taken it; what the server refuses stays in the field. */
export function AddForm() {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(0);
  const [text, setText] = useState('');
  const [busy, setBusy] = useState(false);
  const [mistake, setMistake] = useState<string | null>(null);
  const open = useAppSelector((state) => state.connection.status === 'open');

  const write = (written: string) => {
    setText(written);
    setMistake(null);
    if (open && Date.now() - told.current > TELL_EVERY) {
      told.current = Date.now();
      client.emit('typing');
    }
  };

  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setMistake(null);
    try {
      await client.api.todos.add(text);
      setText('');
    } catch (error) {
      if (!client.isError(error)) throw error;
      setMistake(explain(error, 'text'));
    } finally {
      setBusy(false);
      field.current?.focus();
    }
  };

  return (
    <form onSubmit={add} aria-busy={busy} noValidate>
      <label htmlFor="text">What is to be done?</label>
      <div className="row">
        <input
          id="text"
          ref={field}
          value={text}
          onChange={(event) => write(event.target.value)}
          readOnly={busy}
          placeholder="Buy milk"
          autoComplete="off"
          aria-invalid={mistake !== null}
          aria-describedby={mistake === null ? undefined : 'mistake'}
        />
        <button type="submit" className="primary" aria-disabled={busy}>
          {busy && !open ? 'Waiting…' : 'Add'}
        </button>
      </div>
      {mistake !== null && (
        <p id="mistake" className="mistake" role="alert">
          {mistake}
        </p>
      )}
    </form>
  );
}
