package main

import (
	"fmt"
	"sort"
)

// service is a Kubernetes Service, as far as the proxies behind it are concerned.
type service struct {
	name, namespace string
	selector        map[string]any
	ports           []any
}

// newService reads a Service, and gives it an address where it has none.
func newService(manifest map[string]any, index int) service {
	spec, _ := manifest["spec"].(map[string]any)
	if spec != nil && spec["clusterIP"] == nil && text(spec["type"]) != "ExternalName" {
		spec["clusterIP"] = fmt.Sprintf("10.97.%d.%d", index/250, index%250+1)
	}
	selector, _ := at(spec, "selector").(map[string]any)
	ports, _ := at(spec, "ports").([]any)
	return service{
		name:      text(at(manifest, "metadata", "name")),
		namespace: text(at(manifest, "metadata", "namespace")),
		selector:  selector,
		ports:     ports,
	}
}

func (s service) selects(proxy Proxy) bool {
	if len(s.selector) == 0 || s.namespace != proxy.Namespace {
		return false
	}
	for key, value := range s.selector {
		if proxy.Labels[key] != text(value) {
			return false
		}
	}
	return true
}

// targetOf is the port of the Pod behind a port of the Service.
func targetOf(port any) int {
	if target, numeric := at(port, "targetPort").(float64); numeric {
		return int(target)
	}
	own, _ := at(port, "port").(float64)
	return int(own)
}

// targetPort is the port at which a proxy gets what a client sends to a port of its Service.
func (m *Mesh) targetPort(proxy Proxy, port int) int {
	for _, one := range m.services {
		if !one.selects(proxy) {
			continue
		}
		for _, offered := range one.ports {
			if number, _ := at(offered, "port").(float64); int(number) == port {
				return targetOf(offered)
			}
		}
	}
	return port
}

// pods are the proxies as Kubernetes knows them, behind the Services that select them.
func (m *Mesh) pods() (objects []string) {
	names := make([]string, 0, len(m.proxies))
	for name := range m.proxies {
		names = append(names, name)
	}
	sort.Strings(names)
	for index, name := range names {
		proxy := m.proxies[name]
		address := fmt.Sprintf("10.244.%d.%d", index/250, index%250+1)
		m.addresses[name] = address
		account := proxy.ServiceAccount
		if account == "" {
			account = "default"
		}
		objects = append(objects, toYAML(map[string]any{
			"apiVersion": "v1",
			"kind":       "Pod",
			"metadata":   map[string]any{"name": name, "namespace": proxy.Namespace, "labels": proxy.Labels},
			"spec":       map[string]any{"serviceAccountName": account, "nodeName": "node-1"},
			"status": map[string]any{
				"podIP":      address,
				"podIPs":     []any{map[string]any{"ip": address}},
				"phase":      "Running",
				"conditions": []any{map[string]any{"type": "Ready", "status": "True"}},
			},
		}))
		for _, one := range m.services {
			if one.selects(proxy) {
				objects = append(objects, toYAML(endpoints(one, name, address)))
			}
		}
	}
	return objects
}

func endpoints(of service, pod, address string) map[string]any {
	ports := []any{}
	for _, port := range of.ports {
		ports = append(ports, map[string]any{"name": text(at(port, "name")), "port": targetOf(port), "protocol": "TCP"})
	}
	target := map[string]any{"kind": "Pod", "name": pod, "namespace": of.namespace}
	return map[string]any{
		"apiVersion":  "discovery.k8s.io/v1",
		"kind":        "EndpointSlice",
		"addressType": "IPv4",
		"metadata": map[string]any{
			"name":      of.name + "-" + pod,
			"namespace": of.namespace,
			"labels":    map[string]any{"kubernetes.io/service-name": of.name},
		},
		"endpoints": []any{map[string]any{
			"addresses":  []any{address},
			"conditions": map[string]any{"ready": true},
			"targetRef":  target,
		}},
		"ports": ports,
	}
}
