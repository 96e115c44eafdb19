package main

import (
	"net/url"
	"regexp"
	"slices"
	"strings"

	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
	matcher "github.com/envoyproxy/go-control-plane/envoy/type/matcher/v3"
	envoytype "github.com/envoyproxy/go-control-plane/envoy/type/v3"
)

var statusOfRedirect = map[route.RedirectAction_RedirectResponseCode]int{
	route.RedirectAction_MOVED_PERMANENTLY:  301,
	route.RedirectAction_FOUND:              302,
	route.RedirectAction_SEE_OTHER:          303,
	route.RedirectAction_TEMPORARY_REDIRECT: 307,
	route.RedirectAction_PERMANENT_REDIRECT: 308,
}

// routed takes a request through the routes of a connection manager.
func routed(manager *hcm.HttpConnectionManager, routes map[string]*route.RouteConfiguration, request Request) Verdict {
	verdict := Verdict{}
	for _, filter := range manager.HttpFilters {
		if regexp.MustCompile(`rbac|jwt|ext_authz`).MatchString(filter.Name) {
			verdict.Filters = append(verdict.Filters, filter.Name)
		}
	}
	table := manager.GetRouteConfig()
	if table == nil {
		table = routes[manager.GetRds().GetRouteConfigName()]
	}
	host := virtualHost(table, request.Host)
	if host == nil {
		return answered(verdict, 404)
	}
	if host.RequireTls == route.VirtualHost_ALL && !encrypted(request) {
		return answered(verdict, 301)
	}
	for _, one := range host.Routes {
		if matches(one.Match, request) {
			return taken(verdict, one)
		}
	}
	return answered(verdict, 404)
}

func answered(verdict Verdict, status int) Verdict {
	verdict.Outcome, verdict.Status = "answered", status
	return verdict
}

func taken(verdict Verdict, one *route.Route) Verdict {
	verdict.Rule = ruleOf(one)
	switch action := one.GetAction().(type) {
	case *route.Route_Redirect:
		return answered(verdict, statusOfRedirect[action.Redirect.GetResponseCode()])
	case *route.Route_DirectResponse:
		return answered(verdict, int(action.DirectResponse.GetStatus()))
	case *route.Route_Route:
		verdict.Outcome = "forwarded"
		verdict.Clusters = map[string]float64{}
		for _, part := range action.Route.GetWeightedClusters().GetClusters() {
			verdict.Clusters[part.Name] += float64(part.GetWeight().GetValue())
		}
		if whole := action.Route.GetCluster(); whole != "" {
			verdict.Clusters[whole] = 100
		}
		for _, mirror := range action.Route.GetRequestMirrorPolicies() {
			if verdict.Mirrors == nil {
				verdict.Mirrors = map[string]float64{}
			}
			verdict.Mirrors[mirror.Cluster] = percent(mirror.GetRuntimeFraction().GetDefaultValue())
		}
	}
	return verdict
}

func percent(of *envoytype.FractionalPercent) float64 {
	parts := map[envoytype.FractionalPercent_DenominatorType]float64{
		envoytype.FractionalPercent_HUNDRED:      1,
		envoytype.FractionalPercent_TEN_THOUSAND: 100,
		envoytype.FractionalPercent_MILLION:      10_000,
	}
	return float64(of.GetNumerator()) / parts[of.GetDenominator()]
}

// ruleOf names the object that a route was made of: `virtual-service namespace/name`.
func ruleOf(one *route.Route) string {
	path := one.GetMetadata().GetFilterMetadata()["istio"].GetFields()["config"].GetStringValue()
	parts := strings.Split(path, "/")
	if len(parts) < 4 {
		return ""
	}
	last := parts[len(parts)-3:]
	return last[1] + " " + last[0] + "/" + last[2]
}

// virtualHost is the one with the domain itself, else with the longest `*.x`, else with the longest `x.*`, else with `*`.
func virtualHost(table *route.RouteConfiguration, authority string) *route.VirtualHost {
	authority = strings.ToLower(authority)
	if table.GetIgnorePortInHostMatching() {
		authority = hostname(authority)
	}
	var found *route.VirtualHost
	highest := -1
	for _, host := range table.GetVirtualHosts() {
		for _, domain := range host.Domains {
			if rank := rankOf(strings.ToLower(domain), authority); rank > highest {
				found, highest = host, rank
			}
		}
	}
	return found
}

func rankOf(domain, authority string) int {
	long := len(authority) >= len(domain)
	switch {
	case domain == authority:
		return 1 << 30
	case domain == "*":
		return 0
	case strings.HasPrefix(domain, "*") && long && strings.HasSuffix(authority, domain[1:]):
		return 1<<20 + len(domain)
	case strings.HasSuffix(domain, "*") && long && strings.HasPrefix(authority, domain[:len(domain)-1]):
		return 1<<10 + len(domain)
	}
	return -1
}

func matches(match *route.RouteMatch, request Request) bool {
	path, query, _ := strings.Cut(strings.SplitN(request.Path, "#", 2)[0], "?")
	if !matchesPath(match, path) {
		return false
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(match.Headers, func(one *route.HeaderMatcher) bool { return !matchesHeader(one, request) }) &&
		!slices.ContainsFunc(match.QueryParameters, func(one *route.QueryParameterMatcher) bool {
			given, present := values[one.Name]
			if wanted := one.GetStringMatch(); wanted != nil {
				return !present || !matchesText(wanted, given[0])
			}
			return present != one.GetPresentMatch()
		})
}

func matchesPath(match *route.RouteMatch, path string) bool {
	fold := func(text string) string { return text }
	if match.CaseSensitive != nil && !match.CaseSensitive.Value {
		fold = strings.ToLower
	}
	switch wanted := match.GetPathSpecifier().(type) {
	case *route.RouteMatch_Prefix:
		return strings.HasPrefix(fold(path), fold(wanted.Prefix))
	case *route.RouteMatch_PathSeparatedPrefix:
		return strings.HasPrefix(fold(path)+"/", fold(wanted.PathSeparatedPrefix)+"/")
	case *route.RouteMatch_Path:
		return fold(path) == fold(wanted.Path)
	case *route.RouteMatch_SafeRegex:
		return whole(wanted.SafeRegex.GetRegex(), path)
	}
	return false
}

func matchesHeader(wanted *route.HeaderMatcher, request Request) bool {
	value, present := headerOf(wanted.Name, request)
	present = present || wanted.TreatMissingHeaderAsEmpty
	holds := present
	if text := wanted.GetStringMatch(); text != nil {
		holds = present && matchesText(text, value)
	} else if _, asked := wanted.HeaderMatchSpecifier.(*route.HeaderMatcher_PresentMatch); asked {
		holds = present == wanted.GetPresentMatch()
	}
	return holds != wanted.InvertMatch
}

func headerOf(name string, request Request) (value string, present bool) {
	switch strings.ToLower(name) {
	case ":method":
		return request.Method, true
	case ":path":
		return request.Path, true
	case ":authority", "host":
		return request.Host, true
	case ":scheme":
		return map[bool]string{true: "https", false: "http"}[encrypted(request)], true
	}
	for key, given := range request.Headers {
		if strings.EqualFold(key, name) {
			return given, true
		}
	}
	return "", false
}

func matchesText(wanted *matcher.StringMatcher, value string) bool {
	fold := func(text string) string { return text }
	if wanted.IgnoreCase {
		fold = strings.ToLower
	}
	switch pattern := wanted.MatchPattern.(type) {
	case *matcher.StringMatcher_Exact:
		return fold(value) == fold(pattern.Exact)
	case *matcher.StringMatcher_Prefix:
		return strings.HasPrefix(fold(value), fold(pattern.Prefix))
	case *matcher.StringMatcher_Suffix:
		return strings.HasSuffix(fold(value), fold(pattern.Suffix))
	case *matcher.StringMatcher_Contains:
		return strings.Contains(fold(value), fold(pattern.Contains))
	case *matcher.StringMatcher_SafeRegex:
		return whole(pattern.SafeRegex.GetRegex(), value)
	}
	return false
}

func whole(pattern, value string) bool {
	compiled, err := regexp.Compile("^(?:" + pattern + ")$")
	return err == nil && compiled.MatchString(value)
}
