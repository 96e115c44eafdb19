export interface IValidationContext {
    readonly manifests: readonly string[];
    readonly report: IValidationReport;
}
export interface IValidationReport {
    addViolation(violation: ValidationViolation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
}
export declare class IstioValidation {
    constructor(properties?: IstioValidationProperties);
    validate(context: IValidationContext): Promise<void>;
}
export interface IstioValidationProperties {
    readonly level?: Level;
    readonly closed?: boolean;
    readonly meshConfig?: MeshConfig;
    readonly meshConfigFile?: string;
    readonly clusterDomain?: string;
    readonly known?: readonly KnownResource[];
    readonly complete?: readonly string[];
    readonly suppress?: readonly Suppression[];
}
export interface ValidationViolatingResource {
    readonly resourceName: string;
    readonly locations: readonly string[];
    readonly manifestPath: string;
}
export interface ValidationViolation {
    readonly ruleName: string;
    readonly recommendation: string;
    readonly fix: string;
    readonly violatingResources: readonly ValidationViolatingResource[];
}
