// istio-trace says, with Istio's own code, where requests go that reach a proxy.
//
// It reads one case a line as JSON: manifests, mesh settings, proxies, and requests to them, in the terms of ../shared/oracle. istiod's
// code makes the configuration of each proxy; refused.go, listener.go and route.go read it as Envoy does. Each case is answered by one
// line. Rules of authorization, tokens, faults and the normalisation of paths are not looked at; see `filters`.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"istio.io/istio/pkg/log"
	"istio.io/istio/pkg/test"
)

// Proxy is a running, injected Pod with a sidecar, or a gateway ("router").
type Proxy struct {
	Type           string            `json:"type"`
	Namespace      string            `json:"namespace"`
	Labels         map[string]string `json:"labels"`
	ServiceAccount string            `json:"serviceAccount"`
	Metadata       map[string]string `json:"metadata"`
}

// Request reaches a proxy; its fields are those of a recorded request.
type Request struct {
	ID       string            `json:"id"`
	Proxy    string            `json:"proxy"`
	Port     int               `json:"port"`
	Address  string            `json:"address"`
	Protocol string            `json:"protocol"`
	TLS      string            `json:"tls"`
	SNI      string            `json:"sni"`
	ALPN     []string          `json:"alpn"`
	Host     string            `json:"host"`
	Path     string            `json:"path"`
	Method   string            `json:"method"`
	Headers  map[string]string `json:"headers"`
	// Principal is whose certificate the client has; in Istio's mutual TLS it has one in any case.
	Principal string `json:"principal"`
}

// Case is a mesh and what is asked of it.
type Case struct {
	ID         string           `json:"id"`
	Manifests  []map[string]any `json:"manifests"`
	MeshConfig json.RawMessage  `json:"meshConfig"`
	Proxies    map[string]Proxy `json:"proxies"`
	Requests   []Request        `json:"requests"`
}

// Verdict is where a request goes.
type Verdict struct {
	Outcome  string             `json:"outcome"`
	Status   int                `json:"status,omitempty"`
	Clusters map[string]float64 `json:"clusters,omitempty"`
	Mirrors  map[string]float64 `json:"mirrors,omitempty"`
	Rule     string             `json:"rule,omitempty"`
	// Missing are clusters of the route that the proxy does not have.
	Missing []string `json:"missing,omitempty"`
	// Filters may end a request that the route would forward.
	Filters []string `json:"filters,omitempty"`
	Reason  string   `json:"reason,omitempty"`
}

// Answer has a verdict for each request, by its id.
type Answer struct {
	ID string `json:"id"`
	// Refused are the objects that istiod's webhook does not accept; the mesh is without them.
	Refused  []string           `json:"refused,omitempty"`
	Error    string             `json:"error,omitempty"`
	Verdicts map[string]Verdict `json:"verdicts,omitempty"`
}

func main() {
	for _, scope := range log.Scopes() {
		scope.SetOutputLevel(log.NoneLevel)
	}
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 64<<20)
	for scanner.Scan() {
		encoded, err := json.Marshal(answerLine(scanner.Bytes()))
		if err != nil {
			exit(err)
		}
		fmt.Printf("%s\n", encoded)
	}
	if err := scanner.Err(); err != nil {
		exit(err)
	}
}

func answerLine(line []byte) (answer Answer) {
	var asked Case
	if err := json.Unmarshal(line, &asked); err != nil {
		exit(err)
	}
	answer.ID = asked.ID
	defer func() {
		if problem := recover(); problem != nil {
			answer.Error = fmt.Sprint(problem)
		}
	}()
	err := test.Wrap(func(t test.Failer) {
		mesh, refused := newMesh(t, asked)
		answer.Refused = refused
		answer.Verdicts = map[string]Verdict{}
		for _, request := range asked.Requests {
			answer.Verdicts[request.ID] = mesh.verdict(t, request)
		}
	})
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}

func exit(err error) {
	fmt.Fprintln(os.Stderr, "istio-trace:", err)
	os.Exit(2)
}
