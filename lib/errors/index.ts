export { ConfigurationError, type ConfigurationErrorDetails, type IErrorScope } from './configuration-error';
export { catalogue, type ErrorId } from './catalogue';
