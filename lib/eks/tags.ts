import { ConfigurationError, type IErrorScope } from '../errors';

/**
 * AWS takes fifty for a resource, and the stack writes one or two of its own.
 * @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html#tag-conventions
 */
const MOST = 45;

/**
 * Tags of everything that a stack makes.
 * @throws ConfigurationError EksTags
 */
export function checkTags(at: IErrorScope, tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MOST) {
    throw new ConfigurationError('EksTags', { at, problem: 'number of tags', value: entries.length });
  }
  for (const [key, value] of entries) {
    if (!/^.{1,128}$/.test(key) || /^aws:/i.test(key) || value.length > 256) {
      throw new ConfigurationError('EksTags', { at, problem: 'tag', value: { [key]: value } });
    }
  }
}
