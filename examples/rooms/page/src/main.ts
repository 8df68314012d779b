import { connect } from '@redstart/client';
import { type Contract, contract } from './api';
import { enter } from './house';
import './style.css';

const door = document.querySelector<HTMLFormElement>('#door') as HTMLFormElement;
const field = document.querySelector<HTMLInputElement>('#name') as HTMLInputElement;
const refused = document.querySelector('#refused') as HTMLElement;

/** Comes in under a name; whoever the server does not let in stays before the door. */
function comeIn(name: string): void {
  const client = connect<Contract>('/ws', { contract, token: name, timeout: 10_000 });
  const end = client.onState((state) => {
    if (state.status === 'closed') {
      end();
      sessionStorage.removeItem('name');
      refused.textContent = state.reason;
    } else if (state.status === 'open') {
      end();
      sessionStorage.setItem('name', name);
      door.hidden = true;
      enter(client, name);
    }
  });
}

door.addEventListener('submit', (event) => {
  event.preventDefault();
  refused.textContent = '';
  comeIn(field.value.trim());
});

const known = sessionStorage.getItem('name');
if (known) comeIn(known);
else field.focus();
