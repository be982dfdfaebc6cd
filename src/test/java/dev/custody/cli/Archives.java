package dev.custody.cli;

import java.nio.file.Path;

/** Real archives by real makers, small. */
final class Archives {
  private Archives() {}

  /**
   * An OCI archive made by umoci and skopeo, with one layer that holds {@code content}.
   *
   * @param directory an empty scratch directory
   * @return {@code directory/NAME.tar}
   */
  static Path oci(Path directory, String name, String content) {
    Program.shell(
        """
        cd "$1"; mkdir "$2.src"; cd "$2.src"
        umoci init --layout l; umoci new --image l:latest
        mkdir rootfs; printf '%s' "$3" > rootfs/content
        umoci insert --image l:latest rootfs /data
        skopeo --insecure-policy copy -q oci:l:latest "oci-archive:$1/$2.tar:latest"
        chmod 0644 "$1/$2.tar"; cd "$1"; rm -rf "$2.src"
        """,
        directory, name, content);
    return directory.resolve(name + ".tar");
  }

  /**
   * An image whose one uncompressed layer is a hole of that size, so that it costs no disk.
   *
   * @param hex the layer's sha256 as the manifest says it, right or not
   */
  static Path sparse(Path directory, String name, long size, String hex) {
    Path tar = directory.resolve(name + ".tar");
    Program.shell(
        """
        cd "$1"; mkdir "$2"; cd "$2"
        umoci init --layout l; umoci new --image l:latest
        layer=$4; truncate -s "$3" "l/blobs/sha256/$layer"
        m=$(jq -r '.manifests[0].digest' l/index.json); m=${m#sha256:}
        c=$(jq -r .config.digest "l/blobs/sha256/$m")
        jq -c --arg d "sha256:$layer" '.rootfs.diff_ids=[$d]' "l/blobs/sha256/${c#sha256:}" > z
        c=$(sha256sum z | cut -d' ' -f1); k=$(stat -c %s z); mv z "l/blobs/sha256/$c"
        jq -c --arg d "sha256:$layer" --argjson n "$3" --arg c "sha256:$c" --argjson k "$k" \
          '.config.digest=$c | .config.size=$k | .layers=[{mediaType:"application/vnd.oci.image.layer.v1.tar",digest:$d,size:$n}]' \
          "l/blobs/sha256/$m" > x
        d=$(sha256sum x | cut -d' ' -f1); n=$(stat -c %s x); mv x "l/blobs/sha256/$d"
        rm "l/blobs/sha256/$m"
        jq -c --arg d "sha256:$d" --argjson n "$n" \
          '.manifests[0].digest=$d | .manifests[0].size=$n' l/index.json > y
        mv y l/index.json
        python3 - l "$1/$2.tar" <<'PYTHON'
        import os, sys, tarfile
        root, out = sys.argv[1:]
        with open(out, "wb") as f:
            for name in sorted(os.listdir(root + "/blobs/sha256")) + ["index.json", "oci-layout"]:
                path = "blobs/sha256/" + name if len(name) == 64 else name
                info = tarfile.TarInfo(path)
                info.size = os.path.getsize(root + "/" + path)
                f.write(info.tobuf(tarfile.PAX_FORMAT))
                if info.size < 1 << 20:
                    with open(root + "/" + path, "rb") as blob:
                        f.write(blob.read())
                else:
                    f.seek(info.size, 1)
                f.seek(-info.size % 512, 1)
            f.write(bytes(1024))
        PYTHON
        """,
        directory, name, size, hex);
    return tar;
  }

  /**
   * An image whose layers a script makes: {@code layer}, and what it unpacks to, {@code layer.tar}.
   *
   * @param layer a shell script that is run for each layer; {@code $i} is its number from 0
   */
  static Path layers(Path directory, String name, int count, String layer) {
    Program.shell(
        """
        cd "$1"; mkdir "$2.src"; cd "$2.src"; mkdir -p l/blobs/sha256
        type=application/vnd.oci.image; arch=$(uname -m | sed 's/x86_64/amd64/;s/aarch64/arm64/')
        put() { d=$(sha256sum $1 | cut -d' ' -f1); n=$(stat -c %%s $1); mv $1 l/blobs/sha256/$d; }
        i=0; layers=; ids=
        while [ $i -lt "$3" ]; do
        %s
        put layer; id=$(sha256sum layer.tar | cut -d' ' -f1); ids="$ids${ids:+,}'sha256:$id'"
        layers="$layers${layers:+,}{'mediaType':'$type.layer.v1.tar','digest':'sha256:$d','size':$n}"
        i=$((i + 1))
        done
        json() { printf '%%s' "$1" | tr "'" '"' > json; }
        json "{'os':'linux','architecture':'$arch','rootfs':{'type':'layers','diff_ids':[$ids]}}"
        put json; config="{'mediaType':'$type.config.v1+json','digest':'sha256:$d','size':$n}"
        json "{'schemaVersion':2,'config':$config,'layers':[$layers]}"; put json
        json "{'manifests':[{'mediaType':'$type.manifest.v1+json','digest':'sha256:$d','size':$n}]}"
        mv json l/index.json; echo '{"imageLayoutVersion":"1.0.0"}' > l/oci-layout
        tar -cf "$1/$2.tar" -C l blobs index.json oci-layout; cd "$1"; rm -rf "$2.src"
        """
            .formatted(layer.strip()),
        directory,
        name,
        count);
    return directory.resolve(name + ".tar");
  }
}
