package main

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	core "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	listener "github.com/envoyproxy/go-control-plane/envoy/config/listener/v3"
)

// accepted are the listeners that Envoy takes: it refuses one whose filter chains ask for a connection twice.
func accepted(listeners []*listener.Listener) []*listener.Listener {
	return slices.DeleteFunc(slices.Clone(listeners), ambiguous)
}

func ambiguous(one *listener.Listener) bool {
	taken := map[string]bool{}
	for _, chain := range one.FilterChains {
		for _, place := range placesOf(chain.GetFilterChainMatch()) {
			if taken[place] {
				return true
			}
			taken[place] = true
		}
	}
	return false
}

// placesOf are the connections that a filter chain asks for, each by all properties together.
func placesOf(match *listener.FilterChainMatch) (places []string) {
	common := fmt.Sprint(match.GetDestinationPort().GetValue(), match.GetTransportProtocol(),
		match.GetSourceType(), match.GetSourcePorts(), match.GetSourcePrefixRanges())
	for _, destination := range orAny(match.GetPrefixRanges(), rangeOf) {
		for _, name := range orAny(match.GetServerNames(), strings.ToLower) {
			for _, protocol := range orAny(match.GetApplicationProtocols(), strings.Clone) {
				places = append(places, strings.Join([]string{common, destination, name, protocol}, "|"))
			}
		}
	}
	return places
}

// orAny names each value; none at all stands for every value.
func orAny[T any](values []T, name func(T) string) []string {
	if len(values) == 0 {
		return []string{""}
	}
	names := make([]string, 0, len(values))
	for _, value := range values {
		names = append(names, name(value))
	}
	return names
}

func rangeOf(one *core.CidrRange) string {
	prefix, err := netip.ParsePrefix(fmt.Sprintf("%s/%d", one.GetAddressPrefix(), one.GetPrefixLen().GetValue()))
	if err != nil || prefix.Bits() == 0 {
		return ""
	}
	return prefix.Masked().String()
}
