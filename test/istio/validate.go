package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/go-multierror"

	"istio.io/istio/pilot/pkg/config/kube/crd"
	"istio.io/istio/pkg/config/schema/collections"
	"istio.io/istio/pkg/config/schema/resource"
)

// verdict is what istiod's admission webhook answers.
type verdict struct {
	Accepted bool     `json:"accepted"`
	Errors   []string `json:"errors"`
	Warnings []string `json:"warnings"`
}

// validate takes the way of the webhook: the object as Kubernetes sends it, its spec as a message, the checks of its kind.
func validate(line []byte) (v verdict) {
	defer func() {
		if reason := recover(); reason != nil {
			v = verdict{Errors: []string{fmt.Sprint("panic: ", reason)}}
		}
	}()
	var object crd.IstioKind
	if err := json.Unmarshal(line, &object); err != nil {
		return refused(err)
	}
	kind := object.GroupVersionKind()
	schema, known := collections.Istio.FindByGroupKind(resource.FromKubernetesGVK(&kind))
	if !known {
		return refused(fmt.Errorf("unknown kind %v", kind))
	}
	config, err := crd.ConvertObject(schema, &object, "cluster.local")
	if err != nil {
		return refused(err)
	}
	warnings, err := schema.ValidateConfig(*config)
	return verdict{Accepted: err == nil, Errors: texts(err), Warnings: texts(warnings)}
}

func refused(err error) verdict {
	return verdict{Errors: texts(err), Warnings: []string{}}
}

// texts of an error that may be many.
func texts(err error) []string {
	many, ok := err.(*multierror.Error)
	if !ok {
		if err == nil {
			return []string{}
		}
		return []string{err.Error()}
	}
	found := []string{}
	for _, one := range many.Errors {
		found = append(found, texts(one)...)
	}
	return found
}
