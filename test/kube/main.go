// kube judges manifests with the code that the Kubernetes API server runs: for custom kinds pruning (an unknown field is an
// error), defaulting, structural schema, list types and CEL; for Kubernetes' own kinds strict decoding.
//
//	kube -crds FILE,… PATH…    judges files and folders; one line for each refused document, then "N documents, N refused"
//	kube -crds FILE,… -lines   reads one JSON object a line from standard input, answers each with a JSON list of reasons
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type judge struct {
	custom map[string]crdVersion
	native native
}

func main() {
	crds := flag.String("crds", "", "files with CustomResourceDefinitions, joined by commas")
	lines := flag.Bool("lines", false, "judge one JSON object a line from standard input")
	flag.Parse()
	custom, err := readCrds(strings.Split(*crds, ","))
	exitOn(err)
	j := judge{custom, newNative()}
	if *lines {
		exitOn(j.answerLines(os.Stdin, os.Stdout))
		return
	}
	documents, refused, err := j.judgeFiles(flag.Args())
	exitOn(err)
	fmt.Printf("%d documents, %d refused\n", documents, refused)
	if refused > 0 || documents == 0 {
		os.Exit(1)
	}
}

// reasons says why the API server would refuse the object; none where it would accept it.
func (j judge) reasons(document []byte) (name string, reasons []string) {
	decoded, kind, err := unstructured.UnstructuredJSONScheme.Decode(document, nil, nil)
	if err != nil {
		return "?", []string{err.Error()}
	}
	object, ok := decoded.(*unstructured.Unstructured)
	if !ok {
		return kind.Kind, []string{"a List: give its items as documents"}
	}
	name = fmt.Sprintf("%s %s/%s", object.GetKind(), object.GetNamespace(), object.GetName())
	if object.GetName() == "" {
		reasons = append(reasons, "metadata.name is missing")
	}
	if version, ok := j.custom[kind.Group+"/"+kind.Version+"/"+kind.Kind]; ok {
		return name, append(reasons, version.judge(object)...)
	}
	if j.native.knows(*kind) {
		return name, append(reasons, j.native.judge(document)...)
	}
	return name, append(reasons, "unknown kind "+kind.String())
}

func (j judge) judgeFiles(paths []string) (documents, refused int, err error) {
	for _, path := range paths {
		err = filepath.WalkDir(path, func(file string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !(strings.HasSuffix(file, ".yaml") || strings.HasSuffix(file, ".yml")) {
				return err
			}
			return eachDocument(file, func(number int, document []byte) error {
				converted, err := yaml.YAMLToJSONStrict(document)
				if err == nil && string(converted) == "null" {
					return nil
				}
				documents++
				name, reasons := "?", []string(nil)
				if err != nil {
					reasons = []string{err.Error()}
				} else {
					name, reasons = j.reasons(converted)
				}
				if len(reasons) > 0 {
					refused++
					fmt.Printf("%s: document %d: %s: %s\n", file, number, name, strings.Join(reasons, "; "))
				}
				return nil
			})
		})
		if err != nil {
			return documents, refused, err
		}
	}
	return documents, refused, nil
}

func (j judge) answerLines(in io.Reader, out io.Writer) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, 64<<20)
	writer := bufio.NewWriter(out)
	defer writer.Flush()
	for scanner.Scan() {
		_, reasons := j.reasons(scanner.Bytes())
		if reasons == nil {
			reasons = []string{}
		}
		answer, err := json.Marshal(reasons)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(writer, "%s\n", answer); err != nil {
			return err
		}
	}
	return scanner.Err()
}

func eachDocument(file string, visit func(number int, document []byte) error) error {
	content, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	reader := kyaml.NewYAMLReader(bufio.NewReader(bytes.NewReader(content)))
	for number := 1; ; number++ {
		document, err := reader.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if err := visit(number, document); err != nil {
			return err
		}
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "kube:", err)
		os.Exit(2)
	}
}
