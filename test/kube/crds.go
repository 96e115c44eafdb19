package main

import (
	"context"
	"fmt"
	"sort"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	apiextv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	structural "k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/cel"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/listtype"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/objectmeta"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/pruning"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
)

// What CEL may cost before the API server gives up; far above what any object here needs.
const celBudget = 10_000_000

// crdVersion is one served version of a custom kind, ready to judge objects.
type crdVersion struct {
	structure  *structural.Structural
	schema     validation.SchemaValidator
	rules      *cel.Validator
	namespaced bool
}

// readCrds compiles every served version of the CRDs in the files: "group/version/Kind" to validator.
func readCrds(files []string) (map[string]crdVersion, error) {
	kinds := map[string]crdVersion{}
	for _, file := range files {
		err := eachDocument(file, func(_ int, document []byte) error {
			var crd apiextv1.CustomResourceDefinition
			if err := yaml.Unmarshal(document, &crd); err != nil || crd.Kind != "CustomResourceDefinition" {
				return err
			}
			return compile(&crd, kinds)
		})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
	}
	return kinds, nil
}

func compile(crd *apiextv1.CustomResourceDefinition, into map[string]crdVersion) error {
	for _, version := range crd.Spec.Versions {
		if !version.Served {
			continue
		}
		var props apiextensions.JSONSchemaProps
		err := apiextv1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(version.Schema.OpenAPIV3Schema, &props, nil)
		if err != nil {
			return err
		}
		structure, err := structural.NewStructural(&props)
		if err != nil {
			return err
		}
		schema, _, err := validation.NewSchemaValidator(&props)
		if err != nil {
			return err
		}
		key := crd.Spec.Group + "/" + version.Name + "/" + crd.Spec.Names.Kind
		into[key] = crdVersion{structure, schema, cel.NewValidator(structure, true, celBudget), crd.Spec.Scope == apiextv1.NamespaceScoped}
	}
	return nil
}

// judge does what the API server does on create: refuse unknown fields, fill in defaults, then schema, list types and CEL.
func (v crdVersion) judge(object *unstructured.Unstructured) []string {
	reasons := v.judgeMetadata(object)
	options := structural.UnknownFieldPathOptions{TrackUnknownFieldPaths: true}
	for _, path := range pruning.PruneWithOptions(object.Object, v.structure, true, options) {
		reasons = append(reasons, "unknown field "+path)
	}
	defaulting.Default(object.Object, v.structure)
	found := validation.ValidateCustomResource(nil, object.Object, v.schema)
	found = append(found, listtype.ValidateListSetsAndMaps(nil, v.structure, object.Object)...)
	byRule, _ := v.rules.Validate(context.Background(), nil, v.structure, object.Object, nil, celBudget)
	for _, err := range append(found, byRule...) {
		reasons = append(reasons, err.Error())
	}
	sort.Strings(reasons)
	return reasons
}

// judgeMetadata reads the metadata strictly, and validates what is read. As kubectl does, it fills in the namespace.
func (v crdVersion) judgeMetadata(object *unstructured.Unstructured) (reasons []string) {
	options := objectmeta.ObjectMetaOptions{ReturnUnknownFieldPaths: true}
	meta, found, unknown, err := objectmeta.GetObjectMetaWithOptions(object.Object, options)
	if err != nil {
		return []string{err.Error()}
	}
	for _, path := range unknown {
		reasons = append(reasons, "unknown field "+path)
	}
	if !found {
		return reasons
	}
	if v.namespaced && meta.Namespace == "" {
		meta.Namespace = "default"
	}
	for _, err := range apivalidation.ValidateObjectMeta(meta, v.namespaced, apivalidation.NameIsDNSSubdomain, field.NewPath("metadata")) {
		reasons = append(reasons, err.Error())
	}
	return reasons
}
