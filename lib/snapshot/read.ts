/** YAML to a snapshot: from texts in memory, from files, folders and standard input. */
import type { MeshConfig } from '../mesh/mesh-config';
import { DocumentSplitter, type DocumentText } from './documents';
import { filesBelow, readText } from './files';
import { parseDocument } from './from-yaml';
import { locate } from './positions';
import type { Origin, Position, Resource } from './resource';
import { Snapshot, type MeshFacts } from './snapshot';
import { toResources } from './to-resource';

/** What a snapshot holds beside the manifests. */
export interface SnapshotOptions extends MeshFacts {
  /** Istio's mesh settings. @default - Istio's own defaults */
  readonly meshConfig?: MeshConfig;
}

/** What reading YAML takes beside the text. */
export interface SnapshotFromYamlOptions extends SnapshotOptions {
  /** Name of the text in findings and errors. @default - */
  readonly file?: string;
}

/** What reading files takes beside their names. */
export interface SnapshotFromFilesOptions extends SnapshotOptions {
  /** Istio's MeshNetworks, as `readMeshNetworksFile` reads it. @default - none */
  readonly meshNetworks?: Resource;
  /** Called now and then with the number of resources read so far. @default - nobody is told */
  readonly onProgress?: (resources: number) => void;
}

/**
 * A snapshot of YAML in memory: any number of documents, Lists included.
 *
 * @throws ConfigurationError YamlMalformed, YamlAliasesExcessive, DocumentTooLarge, ManifestNotObject, ManifestIncomplete
 */
export function snapshotFromYaml(text: string, options: SnapshotFromYamlOptions = {}): Snapshot {
  const resources: Resource[] = [];
  const splitter = new DocumentSplitter(options.file ?? '-', (document) => add(document, resources));
  splitter.push(text);
  splitter.end();
  return new Snapshot(resources, options.meshConfig, options);
}

/**
 * A snapshot of files, of folders (every .yaml, .yml and .json below, in the order of their names) and of standard input (`-`).
 *
 * @throws ConfigurationError FileUnreadable, FileNotText, FolderEmpty, and what {@link snapshotFromYaml} throws
 */
export function snapshotFromFiles(paths: readonly string[], options: SnapshotFromFilesOptions = {}): Snapshot {
  const resources: Resource[] = [];
  for (const file of paths.flatMap((path) => filesBelow(path))) {
    const splitter = new DocumentSplitter(file, (document) => add(document, resources));
    readText(file, (piece) => {
      splitter.push(piece);
      options.onProgress?.(resources.length);
    });
    splitter.end();
  }
  if (options.meshNetworks) resources.push(options.meshNetworks);
  return new Snapshot(resources, options.meshConfig, options);
}

/** The documents of a file that holds settings, not manifests. */
export function documentsOf(file: string): readonly DocumentText[] {
  const documents: DocumentText[] = [];
  const splitter = new DocumentSplitter(file, (document) => documents.push(document));
  readText(file, (piece) => splitter.push(piece));
  splitter.end();
  return documents;
}

/**
 * The values of a YAML file that holds settings, not manifests.
 *
 * @throws ConfigurationError FileUnreadable, FileNotText, YamlMalformed, YamlAliasesExcessive
 */
export function readYamlFile(file: string): readonly unknown[] {
  return documentsOf(file).map(parseDocument);
}

function add(document: DocumentText, resources: Resource[]): void {
  const value = parseDocument(document);
  if (value === null) return;
  const where = () => `${document.file}:${locate(document)?.line ?? document.line}`;
  const manifest = document.items ? { apiVersion: 'v1', kind: 'List', items: value } : value;
  // Items of a long List come without it: their text is a sequence.
  const originOf = (prefix: string) => new YamlOrigin(document, document.items ? prefix.replace(/^items/, '') : prefix);
  for (const resource of toResources(manifest, where, originOf)) {
    resources.push(resource);
  }
}

/** Origin of a resource in a text. Keeps the text and finds lines when asked. */
class YamlOrigin implements Origin {
  public readonly file: string;

  constructor(
    private readonly document: DocumentText,
    private readonly prefix: string,
  ) {
    this.file = document.file;
  }

  public get line(): number {
    return this.locate()?.line ?? this.document.line;
  }

  public locate(path?: string): Position | undefined {
    const whole = [this.prefix, path].filter((part) => part !== undefined && part !== '').join('.');
    return locate(this.document, whole);
  }
}
