export type {
  IValidationContext,
  IValidationReport,
  ValidationViolatingResource,
  ValidationViolation,
} from './context';
export { IstioValidation, type IstioValidationProperties } from './istio-validation';
