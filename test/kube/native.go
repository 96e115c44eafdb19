package main

import (
	"k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
)

// native decodes Kubernetes' own kinds as the API server does with fieldValidation=Strict.
type native struct {
	scheme  *runtime.Scheme
	decoder *json.Serializer
}

func newNative() native {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{
		v1.AddToScheme, autoscaling.AddToScheme, batch.AddToScheme, core.AddToScheme, discovery.AddToScheme,
		networking.AddToScheme, policy.AddToScheme, rbac.AddToScheme,
	} {
		utilruntime.Must(add(scheme))
	}
	options := json.SerializerOptions{Strict: true}
	return native{scheme, json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme, scheme, options)}
}

func (n native) knows(kind schema.GroupVersionKind) bool {
	return n.scheme.Recognizes(kind)
}

// judge refuses what does not decode into the kind's own type: an unknown field, a field twice, a value of another type.
func (n native) judge(document []byte) []string {
	if _, _, err := n.decoder.Decode(document, nil, nil); err != nil {
		return []string{err.Error()}
	}
	return nil
}
