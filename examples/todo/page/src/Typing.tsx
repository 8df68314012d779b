import { useEffect, useState } from 'react';
import { client } from './client';

const STAYS = 2_500;

/** Tells for a moment that somebody else is writing. */
export function Typing() {
  const [typing, setTyping] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = client.on('typing', () => {
      setTyping(true);
      clearTimeout(timer);
      timer = setTimeout(() => setTyping(false), STAYS);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, []);
  return (
    <p className="typing" data-shown={typing}>
      {typing ? 'Somebody else is writing…' : ''}
    </p>
  );
}
