import { entries } from './entry';

/** Mistakes that lib/checks, lib/snapshot, lib/analysis, lib/plugin and lib/cli refuse. */
export const checks = entries({
  FileUnreadable: {
    allowed: 'files and folders that exist and may be read',
    fix: 'correct the path or its permissions',
  },
  FileNotText: { allowed: 'YAML or JSON in UTF-8', fix: 'leave the file out, or save it as UTF-8 text' },
  FolderEmpty: {
    allowed: 'a folder with files that end in .yaml, .yml or .json',
    fix: 'name the folder that holds the manifests',
  },
  YamlMalformed: { allowed: 'well-formed YAML', fix: 'correct the document' },
  YamlAliasesExcessive: {
    allowed: 'anchors that do not contain themselves, of at most 100,000 values when written out',
    fix: 'write the values out',
  },
  DocumentTooLarge: {
    allowed: 'documents of at most 16 MiB, ten times what a cluster stores',
    fix: 'split the document',
  },
  ManifestNotObject: { allowed: 'documents that are Kubernetes objects', fix: 'leave the document out' },
  ManifestIncomplete: {
    allowed: 'objects with apiVersion, kind and metadata.name',
    fix: 'add what is missing, or leave the document out',
  },
  MeshConfigMalformed: {
    allowed: "Istio's MeshConfig as YAML, or the ConfigMap that holds it",
    fix: 'correct the file',
  },
  MeshNetworksMalformed: {
    allowed: "Istio's MeshNetworks as YAML, or the ConfigMap that holds it",
    fix: 'correct the file',
  },
  SuppressionCodeMalformed: { allowed: 'a code such as IST0101 or CIS0001', fix: 'copy the code from the finding' },
  SuppressionReasonMissing: { allowed: 'one line that says why the finding is accepted', fix: 'give the reason' },
  UsageWrong: { allowed: 'what `--help` of the command says', fix: 'correct the command line' },
  ConfigMalformed: {
    allowed:
      'a mapping with level, closed, suppress (a list of code, reason and resource), meshConfig and meshNetworks',
    fix: 'correct the configuration file',
  },
  AppWithoutSettings: {
    allowed: 'an App that synthesises at least one construct of this library, or calls Checks.register(app)',
    fix: 'run the App by itself, then correct it',
  },
  PluginPropertyUnknown: {
    allowed: 'level, closed, meshConfig, meshConfigFile, clusterDomain, known and suppress',
    fix: 'correct `properties` of the plugin in cdk8s.yaml',
  },
});
