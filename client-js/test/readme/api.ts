export * from '../types/generated.js';
