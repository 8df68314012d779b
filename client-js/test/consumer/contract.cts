export interface Contract {
  api: { todos: { add(text: string): Promise<{ text: string }> } };
  action: never;
  events: object;
  errorCode: never;
}
