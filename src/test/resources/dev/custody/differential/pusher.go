// The pusher's reading of an archive in Go's own terms: archive/tar, extraction into a directory that
// is only thought of, encoding/json. Standard library only. Each line of standard input is
// kind TAB path TAB reference; each line of standard output "ok" TAB manifest digest TAB config
// digest, or "error" TAB why. The kind "extract" writes the directory's files below the reference.
package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"regexp"
	"strings"
	"time"
)

const (
	ociManifest = "application/vnd.oci.image.manifest.v1+json"
	ociIndex    = "application/vnd.oci.image.index.v1+json"
	dockerMan   = "application/vnd.docker.distribution.manifest.v2+json"
	refName     = "org.opencontainers.image.ref.name"
)

// node is a file, directory, link or anything else in the directory that is thought of.
type node struct {
	kind     byte // 'f', 'd', 'l', 'o'
	content  []byte
	target   string
	children map[string]*node
}

func directory() *node { return &node{kind: 'd', children: map[string]*node{}} }

var (
	errOutside = errors.New("leads out of the directory")
	errMissing = errors.New("no such file")
	errNotDir  = errors.New("not a directory")
	errLoop    = errors.New("too many links")
)

func split(name string) []string {
	var parts []string
	for _, part := range strings.Split(name, "/") {
		if part != "" && part != "." {
			parts = append(parts, part)
		}
	}
	return parts
}

// find walks as the kernel does; the last component's link is followed only when asked.
func find(root *node, name string, follow bool) (*node, error) {
	steps := []*node{root}
	todo := split(name)
	links := 0
	for len(todo) > 0 {
		part := todo[0]
		todo = todo[1:]
		here := steps[len(steps)-1]
		if here.kind != 'd' {
			return nil, errNotDir
		}
		if part == ".." {
			if len(steps) == 1 {
				return nil, errOutside
			}
			steps = steps[:len(steps)-1]
			continue
		}
		if len(part) > 255 {
			return nil, errors.New("name too long")
		}
		next := here.children[part]
		if next == nil {
			return nil, errMissing
		}
		if next.kind == 'l' && (follow || len(todo) > 0) {
			links++
			if links > 40 {
				return nil, errLoop
			}
			if strings.HasPrefix(next.target, "/") {
				return nil, errOutside
			}
			todo = append(split(next.target), todo...)
			continue
		}
		steps = append(steps, next)
	}
	return steps[len(steps)-1], nil
}

// parents makes the directories above a name that are missing.
func parents(root *node, name string) (*node, error) {
	dir := path.Dir("/" + name)
	if found, err := find(root, dir, true); err == nil {
		if found.kind != 'd' {
			return nil, errNotDir
		}
		return found, nil
	} else if err != errMissing {
		return nil, err
	}
	above, err := parents(root, strings.TrimPrefix(dir, "/"))
	if err != nil {
		return nil, err
	}
	base := path.Base(dir)
	if above.children[base] != nil {
		return nil, errors.New("file exists")
	}
	if len(base) > 255 {
		return nil, errors.New("name too long")
	}
	above.children[base] = directory()
	return above.children[base], nil
}

func extract(r io.Reader) (*node, error) {
	root := directory()
	t := tar.NewReader(r)
	for {
		h, err := t.Next()
		if err == io.EOF {
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		if err := put(root, t, h); err != nil {
			return nil, fmt.Errorf("%q: %w", h.Name, err)
		}
	}
}

func put(root *node, content io.Reader, h *tar.Header) error {
	name := path.Clean(h.Name)
	if name == ".." || strings.HasPrefix(name, "../") {
		return errOutside
	}
	name = strings.TrimPrefix(name, "/")
	if len(name) > 3900 || strings.Contains(name, "\x00") {
		return errors.New("name too long or with NUL")
	}
	if name == "." || name == "" {
		return nil
	}
	above, err := parents(root, name)
	if err != nil {
		return err
	}
	base := path.Base(name)
	if len(base) > 255 {
		return errors.New("name too long")
	}
	old := above.children[base]
	if old != nil && !(old.kind == 'd' && h.Typeflag == tar.TypeDir) {
		delete(above.children, base)
		old = nil
	}
	switch h.Typeflag {
	case tar.TypeDir:
		if old == nil {
			above.children[base] = directory()
		}
	case tar.TypeReg, tar.TypeRegA:
		if h.Size > 1<<26 {
			return errors.New("too large to be tried")
		}
		data, err := io.ReadAll(content)
		if err != nil {
			return err
		}
		above.children[base] = &node{kind: 'f', content: data}
	case tar.TypeLink:
		if strings.HasPrefix(path.Join("/x", h.Linkname), "/x") == false {
			return errOutside
		}
		to, err := find(root, strings.TrimPrefix(path.Join("/x", h.Linkname), "/x"), false)
		if err != nil {
			return err
		}
		if to.kind == 'd' {
			return errors.New("a link to a directory")
		}
		above.children[base] = to
	case tar.TypeSymlink:
		if !strings.HasPrefix(path.Join("/x", path.Dir(name), h.Linkname), "/x") {
			return errOutside
		}
		if h.Linkname == "" || strings.Contains(h.Linkname, "\x00") || len(h.Linkname) > 4095 {
			return errMissing
		}
		above.children[base] = &node{kind: 'l', target: h.Linkname}
	case tar.TypeXGlobalHeader:
	case tar.TypeFifo, tar.TypeChar, tar.TypeBlock:
		above.children[base] = &node{kind: 'o'}
	default:
		return fmt.Errorf("type %q", h.Typeflag)
	}
	return nil
}

func open(root *node, name string) ([]byte, error) {
	found, err := find(root, name, true)
	if err != nil {
		return nil, err
	}
	if found.kind != 'f' {
		return nil, errors.New("no regular file")
	}
	return found.content, nil
}

type descriptor struct {
	MediaType   string            `json:"mediaType,omitempty"`
	Digest      string            `json:"digest"`
	Size        int64             `json:"size"`
	URLs        []string          `json:"urls,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
	Data        []byte            `json:"data,omitempty"`
	Platform    *struct {
		Architecture string   `json:"architecture"`
		OS           string   `json:"os"`
		OSVersion    string   `json:"os.version,omitempty"`
		OSFeatures   []string `json:"os.features,omitempty"`
		Variant      string   `json:"variant,omitempty"`
	} `json:"platform,omitempty"`
}

type index struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType,omitempty"`
	Manifests     []descriptor      `json:"manifests"`
	Annotations   map[string]string `json:"annotations,omitempty"`
}

type manifest struct {
	SchemaVersion int               `json:"schemaVersion"`
	MediaType     string            `json:"mediaType,omitempty"`
	Config        descriptor        `json:"config"`
	Layers        []descriptor      `json:"layers"`
	Annotations   map[string]string `json:"annotations,omitempty"`
}

// image is what a docker-archive's config is decoded into, as far as it matters.
type image struct {
	Created      time.Time `json:"created"`
	Architecture string    `json:"architecture,omitempty"`
	OS           string    `json:"os,omitempty"`
	RootFS       *struct {
		Type    string   `json:"type"`
		DiffIDs []string `json:"diff_ids,omitempty"`
	} `json:"rootfs,omitempty"`
}

type item struct {
	Config   string
	RepoTags []string
	Layers   []string
}

var digestForm = regexp.MustCompile(`^sha256:[0-9a-f]{64}$`)

func blob(root *node, digest string) ([]byte, error) {
	if !digestForm.MatchString(digest) {
		return nil, fmt.Errorf("no digest: %q", digest)
	}
	return open(root, "blobs/sha256/"+digest[7:])
}

func sum(data []byte) string { return fmt.Sprintf("sha256:%x", sha256.Sum256(data)) }

func layout(root *node, reference string) (string, string, error) {
	data, err := open(root, "index.json")
	if err != nil {
		return "", "", err
	}
	var top index
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&top); err != nil {
		return "", "", err
	}
	chosen := -1
	if reference == "" {
		if len(top.Manifests) != 1 {
			return "", "", errors.New("not one image")
		}
		chosen = 0
	}
	for i, d := range top.Manifests {
		if chosen < 0 && (d.MediaType == ociManifest || d.MediaType == ociIndex) && d.Annotations[refName] == reference {
			chosen = i
		}
	}
	if chosen < 0 {
		return "", "", errors.New("no such reference")
	}
	text, err := blob(root, top.Manifests[chosen].Digest)
	if err != nil {
		return "", "", err
	}
	if top.Manifests[chosen].MediaType == ociIndex {
		var nested index
		return sum(text), "", json.Unmarshal(text, &nested)
	}
	var m manifest
	if err := json.Unmarshal(text, &m); err != nil {
		return "", "", err
	}
	for _, d := range append([]descriptor{m.Config}, m.Layers...) {
		data, err := blob(root, d.Digest)
		if err != nil {
			return "", "", err
		}
		if sum(data) != d.Digest {
			return "", "", errors.New("a blob with another digest")
		}
	}
	return sum(text), m.Config.Digest, nil
}

// component is the first entry of that name, or of the name that it links to.
func component(file []byte, name string, follow bool) ([]byte, error) {
	t := tar.NewReader(bytes.NewReader(file))
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil, errMissing
		}
		if err != nil {
			return nil, err
		}
		if path.Clean(h.Name) != path.Clean(name) {
			continue
		}
		mode := h.FileInfo().Mode()
		if mode&os.ModeType == os.ModeSymlink && follow {
			return component(file, path.Join(path.Dir(name), h.Linkname), false)
		}
		if !mode.IsRegular() {
			return nil, errors.New("not a regular file")
		}
		return io.ReadAll(t)
	}
}

func docker(file []byte) (string, string, error) {
	data, err := component(file, "manifest.json", true)
	if err != nil {
		return "", "", err
	}
	var items []item
	if err := json.Unmarshal(data, &items); err != nil {
		return "", "", err
	}
	if len(items) != 1 {
		return "", "", errors.New("not one image")
	}
	config, err := component(file, items[0].Config, true)
	if err != nil {
		return "", "", err
	}
	var parsed image
	if err := json.Unmarshal(config, &parsed); err != nil {
		return "", "", err
	}
	if parsed.RootFS == nil || len(parsed.RootFS.DiffIDs) != len(items[0].Layers) {
		return "", "", errors.New("no rootfs or another number of layers")
	}
	for i, diff := range parsed.RootFS.DiffIDs {
		layer, err := component(file, items[0].Layers[i], true)
		if err != nil {
			return "", "", err
		}
		if unpacked, err := unpack(layer); err == nil && sum(unpacked) == diff {
			continue
		}
		return "", "", errors.New("a layer with another digest")
	}
	return "", sum(config), nil
}

func unpack(data []byte) ([]byte, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b, 8}):
		r, err := gzip.NewReader(bytes.NewReader(data))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(r)
	case bytes.HasPrefix(data, []byte("BZh")):
		return io.ReadAll(bzip2.NewReader(bytes.NewReader(data)))
	case bytes.HasPrefix(data, []byte{0x28, 0xb5, 0x2f, 0xfd}), bytes.HasPrefix(data, []byte{0xfd, '7', 'z', 'X', 'Z', 0}):
		return nil, errors.New("not in the standard library")
	}
	return data, nil
}

// stream unpacks while it is read: what follows a tar's end is never seen.
func stream(data []byte) (io.Reader, error) {
	switch {
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b, 8}):
		return gzip.NewReader(bytes.NewReader(data))
	case bytes.HasPrefix(data, []byte("BZh")):
		return bzip2.NewReader(bytes.NewReader(data)), nil
	}
	plain, err := unpack(data)
	return bytes.NewReader(plain), err
}

func read(kind, file, reference string) (string, string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", "", err
	}
	if kind == "docker-archive" {
		return docker(data)
	}
	r, err := stream(data)
	if err != nil {
		return "", "", err
	}
	root, err := extract(r)
	if err != nil {
		return "", "", err
	}
	if kind == "extract" {
		return "", "", write(root, root, "", reference)
	}
	return layout(root, reference)
}

// write stores the files of a directory, links as what they lead to.
func write(root, here *node, name, to string) error {
	if here.kind == 'l' {
		found, err := find(root, name, true)
		if err != nil || found.kind == 'd' {
			return err
		}
		here = found
	}
	switch here.kind {
	case 'f':
		return os.WriteFile(path.Join(to, name), here.content, 0o644)
	case 'd':
		if err := os.MkdirAll(path.Join(to, name), 0o755); err != nil {
			return err
		}
		for base, child := range here.children {
			if err := write(root, child, path.Join(name, base), to); err != nil {
				return err
			}
		}
	}
	return nil
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for in.Scan() {
		fields := strings.Split(in.Text(), "\t")
		digest, config, err := read(fields[0], fields[1], fields[2])
		if err != nil {
			fmt.Fprintf(out, "error\t%q\n", err.Error())
		} else {
			fmt.Fprintf(out, "ok\t%s\t%s\n", digest, config)
		}
		out.Flush()
	}
}
