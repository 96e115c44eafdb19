// Writes the messages that an EnvoyFilter may patch, as istiod knows them: name, fields and types.
//
// Run in a checkout of Istio, whose module graph pins Envoy's API:
//
//	mkdir describe && cp …/imports/envoy/describe.go describe/main.go && go run ./describe > …/imports/envoy/messages.json
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	// Registers every type that istiod can decode.
	_ "istio.io/istio/pkg/config/validation"
	_ "istio.io/istio/pkg/config/validation/envoyfilter"
	_ "istio.io/istio/pkg/config/xds"
)

type output struct {
	// Enums by name: their values.
	Enums map[string]string `json:"enums"`
	// Messages by name: their fields, `name:type` each.
	Messages map[string]string `json:"messages"`
}

func main() {
	out := output{Enums: map[string]string{}, Messages: map[string]string{}}
	protoregistry.GlobalFiles.RangeFiles(func(file protoreflect.FileDescriptor) bool {
		addMessages(out, file.Messages())
		addEnums(out, file.Enums())
		return true
	})
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "")
	if err := encoder.Encode(out); err != nil {
		panic(err)
	}
}

func addMessages(out output, messages protoreflect.MessageDescriptors) {
	for i := 0; i < messages.Len(); i++ {
		message := messages.Get(i)
		if message.IsMapEntry() {
			continue
		}
		fields := []string{}
		for j := 0; j < message.Fields().Len(); j++ {
			field := message.Fields().Get(j)
			name := string(field.Name())
			if field.JSONName() != camel(name) {
				name += "=" + field.JSONName()
			}
			fields = append(fields, name+":"+typeOf(field))
		}
		sort.Strings(fields)
		out.Messages[string(message.FullName())] = strings.Join(fields, " ")
		addMessages(out, message.Messages())
		addEnums(out, message.Enums())
	}
}

func addEnums(out output, enums protoreflect.EnumDescriptors) {
	for i := 0; i < enums.Len(); i++ {
		values := []string{}
		for j := 0; j < enums.Get(i).Values().Len(); j++ {
			values = append(values, string(enums.Get(i).Values().Get(j).Name()))
		}
		out.Enums[string(enums.Get(i).FullName())] = strings.Join(values, " ")
	}
}

// `*` before a list, `{key,` before a map; a message begins with a dot, an enum with `#`.
func typeOf(field protoreflect.FieldDescriptor) string {
	if field.IsMap() {
		return fmt.Sprintf("{%s,%s", field.MapKey().Kind(), single(field.MapValue()))
	}
	if field.IsList() {
		return "*" + single(field)
	}
	return single(field)
}

func single(field protoreflect.FieldDescriptor) string {
	switch field.Kind() {
	case protoreflect.MessageKind, protoreflect.GroupKind:
		return "." + string(field.Message().FullName())
	case protoreflect.EnumKind:
		return "#" + string(field.Enum().FullName())
	default:
		return field.Kind().String()
	}
}

// The name that a field has in JSON unless its definition gives another.
func camel(name string) string {
	parts := strings.Split(name, "_")
	for i, part := range parts[1:] {
		if part != "" {
			parts[i+1] = strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return strings.Join(parts, "")
}
