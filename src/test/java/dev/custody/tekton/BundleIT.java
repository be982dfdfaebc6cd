package dev.custody.tekton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.cli.Peers;
import dev.custody.cli.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The resources as a bundle of Tekton's contract v0.1, in a real registry. The bundle is made here,
 * as {@code tkn} is not to be had; it is read as pkg/remote/oci/resolver.go of Tekton reads it.
 */
class BundleIT {
  private static final String ANNOTATION = "dev.tekton.image.";

  /** One layer for each of the files, which come with their annotations. */
  private static final String BUNDLE =
      """
      cd "$1"; cat > bundle.py <<'END'
      import gzip, hashlib, io, json, os, sys, tarfile
      os.makedirs('bundle/blobs/sha256')
      def blob(data):
          name = hashlib.sha256(data).hexdigest()
          open('bundle/blobs/sha256/' + name, 'wb').write(data)
          return {'digest': 'sha256:' + name, 'size': len(data)}
      layers, ids = [], []
      for line in open('resources'):
          version, kind, name, path = line.rstrip('\\n').split(' ')
          data = open(path, 'rb').read()
          tar = io.BytesIO()
          with tarfile.open(fileobj=tar, mode='w') as t:
              entry = tarfile.TarInfo(name); entry.size = len(data)
              t.addfile(entry, io.BytesIO(data))
          ids.append('sha256:' + hashlib.sha256(tar.getvalue()).hexdigest())
          layers.append(dict(blob(gzip.compress(tar.getvalue(), mtime=0)),
              mediaType='application/vnd.oci.image.layer.v1.tar+gzip',
              annotations={'dev.tekton.image.apiVersion': version,
                  'dev.tekton.image.kind': kind, 'dev.tekton.image.name': name}))
      config = dict(blob(json.dumps({'architecture': 'amd64', 'os': 'linux', 'config': {},
          'rootfs': {'type': 'layers', 'diff_ids': ids}}).encode()),
          mediaType='application/vnd.oci.image.config.v1+json')
      manifest = dict(blob(json.dumps({'schemaVersion': 2, 'config': config, 'layers': layers,
          'mediaType': 'application/vnd.oci.image.manifest.v1+json'}).encode()),
          mediaType='application/vnd.oci.image.manifest.v1+json')
      json.dump({'schemaVersion': 2, 'manifests': [manifest]}, open('bundle/index.json', 'w'))
      json.dump({'imageLayoutVersion': '1.0.0'}, open('bundle/oci-layout', 'w'))
      END
      python3 bundle.py
      skopeo copy -q --preserve-digests --dest-tls-verify=false oci:bundle "docker://$2"
      skopeo copy -q --preserve-digests --src-tls-verify=false "docker://$2" dir:back
      """;

  @TempDir Path folder;

  @Test
  void tektonFindsEveryResourceInIt() throws IOException, InterruptedException {
    Peers.require("skopeo", "docker-registry", "python3");
    Map<String, Resource> shipped = Resource.shipped();
    StringBuilder list = new StringBuilder();
    for (Resource resource : shipped.values()) {
      list.append(Resource.text(resource.tree(), "apiVersion"))
          .append(' ')
          .append(resource.kind().toLowerCase(Locale.ROOT))
          .append(' ')
          .append(resource.name())
          .append(' ')
          .append(resource.file().toAbsolutePath())
          .append('\n');
    }
    Files.writeString(folder.resolve("resources"), list);
    Registry registry = Registry.open(folder);
    try {
      Program.shell(BUNDLE, folder, registry.address() + "/team/custody-tasks:0.2");
    } finally {
      registry.stop();
    }

    Path back = folder.resolve("back");
    JsonNode layers =
        JsonMapper.shared()
            .readTree(Files.readString(back.resolve("manifest.json")))
            .path("layers");
    assertTrue(layers.size() <= 20, "Tekton takes at most 20 layers");
    Set<String> found = new HashSet<>();
    for (JsonNode layer : layers.values()) {
      JsonNode annotations = layer.path("annotations");
      String kind = Resource.text(annotations, ANNOTATION + "kind");
      assertEquals(kind.toLowerCase(Locale.ROOT).replaceFirst("s$", ""), kind);
      String content =
          Program.shell(
              "tar -xzOf \"$1\"",
              back.resolve(Resource.text(layer, "digest").replaceFirst(".*:", "")));
      Resource resource = Resource.parse(back, content);
      assertEquals(Resource.text(annotations, ANNOTATION + "name"), resource.name());
      assertEquals(kind, resource.kind().toLowerCase(Locale.ROOT));
      assertEquals(
          Resource.text(annotations, ANNOTATION + "apiVersion"),
          Resource.text(resource.tree(), "apiVersion"));
      assertTrue(found.add(resource.kind() + "/" + resource.name()), "twice: " + resource.name());
    }
    assertEquals(shipped.keySet(), found);
  }
}
