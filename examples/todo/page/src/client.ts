import { connect } from '@redstart/client';
import { type Contract, contract } from './api';

/** The one client of the page. */
export const client = connect<Contract>('/ws', { contract, timeout: 10_000 });
