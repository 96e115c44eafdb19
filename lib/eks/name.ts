import { ConfigurationError, type IErrorScope } from '../errors';

/**
 * Names of roles and log groups are made of it, so it must leave room for their endings.
 * @throws ConfigurationError EksName
 */
export function checkName(at: IErrorScope, name: string): void {
  if (!/^[a-zA-Z][a-zA-Z0-9-]{0,39}$/.test(name)) {
    throw new ConfigurationError('EksName', { at, problem: 'name', value: name });
  }
}
