import { describe, expect, it } from 'vitest';
import { dialling, welcomed } from './stage.js';

describe('the user', () => {
  it('is a guest until the server says otherwise', async () => {
    const { client, server, reported } = await welcomed();
    const told: unknown[] = [];
    const unsubscribe = client.onUser((user, info) => told.push([user, info]));
    expect(client.user).toBe(null);
    await server.says(['user', 'ann', { why: 'signed_in' }]);
    expect(client.user).toBe('ann');
    await server.says(['user', null, { why: 'cleared', last: true }]);
    expect(client.user).toBe(null);
    expect(told).toEqual([
      ['ann', { why: 'signed_in', last: false }],
      [null, { why: 'cleared', last: true }],
    ]);
    unsubscribe();
    await server.says(['user', 'bob', { why: 'signed_in' }]);
    expect(told).toHaveLength(2);
    expect(reported).toEqual([]);
  });

  it('is in the welcome, and told when a later one says another', async () => {
    const { client, server } = dialling();
    const told: unknown[] = [];
    client.onUser((user, { why, last }) => told.push([user, why, last]));
    await server.welcomes({ user: 'ann' });
    expect(client.user).toBe('ann');
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ resumed: true, user: 'ann' });
    await server.cut();
    await server.clock.advance(500);
    await server.welcomes({ sid: 's2', why: 'expired' });
    expect(client.user).toBe(null);
    expect(told).toEqual([
      ['ann', undefined, false],
      [null, undefined, false],
    ]);
  });
});
