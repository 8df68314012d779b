import { AddForm } from './AddForm';
import { ConnectionBadge } from './ConnectionBadge';
import { Problem } from './Problem';
import { TodoList } from './TodoList';
import { Typing } from './Typing';

export function App() {
  return (
    <main className="card">
      <header>
        <h1>Todos, together</h1>
        <ConnectionBadge />
      </header>
      <AddForm />
      <Problem />
      <TodoList />
      <Typing />
    </main>
  );
}
