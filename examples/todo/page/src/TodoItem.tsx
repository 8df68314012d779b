import { toServer } from '@redstart/client/redux';
import type { Todo } from './api';
import { useAppDispatch } from './store';
import { toggled } from './todos';

/** One todo. A tick is shown at once and taken back if the server refuses it. */
export function TodoItem({ todo, onRemove }: { todo: Todo; onRemove: () => void }) {
  const dispatch = useAppDispatch();
  return (
    <li>
      <label className={todo.done ? 'todo done' : 'todo'}>
        <input
          type="checkbox"
          checked={todo.done}
          onChange={() => dispatch(toServer(toggled({ id: todo.id, done: !todo.done })))}
        />
        <span>{todo.text}</span>
      </label>
      <button type="button" className="remove" aria-label={`Remove ${todo.text}`} onClick={onRemove}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M4 4l8 8M12 4l-8 8" />
        </svg>
      </button>
    </li>
  );
}
