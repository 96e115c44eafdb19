/** Nothing was found, something was, or the command could not do its work. */
export enum ExitCode {
  CLEAN = 0,
  FOUND = 1,
  FAILED = 2,
}
