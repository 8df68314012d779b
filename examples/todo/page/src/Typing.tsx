import { useEffect, useState } from 'react';
import { client } from './client';

const STAYS = 2_500;

/** Tells for a moment that somebody else is writing. */
export function Typing() {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = (shown: boolean) => {
      clearTimeout(timer);
      setTyping(shown);
      if (shown) timer = setTimeout(setTyping, STAYS, false);
    };
    const ends = [
      client.on('typing', () => show(true)),
      client.onAction('todos/added', () => show(false)),
      client.onState(() => show(false)),
    ];
    return () => {
      clearTimeout(timer);
      for (const end of ends) end();
    };
  }, []);
  return <p className="typing">{typing ? 'Somebody else is writing…' : ''}</p>;
}
