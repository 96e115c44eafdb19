import { App } from 'cdktf';
import { IstioEksStack, NatGateways, NodeRole, StateBackend } from 'cdk8s-istio/eks';

const app = new App({ outdir: process.env.CDK8S_OUTDIR ?? 'cdktf.out' });

// Two zones; plain nodes have no way out of the VPC, the nodes of the egress gateway have one.
new IstioEksStack(app, 'mesh', {
  region: 'eu-central-1',
  clusterCreatorAdmin: true,
  // The address you run kubectl from; without it the API is reachable from inside the VPC only.
  publicAccessCidrs: process.env.CALLER_CIDR ? [process.env.CALLER_CIDR] : [],
  network: { zones: 2, nat: NatGateways.GATEWAY_NODES, privateEndpoints: true },
  nodeGroups: [
    { name: 'general', min: 2, max: 4 },
    { name: 'gateways', role: NodeRole.GATEWAY, min: 2, max: 2 },
  ],
  backend: StateBackend.local(),
});

app.synth();
