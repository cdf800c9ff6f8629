export { ApiError, createClient, type ApiAnswer, type ApiClient } from './client.ts';
