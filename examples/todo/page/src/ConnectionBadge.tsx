import type { ConnectionSlice } from '@redstart/client/redux';
import { useAppSelector } from './store';

/** Says how the page stands with the server, to eyes and to screen readers. */
export function ConnectionBadge() {
  const connection = useAppSelector((state) => state.connection);
  return (
    <p className={`badge ${connection.status}`} role="status">
      {text(connection)}
    </p>
  );
}

function text({ status, attempt, reason }: ConnectionSlice): string {
  switch (status) {
    case 'connecting':
      return 'Connecting…';
    case 'open':
      return 'Live';
    case 'away':
      return attempt > 3 ? `Offline, attempt ${attempt}…` : 'Offline, trying again…';
    case 'closed':
      return `Closed: ${reason}`;
  }
}
