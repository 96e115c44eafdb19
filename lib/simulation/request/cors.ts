import type { Fields } from '../../snapshot';
import { list, text, texts } from '../model/fields';
import { matches, stringMatch } from '../model/string-match';
import type { RequestView } from '../routes/request-view';

/** Whether a browser asks beforehand what it may send. */
export function isPreflight({ method, headers }: RequestView): boolean {
  if (method !== 'OPTIONS') return false;
  return (headers.get('origin') ?? '') !== '' && (headers.get('access-control-request-method') ?? '') !== '';
}

/** Whether the proxy answers a preflight request by itself. */
export function answersPreflight(cors: Fields | undefined, request: RequestView): boolean {
  const origin = request.headers.get('origin');
  if (!cors || origin === undefined || !isPreflight(request)) return false;
  if (allows(cors, origin)) return true;
  return text(cors['unmatchedPreflights']) === 'IGNORE';
}

function allows(cors: Fields, origin: string): boolean {
  const given = list(cors['allowOrigins']).map(stringMatch);
  if (given.length > 0)
    return given.some((match) => match && match.kind !== 'present' && (matches(match, '*') || matches(match, origin)));
  return texts(cors['allowOrigin']).some((exact) => exact === origin || exact === '*');
}
