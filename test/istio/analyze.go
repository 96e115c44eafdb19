package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"istio.io/istio/pkg/config/analysis"
	"istio.io/istio/pkg/config/analysis/analyzers"
	"istio.io/istio/pkg/config/analysis/analyzers/maturity"
	"istio.io/istio/pkg/config/analysis/diag"
	"istio.io/istio/pkg/config/analysis/local"
)

// question is a set of manifests that are loaded together.
type question struct {
	Files        []string `json:"files"`
	MeshConfig   string   `json:"meshConfig"`
	MeshNetworks string   `json:"meshNetworks"`
}

// answer says what each analyzer reports, and what could not be read and is left out.
type answer struct {
	Errors   []string             `json:"errors"`
	Messages map[string][]message `json:"messages"`
}

type message struct {
	Code     string `json:"code"`
	Level    string `json:"level"`
	Resource string `json:"resource"`
	Text     string `json:"text"`
}

// analyze runs every analyzer the way Istio's own tests run one: without a cluster, Pods read from files, and with the default ingress
// gateway.
func analyze(line []byte) (answered answer) {
	answered = answer{Errors: []string{}, Messages: map[string][]message{}}
	defer func() {
		if panicked := recover(); panicked != nil {
			answered.Errors = append(answered.Errors, fmt.Sprint(panicked))
		}
	}()
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		answered.Errors = append(answered.Errors, err.Error())
		return answered
	}
	all := append(analyzers.All(), &maturity.AlphaAnalyzer{})
	source := local.NewSourceAnalyzer(analysis.Combine("all", all...), "", "istio-system", nil)
	if err := load(source, asked); err != nil {
		answered.Errors = append(answered.Errors, err.Error())
	}
	cancel := make(chan struct{})
	defer close(cancel)
	result, err := source.Analyze(cancel)
	if err != nil {
		answered.Errors = append(answered.Errors, err.Error())
		return answered
	}
	for name, found := range result.MappedMessages {
		for _, one := range found {
			answered.Messages[name] = append(answered.Messages[name], messageOf(one))
		}
	}
	return answered
}

func load(source *local.IstiodAnalyzer, asked question) error {
	if err := withFile(asked.MeshConfig, source.AddFileKubeMeshConfig); err != nil {
		return err
	}
	if err := withFile(asked.MeshNetworks, source.AddFileKubeMeshNetworks); err != nil {
		return err
	}
	readers := make([]local.ReaderSource, 0, len(asked.Files))
	for i, text := range asked.Files {
		readers = append(readers, local.ReaderSource{Name: fmt.Sprintf("%d.yaml", i), Reader: strings.NewReader(text)})
	}
	if err := source.AddTestReaderKubeSource(readers); err != nil {
		return err
	}
	return source.AddDefaultResources()
}

// withFile hands settings over the way Istio takes them.
func withFile(text string, read func(path string) error) error {
	if text == "" {
		return nil
	}
	file, err := os.CreateTemp("", "mesh-*.yaml")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	if err := os.WriteFile(file.Name(), []byte(text), 0o600); err != nil {
		return err
	}
	return read(file.Name())
}

func messageOf(one diag.Message) message {
	resource := ""
	if one.Resource != nil {
		resource = one.Resource.Origin.FriendlyName()
	}
	return message{
		Code:     one.Type.Code(),
		Level:    one.Type.Level().String(),
		Resource: resource,
		Text:     fmt.Sprintf(one.Type.Template(), one.Parameters...),
	}
}
