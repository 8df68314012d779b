import { connect } from '@redstart/client';
import { fakeServer } from '@redstart/client/testing';
import { expect, it } from 'vitest';

it('adds a todo, even when the line breaks', async () => {
  const server = fakeServer();
  const client = connect('ws://test', server.options);
  await server.welcomes();

  const added = client.call('todos.add', ['milk']);
  await server.expect(['call', 1, 'todos.add', ['milk']]);
  await server.cut();
  await server.clock.advance(1_000); // nobody waits for real
  await server.welcomes({ resumed: true });
  await server.expect(['call', 1, 'todos.add', ['milk']]);
  await server.says(['ret', 1, { id: 7, text: 'milk' }]);

  expect(await added).toEqual({ id: 7, text: 'milk' });
});
