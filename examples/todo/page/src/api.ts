export interface Todo { id: string; text: string; done: boolean }
export interface Loaded { todos: Todo[] }
export interface Added { todo: Todo }
export interface Toggled { id: string; done: boolean }
export interface Removed { ids: string[] }
export type Typing = Record<string, never>;
export interface Api {
  todos: {
    add(text: string): Promise<Todo>;
    remove(id: string): Promise<void>;
    removeDone(): Promise<number>;
  };
}
export type Action =
  | { type: 'todos/loaded'; payload: Loaded }
  | { type: 'todos/added'; payload: Added }
  | { type: 'todos/toggled'; payload: Toggled }
  | { type: 'todos/removed'; payload: Removed };
export interface Events { typing: Typing }
export type ErrorCode = 'gone';
export interface Contract { api: Api; action: Action; events: Events; errorCode: ErrorCode }
export const contract = '0';
