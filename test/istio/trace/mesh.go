package main

import (
	"fmt"
	"strings"
	"time"

	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	"sigs.k8s.io/yaml"

	meshconfig "istio.io/api/mesh/v1alpha1"
	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pilot/pkg/model"
	"istio.io/istio/pilot/test/xds"
	"istio.io/istio/pilot/test/xdstest"
	"istio.io/istio/pkg/config"
	"istio.io/istio/pkg/config/mesh"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/test"
)

// Mesh is a control plane with the configuration of its proxies, each made when it is first asked for.
type Mesh struct {
	server     *xds.FakeDiscoveryServer
	proxies    map[string]Proxy
	addresses  map[string]string
	services   []service
	configured map[string]configuration
}

type configuration struct {
	listeners []*listener.Listener
	routes    map[string]*route.RouteConfiguration
	clusters  map[string]bool
	// trustDomain is what the principals of the mesh begin with.
	trustDomain string
}

func newMesh(t test.Failer, asked Case) (*Mesh, []string) {
	result := &Mesh{proxies: asked.Proxies, addresses: map[string]string{}, configured: map[string]configuration{}}
	objects, configs, refused := result.read(asked.Manifests)
	objects = append(objects, result.pods()...)
	result.server = xds.NewFakeDiscoveryServer(t, xds.FakeOptions{
		KubernetesObjectString: strings.Join(objects, "\n---\n"),
		Configs:                configs,
		MeshConfig:             settings(t, asked.MeshConfig),
	})
	return result, refused
}

// read splits manifests into Kubernetes' objects as YAML and Istio's as configs, without what istiod's webhook refuses.
func (m *Mesh) read(manifests []map[string]any) (objects []string, configs []config.Config, refused []string) {
	for _, manifest := range manifests {
		group, _, _ := strings.Cut(text(manifest["apiVersion"]), "/")
		if !strings.HasSuffix(group, ".istio.io") {
			if group == "v1" && text(manifest["kind"]) == "Service" {
				m.services = append(m.services, newService(manifest, len(m.services)))
			}
			objects = append(objects, toYAML(manifest))
			continue
		}
		parsed, _, err := crd.ParseInputs(toYAML(manifest))
		for _, one := range parsed {
			if schema, known := collections.Pilot.FindByGroupVersionAliasesKind(one.GroupVersionKind); known && err == nil {
				_, err = schema.ValidateConfig(one)
			}
			one.Domain = "cluster.local"
			// Objects that say nothing about their age are of the same age.
			if one.CreationTimestamp.IsZero() {
				one.CreationTimestamp = time.Unix(1, 0)
			}
			if err == nil {
				configs = append(configs, one)
			}
		}
		if err != nil {
			refused = append(refused, fmt.Sprintf("%s: %v", text(at(manifest, "metadata", "name")), err))
		}
	}
	return objects, configs, refused
}

func settings(t test.Failer, given []byte) *meshconfig.MeshConfig {
	defaults := mesh.DefaultMeshConfig()
	if len(given) == 0 {
		return defaults
	}
	asYAML, err := yaml.JSONToYAML(given)
	if err != nil {
		t.Fatal(err)
	}
	merged, err := mesh.ApplyMeshConfig(string(asYAML), defaults)
	if err != nil {
		t.Fatal(err)
	}
	return merged
}

func (m *Mesh) configurationOf(name string) configuration {
	if known, ok := m.configured[name]; ok {
		return known
	}
	of := m.proxies[name]
	kind := model.SidecarProxy
	if of.Type == "router" {
		kind = model.Router
	}
	proxy := m.server.SetupProxy(&model.Proxy{
		Type:            kind,
		ConfigNamespace: of.Namespace,
		IPAddresses:     []string{m.addresses[name]},
		ID:              name + "." + of.Namespace,
		DNSDomain:       of.Namespace + ".svc.cluster.local",
		Labels:          of.Labels,
		Metadata: &model.NodeMetadata{
			Namespace:       of.Namespace,
			Labels:          of.Labels,
			ClusterID:       "Kubernetes",
			UnprivilegedPod: of.Metadata["UNPRIVILEGED_POD"],
		},
	})
	listeners := m.server.Listeners(proxy)
	clusters := map[string]bool{}
	for _, cluster := range m.server.Clusters(proxy) {
		clusters[cluster.Name] = true
	}
	made := configuration{
		listeners:   accepted(listeners),
		routes:      xdstest.ExtractRouteConfigurations(m.server.RoutesFromListeners(proxy, listeners)),
		clusters:    clusters,
		trustDomain: m.server.Env().Mesh().GetTrustDomain(),
	}
	m.configured[name] = made
	return made
}

func (m *Mesh) verdict(t test.Failer, request Request) Verdict {
	request = withDefaults(request)
	if m.proxies[request.Proxy].Type == "router" {
		request.Port = m.targetPort(m.proxies[request.Proxy], request.Port)
	}
	of := m.configurationOf(request.Proxy)
	verdict := through(t, of, request)
	for name := range verdict.Clusters {
		if !of.clusters[name] {
			verdict.Missing = append(verdict.Missing, name)
		}
	}
	return verdict
}

func toYAML(manifest map[string]any) string {
	encoded, err := yaml.Marshal(manifest)
	if err != nil {
		panic(err)
	}
	return string(encoded)
}

func text(value any) string {
	is, _ := value.(string)
	return is
}

// at is the value below some keys; nil where there is none.
func at(value any, keys ...string) any {
	for _, key := range keys {
		object, _ := value.(map[string]any)
		value = object[key]
	}
	return value
}
