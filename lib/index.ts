export { ConfigurationError, type ConfigurationErrorDetails, type IErrorScope, type ErrorId } from './errors';
