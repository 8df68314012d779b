import { useAppDispatch, useAppSelector } from './store';
import { understood } from './todos';

/** What went wrong with something on the list, until it is dismissed. */
export function Problem() {
  const problem = useAppSelector((state) => state.todos.problem);
  const dispatch = useAppDispatch();
  if (problem === null) return null;
  return (
    <div className="problem" role="alert">
      <p>{problem}</p>
      <button type="button" className="quiet" onClick={() => dispatch(understood())}>
        OK
      </button>
    </div>
  );
}
