// Reads tars from standard input, each after its length as eight bytes, big endian, and prints what
// archive/tar makes of them: a line for each entry (type flag, size, offset of its content, name and
// link in hex), then how the tar ended.
package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
	"os"
)

// Counts what is read, and cannot seek.
type counter struct {
	in io.Reader
	n  int64
}

func (c *counter) Read(b []byte) (int, error) {
	n, err := c.in.Read(b)
	c.n += int64(n)
	return n, err
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for {
		var length uint64
		if err := binary.Read(in, binary.BigEndian, &length); err == io.EOF {
			return
		} else if err != nil {
			panic(err)
		}
		archive := make([]byte, length)
		if _, err := io.ReadFull(in, archive); err != nil {
			panic(err)
		}
		count := &counter{in: bytes.NewReader(archive)}
		reader := tar.NewReader(count)
		for {
			header, err := reader.Next()
			if err == io.EOF {
				fmt.Fprintln(out, "end")
				break
			}
			if err != nil {
				fmt.Fprintf(out, "error %v\n", err)
				break
			}
			fmt.Fprintf(out, "%d %d %d %x. %x.\n", header.Typeflag, header.Size, count.n, header.Name, header.Linkname)
		}
	}
}
