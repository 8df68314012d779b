import { useRef, useState } from 'react';
import type { Todo } from './api';
import { client } from './client';
import { explain } from './explain';
import { useAppDispatch, useAppSelector } from './store';
import { TodoItem } from './TodoItem';
import { failed } from './todos';

const filters = {
  All: () => true,
  Open: ({ done }: Todo) => !done,
  Done: ({ done }: Todo) => done,
} as const;
type Filter = keyof typeof filters;

/** The list, what of it is shown, and how much is left. */
export function TodoList() {
  const list = useAppSelector((state) => state.todos.list);
  const dispatch = useAppDispatch();
  const [filter, setFilter] = useState<Filter>('All');
  const heading = useRef<HTMLHeadingElement>(null);

  if (list === null) return <p className="empty">Waiting for the list…</p>;

  const shown = list.filter(filters[filter]);
  const left = list.filter(filters.Open).length;

  const change = async (call: Promise<unknown>) => {
    // the button that was pressed goes away with its todo: keyboards go on from the heading
    heading.current?.focus();
    try {
      await call;
    } catch (error) {
      if (!client.isError(error)) throw error;
      // gone: somebody else was faster, and it is as it was meant to be
      if (error.code !== 'gone') dispatch(failed(explain(error)));
    }
  };

  return (
    <section aria-labelledby="left">
      <div className="bar">
        <h2 id="left" ref={heading} tabIndex={-1}>
          {left} left
        </h2>
        <fieldset>
          <legend>Show</legend>
          {(Object.keys(filters) as Filter[]).map((name) => (
            <button key={name} type="button" aria-pressed={name === filter} onClick={() => setFilter(name)}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
      {shown.length === 0 ? (
        <p className="empty">{list.length === 0 ? 'Nothing to do. Enjoy!' : 'Nothing here.'}</p>
      ) : (
        <ul>
          {shown.map((todo) => (
            <TodoItem key={todo.id} todo={todo} onRemove={() => change(client.api.todos.remove(todo.id))} />
          ))}
        </ul>
      )}
      {left < list.length && (
        <button type="button" className="quiet" onClick={() => change(client.api.todos.removeDone())}>
          Remove what is done
        </button>
      )}
    </section>
  );
}
