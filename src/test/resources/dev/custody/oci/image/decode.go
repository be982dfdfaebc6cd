// Decodes documents as containers/image does, with Go's encoding/json, and prints what it found.
// Input, again and again: the name of a type, a space, the length in bytes, a newline, the document.
// Output for each: one line, "refused: ..." or the values in the order of the fields.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"sort"
	"strings"
	"time"
)

type platform struct {
	Architecture string   `json:"architecture"`
	OS           string   `json:"os"`
	OSVersion    string   `json:"os.version"`
	OSFeatures   []string `json:"os.features"`
	Variant      string   `json:"variant"`
}

type index struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType"`
	ArtifactType  string            `json:"artifactType"`
	Manifests     []descriptor      `json:"manifests"`
	Subject       *descriptor       `json:"subject"`
	Annotations   map[string]string `json:"annotations"`
}

type dockerList struct {
	Manifests []struct {
		Platform struct {
			Features []string `json:"features"`
		} `json:"platform"`
	} `json:"manifests"`
}

type descriptor struct {
	MediaType    string            `json:"mediaType"`
	Digest       string            `json:"digest"`
	Size         int64             `json:"size"`
	URLs         []string          `json:"urls"`
	Annotations  map[string]string `json:"annotations"`
	Data         []byte            `json:"data"`
	Platform     *platform         `json:"platform"`
	ArtifactType string            `json:"artifactType"`
}

type indexOrManifest struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType"`
	ArtifactType  string            `json:"artifactType"`
	Manifests     []descriptor      `json:"manifests"`
	Config        descriptor        `json:"config"`
	Layers        []descriptor      `json:"layers"`
	Subject       *descriptor       `json:"subject"`
	Annotations   map[string]string `json:"annotations"`
	FSLayers      interface{}       `json:"fsLayers"`
	History       interface{}       `json:"history"`
	Signatures    interface{}       `json:"signatures"`
}

// What ValidateUnambiguousManifestFormat decodes after that.
type kindOfManifest struct {
	Config    interface{} `json:"config"`
	FSLayers  interface{} `json:"fsLayers"`
	History   interface{} `json:"history"`
	Layers    interface{} `json:"layers"`
	Manifests interface{} `json:"manifests"`
}

type dockerImage struct {
	Config       string
	RepoTags     []string
	Layers       []string
	Parent       string                `json:",omitempty"`
	LayerSources map[string]descriptor `json:",omitempty"`
}

// A date that keeps its text.
type date string

func (d *date) UnmarshalJSON(b []byte) error {
	var t time.Time
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*d = date(strings.Trim(strings.TrimSuffix(string(b), "null"), `"`))
	return nil
}

// A string, or several.
type stringOrStrings []string

func (s *stringOrStrings) UnmarshalJSON(b []byte) error {
	several := []string{}
	if err := json.Unmarshal(b, &several); err != nil {
		var one string
		if err := json.Unmarshal(b, &one); err != nil {
			return err
		}
		several = append(several, one)
	}
	*s = several
	return nil
}

type history struct {
	Created    *date  `json:"created"`
	CreatedBy  string `json:"created_by"`
	Author     string `json:"author"`
	Comment    string `json:"comment"`
	EmptyLayer bool   `json:"empty_layer"`
}

type rootfs struct {
	Type    string   `json:"type"`
	DiffIDs []string `json:"diff_ids"`
}

type health struct {
	Test                                          []string
	StartPeriod, StartInterval, Interval, Timeout time.Duration
	Retries                                       int
}

type container[C any] struct {
	Hostname, Domainname, User              string
	AttachStdin, AttachStdout, AttachStderr bool
	ExposedPorts                            map[string]struct{}
	Tty, OpenStdin, StdinOnce               bool
	Env                                     []string
	Cmd                                     C
	Healthcheck                             *health
	ArgsEscaped                             bool
	Image                                   string
	Volumes                                 map[string]struct{}
	WorkingDir                              string
	Entrypoint                              C
	NetworkDisabled                         bool
	MacAddress                              string
	OnBuild                                 []string
	Labels                                  map[string]string
	StopSignal                              string
	StopTimeout                             *int
	Shell                                   stringOrStrings
}

type config[C any] struct {
	Created         *date                      `json:"created"`
	Author          string                     `json:"author"`
	Architecture    string                     `json:"architecture"`
	OS              string                     `json:"os"`
	OSVersion       string                     `json:"os.version"`
	OSFeatures      []string                   `json:"os.features"`
	Variant         string                     `json:"variant"`
	Config          *container[C]              `json:"config"`
	RootFS          rootfs                     `json:"rootfs"`
	History         []history                  `json:"history"`
	ID              string                     `json:"id"`
	Parent          string                     `json:"parent"`
	Comment         string                     `json:"comment"`
	Container       string                     `json:"container"`
	ContainerConfig container[stringOrStrings] `json:"container_config"`
	DockerVersion   string                     `json:"docker_version"`
	Size            int64
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for {
		var kind string
		var length int
		if _, err := fmt.Fscanf(in, "%s %d\n", &kind, &length); err != nil {
			return
		}
		document := make([]byte, length)
		if _, err := io.ReadFull(in, document); err != nil {
			panic(err)
		}
		var into, again interface{}
		switch kind {
		case "INDEX_OR_MANIFEST":
			into = &indexOrManifest{}
			again = &kindOfManifest{}
		case "INDEX":
			into = &index{}
		case "DOCKER_LIST":
			into = &dockerList{}
		case "DOCKER_IMAGE":
			into = &dockerImage{}
		case "OCI_CONFIG":
			into = &config[[]string]{}
		case "DOCKER_CONFIG":
			into = &config[stringOrStrings]{}
		}
		err := json.Unmarshal(document, into)
		if err == nil && again != nil {
			err = json.Unmarshal(document, again)
		}
		if err != nil {
			fmt.Fprintf(out, "refused: %q\n", err.Error())
		} else {
			print(out, reflect.ValueOf(into).Elem())
			fmt.Fprintln(out)
		}
		out.Flush()
	}
}

func print(out io.Writer, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		fmt.Fprintf(out, "%x", v.String())
	case reflect.Int, reflect.Int64:
		fmt.Fprintf(out, "%d", v.Int())
	case reflect.Bool:
		fmt.Fprintf(out, "%t", v.Bool())
	case reflect.Interface:
		fmt.Fprintf(out, "%t", !v.IsNil())
	case reflect.Ptr:
		if v.IsNil() {
			print(out, reflect.Zero(v.Type().Elem()))
		} else {
			print(out, v.Elem())
		}
	case reflect.Struct:
		fmt.Fprint(out, "{")
		for i := 0; i < v.NumField(); i++ {
			print(out, v.Field(i))
			fmt.Fprint(out, ";")
		}
		fmt.Fprint(out, "}")
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return // base64 is checked, not kept
		}
		fmt.Fprint(out, "[")
		for i := 0; i < v.Len(); i++ {
			print(out, v.Index(i))
			fmt.Fprint(out, ",")
		}
		fmt.Fprint(out, "]")
	case reflect.Map:
		keys := v.MapKeys()
		sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
		fmt.Fprint(out, "<")
		for _, k := range keys {
			fmt.Fprintf(out, "%x=", k.String())
			print(out, v.MapIndex(k))
			fmt.Fprint(out, ",")
		}
		fmt.Fprint(out, ">")
	}
}
