package main

import (
	"fmt"
	"math"
	"net"
	"net/netip"
	"slices"
	"strings"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
	tls "github.com/envoyproxy/go-control-plane/envoy/extensions/transport_sockets/tls/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"

	"istio.io/istio/pilot/pkg/model"
	authentication "istio.io/istio/pilot/pkg/security/model"
	"istio.io/istio/pilot/pkg/xds/filters"
	"istio.io/istio/pilot/test/xdstest"
	"istio.io/istio/pkg/config/host"
	"istio.io/istio/pkg/test"
)

// nowhere is the address of a connection whose request names none: an address that nobody declares.
const nowhere = "198.18.77.7"

func withDefaults(request Request) Request {
	if request.Path == "" {
		request.Path = "/"
	}
	if request.Method == "" {
		request.Method = "GET"
	}
	if request.Address == "" {
		request.Address = nowhere
	}
	if request.SNI == "" && encrypted(request) {
		request.SNI = hostname(request.Host)
	}
	if len(request.ALPN) == 0 && encrypted(request) {
		request.ALPN = offered(request)
	}
	return request
}

func encrypted(request Request) bool {
	return request.TLS == "tls" || request.TLS == "mtls"
}

func hostname(authority string) string {
	if name, _, err := net.SplitHostPort(authority); err == nil {
		return name
	}
	return authority
}

// offered are the protocols that a client names by itself: a sidecar adds Istio's own before them.
func offered(request Request) []string {
	plain := map[string][]string{"http": {"http/1.1"}, "http2": {"h2"}}[request.Protocol]
	if request.TLS != "mtls" {
		return plain
	}
	own := map[string][]string{"http": {"istio-http/1.1", "istio"}, "http2": {"istio-h2", "istio"}, "tcp": {"istio"}}
	return append(own[request.Protocol], plain...)
}

// through takes a request through the listener that it reaches.
func through(t test.Failer, of configuration, request Request) Verdict {
	reached := reachedBy(of.listeners, request)
	if reached == nil {
		return Verdict{Outcome: "refused", Reason: "no listener"}
	}
	chain, reason := chainFor(reached, request)
	if chain == nil {
		return Verdict{Outcome: "refused", Reason: reason}
	}
	if reason := handshake(t, of, chain, request); reason != "" {
		return Verdict{Outcome: "refused", Reason: reason}
	}
	if manager := xdstest.ExtractHTTPConnectionManager(t, chain); manager != nil {
		if encrypted(request) && chain.TransportSocket == nil || request.Protocol == "tcp" {
			return Verdict{Outcome: "refused", Reason: "no HTTP"}
		}
		return routed(manager, of.routes, request)
	}
	verdict := Verdict{Outcome: "forwarded", Clusters: map[string]float64{}}
	for _, filter := range chain.Filters {
		if strings.Contains(filter.Name, "rbac") {
			verdict.Filters = append(verdict.Filters, filter.Name)
		}
	}
	proxy := xdstest.ExtractTCPProxy(t, chain)
	if proxy == nil {
		return Verdict{Outcome: "refused", Reason: "no terminal filter"}
	}
	if split := proxy.GetWeightedClusters(); split != nil {
		for _, one := range split.Clusters {
			verdict.Clusters[one.Name] += float64(one.Weight)
		}
	} else {
		verdict.Clusters[proxy.GetCluster()] = 100
	}
	if _, black := verdict.Clusters["BlackHoleCluster"]; black {
		verdict.Outcome = "refused"
	}
	return verdict
}

func handshake(t test.Failer, of configuration, chain *listener.FilterChain, request Request) string {
	if chain.TransportSocket == nil {
		return ""
	}
	if !encrypted(request) {
		return "no TLS"
	}
	context := &tls.DownstreamTlsContext{}
	if err := chain.TransportSocket.GetTypedConfig().UnmarshalTo(context); err != nil {
		t.Fatal(err)
	}
	by := context.GetCommonTlsContext().GetCombinedValidationContext()
	if request.Principal == "" && request.TLS != "mtls" {
		if context.GetRequireClientCertificate().GetValue() || len(namesOf(by)) > 0 {
			return "no client certificate"
		}
		return ""
	}
	return unverified(by, of.trustDomain, request)
}

// unverified is why a client's certificate is not taken. Whoever signed it is known of the mesh's certificates only: those of its
// trust domain. An authority that a server names is taken for the one of the client.
func unverified(by *tls.CommonTlsContext_CombinedCertificateValidationContext, trustDomain string, request Request) string {
	ofMesh := request.TLS == "mtls" || strings.HasPrefix(request.Principal, "spiffe://"+trustDomain+"/")
	if by.GetValidationContextSdsSecretConfig().GetName() == authentication.SDSRootResourceName && !ofMesh {
		return "a client certificate of another authority"
	}
	names := namesOf(by)
	named := func(one *matcher.StringMatcher) bool { return matchesText(one, request.Principal) }
	if len(names) > 0 && !slices.ContainsFunc(names, named) {
		return "a client certificate of another subject"
	}
	return ""
}

// namesOf are the names that a client's certificate must have one of: none where clients are not verified.
func namesOf(by *tls.CommonTlsContext_CombinedCertificateValidationContext) []*matcher.StringMatcher {
	context := by.GetDefaultValidationContext()
	if context.GetTrustChainVerification() == tls.CertificateValidationContext_ACCEPT_UNTRUSTED {
		return nil
	}
	return context.GetMatchSubjectAltNames()
}

// reachedBy is the listener at the address, else the one for every address, else the one that takes the rest.
func reachedBy(listeners []*listener.Listener, request Request) *listener.Listener {
	for _, address := range []string{request.Address, "0.0.0.0"} {
		for _, one := range listeners {
			if listensAt(one, address, request.Port) {
				return one
			}
		}
	}
	return xdstest.ExtractListener(model.VirtualOutboundListenerName, listeners)
}

func listensAt(one *listener.Listener, address string, port int) bool {
	addresses := []*core.Address{one.GetAddress()}
	for _, additional := range one.GetAdditionalAddresses() {
		addresses = append(addresses, additional.GetAddress())
	}
	return slices.ContainsFunc(addresses, func(bound *core.Address) bool {
		socket := bound.GetSocketAddress()
		return socket.GetAddress() == address && int(socket.GetPortValue()) == port
	})
}

// chainFor chooses a filter chain as Envoy does: by one property after the other, each time the best of those that are left.
//
// https://www.envoyproxy.io/docs/envoy/latest/api-v3/config/listener/v3/listener_components.proto#config-listener-v3-filterchainmatch
func chainFor(reached *listener.Listener, request Request) (*listener.FilterChain, string) {
	transport, serverName, protocols := "raw_buffer", "", []string{}
	if encrypted(request) && inspects(reached, filters.TLSInspector.Name, request.Port) {
		transport, serverName, protocols = "tls", request.SNI, request.ALPN
	}
	if !encrypted(request) && inspects(reached, filters.HTTPInspector.Name, request.Port) {
		protocols = map[string][]string{"http": {"http/1.1"}, "http2": {"h2c"}}[request.Protocol]
	}
	left := reached.FilterChains
	for _, rank := range []func(*listener.FilterChainMatch) (asked bool, rank int){
		func(match *listener.FilterChainMatch) (bool, int) {
			port := match.GetDestinationPort()
			return port != nil, truth(int(port.GetValue()) == request.Port)
		},
		func(match *listener.FilterChainMatch) (bool, int) {
			ranges := match.GetPrefixRanges()
			return len(ranges) > 0, best(ranges, func(one *core.CidrRange) int { return covers(one, request.Address) })
		},
		func(match *listener.FilterChainMatch) (bool, int) {
			names := match.GetServerNames()
			return len(names) > 0, best(names, func(one string) int { return naming(one, serverName) })
		},
		func(match *listener.FilterChainMatch) (bool, int) {
			wanted := match.GetTransportProtocol()
			return wanted != "", truth(wanted == transport)
		},
		func(match *listener.FilterChainMatch) (bool, int) {
			wanted := match.GetApplicationProtocols()
			return len(wanted) > 0, best(wanted, func(one string) int {
				index := slices.Index(protocols, one)
				return truth(index >= 0) * (len(protocols) - index)
			})
		},
	} {
		left = bestOf(left, rank)
	}
	switch {
	case len(left) > 1:
		return nil, "several filter chains"
	case len(left) == 1:
		return left[0], ""
	case reached.DefaultFilterChain != nil:
		return reached.DefaultFilterChain, ""
	}
	return nil, "no filter chain"
}

// bestOf are the chains of the highest rank; where none has one, those that do not ask for the property.
func bestOf(chains []*listener.FilterChain, rank func(*listener.FilterChainMatch) (bool, int)) []*listener.FilterChain {
	var open, leading []*listener.FilterChain
	highest := 0
	for _, chain := range chains {
		asked, value := rank(chain.GetFilterChainMatch())
		switch {
		case !asked:
			open = append(open, chain)
		case value > highest:
			leading, highest = []*listener.FilterChain{chain}, value
		case value == highest && value > 0:
			leading = append(leading, chain)
		}
	}
	if len(leading) > 0 {
		return leading
	}
	return open
}

func best[T any](values []T, rank func(T) int) int {
	highest := 0
	for _, value := range values {
		highest = max(highest, rank(value))
	}
	return highest
}

func truth(holds bool) int {
	if holds {
		return 1
	}
	return 0
}

// covers is higher for narrower ranges; 0 where the address is outside.
func covers(one *core.CidrRange, address string) int {
	prefix, err := netip.ParsePrefix(fmt.Sprintf("%s/%d", one.GetAddressPrefix(), one.GetPrefixLen().GetValue()))
	parsed, notAddress := netip.ParseAddr(address)
	if err != nil || notAddress != nil || !prefix.Contains(parsed) {
		return 0
	}
	return prefix.Bits() + 1
}

// naming is higher for names that say more of the server name; 0 where the name is another one.
func naming(name, serverName string) int {
	if serverName == "" {
		return 0
	}
	if strings.EqualFold(name, serverName) {
		return math.MaxInt
	}
	return truth(host.Name(strings.ToLower(serverName)).SubsetOf(host.Name(name))) * len(name)
}

func inspects(of *listener.Listener, filter string, port int) bool {
	found, present := xdstest.ExtractListenerFilters(of)[filter]
	return present && (found.FilterDisabled == nil || !xdstest.EvaluateListenerFilterPredicates(found.FilterDisabled, port))
}
