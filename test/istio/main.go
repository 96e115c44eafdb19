// istio answers with Istio's own code what this library answers with its own.
//
//	istio validate   reads one resource a line as JSON, answers each with what istiod's admission webhook says of it
//	istio analyze    reads sets of manifests, answers each with what each analyzer of istioctl reports
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"istio.io/istio/pkg/log"
)

// commands answer one line of standard input each.
var commands = map[string]func(line []byte) any{
	"analyze":  func(line []byte) any { return analyze(line) },
	"validate": func(line []byte) any { return validate(line) },
}

func main() {
	exitOn(silence())
	if len(os.Args) != 2 || commands[os.Args[1]] == nil {
		exitOn(fmt.Errorf("unknown command %q", os.Args[1:]))
	}
	exitOn(answerLines(os.Stdin, os.Stdout, commands[os.Args[1]]))
}

func answerLines(in io.Reader, out io.Writer, answer func([]byte) any) error {
	scanner := bufio.NewScanner(in)
	scanner.Buffer(nil, 64<<20)
	writer := bufio.NewWriter(out)
	defer writer.Flush()
	for scanner.Scan() {
		encoded, err := json.Marshal(answer(scanner.Bytes()))
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(writer, "%s\n", encoded); err != nil {
			return err
		}
	}
	return scanner.Err()
}

// silence keeps Istio's log, which goes to standard output, out of the answers.
func silence() error {
	options := log.DefaultOptions()
	options.OutputPaths = []string{"stderr"}
	options.SetDefaultOutputLevel(log.OverrideScopeName, log.NoneLevel)
	return log.Configure(options)
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "istio:", err)
		os.Exit(2)
	}
}
