/** What every object that we emit says about itself. */
export interface ResourceMetadata {
  /** Name, a DNS-1123 label. @default - derived from the construct path, as cdk8s does */
  readonly name?: string;
  /** Namespace. @default - the chart's */
  readonly namespace?: string;
  /** Labels. @default - the chart's */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Metadata without the fields that are not set: cdk8s takes an undefined name for a name. */
export function metadataOf({ name, namespace, labels, annotations }: ResourceMetadata): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  if (name !== undefined) metadata.name = name;
  if (namespace !== undefined) metadata.namespace = namespace;
  if (labels !== undefined) metadata.labels = labels;
  if (annotations !== undefined) metadata.annotations = annotations;
  return metadata;
}
