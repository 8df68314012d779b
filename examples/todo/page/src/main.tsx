import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App } from './App';
import { client } from './client';
import { createStore } from './store';
import './style.css';

createRoot(document.getElementById('page') as HTMLElement).render(
  <StrictMode>
    <Provider store={createStore(client)}>
      <App />
    </Provider>
  </StrictMode>,
);
