import { ConfigurationError } from '../../errors';

/**
 * The status codes of gRPC.
 *
 * @see https://grpc.io/docs/guides/status-codes/
 */
export enum GrpcStatus {
  /** Success. */
  OK = 'OK',
  /** The caller gave up. */
  CANCELLED = 'CANCELLED',
  /** Nothing is known about the failure. */
  UNKNOWN = 'UNKNOWN',
  /** An argument is wrong in every state of the system. */
  INVALID_ARGUMENT = 'INVALID_ARGUMENT',
  /** Too late. */
  DEADLINE_EXCEEDED = 'DEADLINE_EXCEEDED',
  /** No such thing. */
  NOT_FOUND = 'NOT_FOUND',
  /** It is there already. */
  ALREADY_EXISTS = 'ALREADY_EXISTS',
  /** The caller may not. */
  PERMISSION_DENIED = 'PERMISSION_DENIED',
  /** A quota, or the disk, is used up. */
  RESOURCE_EXHAUSTED = 'RESOURCE_EXHAUSTED',
  /** The system is in no state for it. */
  FAILED_PRECONDITION = 'FAILED_PRECONDITION',
  /** Stopped, mostly by a conflict between transactions. */
  ABORTED = 'ABORTED',
  /** Past the valid range. */
  OUT_OF_RANGE = 'OUT_OF_RANGE',
  /** Not done here. */
  UNIMPLEMENTED = 'UNIMPLEMENTED',
  /** Something is broken. */
  INTERNAL = 'INTERNAL',
  /** Not there at the moment; worth another try. */
  UNAVAILABLE = 'UNAVAILABLE',
  /** Data is lost for good. */
  DATA_LOSS = 'DATA_LOSS',
  /** The caller did not say who it is. */
  UNAUTHENTICATED = 'UNAUTHENTICATED',
}

const NAMES: ReadonlySet<string> = new Set(Object.values(GrpcStatus));

/**
 * Checks the name of a gRPC status, for callers that TypeScript does not check, and returns it.
 *
 * @throws ConfigurationError GrpcStatusUnknown
 */
export function checkGrpcStatus(status: GrpcStatus, at: string): string {
  if (!NAMES.has(status)) {
    throw new ConfigurationError('GrpcStatusUnknown', { at, problem: 'no gRPC status', value: status });
  }
  return status;
}
