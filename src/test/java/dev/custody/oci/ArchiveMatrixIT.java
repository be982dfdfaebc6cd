package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.custody.oci.inspect.ImageArchive;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives made by the real tools, and what {@code skopeo inspect} says of them beside what we say.
 * The table of cases is printed.
 */
class ArchiveMatrixIT {
  private static final List<String> PEERS =
      List.of("skopeo", "umoci", "buildah", "tar", "gzip", "zstd", "python3");

  /** Makes every archive; each command is one that a user could type. */
  private static final String MAKE =
      """
      set -eu
      export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
      buildah() { command buildah --root "$PWD/root" --runroot "$PWD/run" "$@"; }
      echo one > one; echo two > two; seq 1 20000 > numbers

      umoci init --layout layout
      umoci new --image layout:one
      umoci insert --image layout:one one /one >/dev/null
      umoci insert --image layout:one numbers /numbers >/dev/null
      cp -r layout two-images
      umoci new --image two-images:two
      umoci insert --image two-images:two two /two >/dev/null
      tar -C layout -cf umoci.tar .
      tar -C two-images -cf umoci-two.tar blobs index.json oci-layout

      skopeo copy -q oci:layout:one oci-archive:skopeo.tar
      skopeo copy -q oci:layout:one oci-archive:skopeo-named.tar:name:tag
      skopeo copy -q oci:layout:one docker-archive:skopeo-docker.tar:example.org/a/b:1
      skopeo copy -q oci:layout:one docker-archive:skopeo-docker-unnamed.tar
      skopeo copy -q --format v2s2 oci:layout:one oci-archive:skopeo-v2s2.tar
      skopeo copy -q --dest-oci-accept-uncompressed-layers \
          docker-archive:skopeo-docker.tar oci-archive:skopeo-plain.tar

      c=$(buildah from scratch)
      buildah copy -q "$c" one /one >/dev/null
      buildah copy -q "$c" numbers /numbers >/dev/null
      buildah commit -q --format oci "$c" first >/dev/null
      buildah copy -q "$c" two /two >/dev/null
      buildah commit -q --format docker "$c" second >/dev/null
      buildah push -q first oci-archive:buildah.tar:first
      buildah push -q --format oci --compression-format zstd first oci-archive:buildah-zstd.tar
      buildah push -q second oci-archive:buildah-v2s2.tar
      buildah push -q second docker-archive:buildah-docker.tar:localhost/second:2
      buildah push -q first oci:buildah-layout:first
      buildah manifest create many >/dev/null
      buildah manifest add many first >/dev/null
      buildah manifest add --arch s390x many second >/dev/null
      buildah manifest push -q --all many oci-archive:buildah-index.tar >/dev/null
      buildah manifest push -q --all many oci:buildah-index-layout:many >/dev/null

      gzip -k skopeo.tar
      zstd -q skopeo.tar -o skopeo.tar.zst
      gzip -k skopeo-docker.tar
      tar -C layout --format=gnu --transform="s,^,$(printf './%.0s' $(seq 60))," \
          -cf long-gnu.tar index.json oci-layout blobs
      tar -C layout --format=pax --transform="s,^,$(printf './%.0s' $(seq 60))," \
          -cf long-pax.tar index.json oci-layout blobs
      tar -C layout --format=v7 -cf v7.tar oci-layout index.json
      tar -C layout --format=v7 -rf v7.tar blobs
      tar -C layout --sort=name -cf no-layout-file.tar blobs index.json

      head -c $(($(stat -c %s skopeo.tar) - 1024)) skopeo.tar > no-marker.tar
      (cat skopeo.tar; echo rubbish) > rubbish.tar
      head -c 1600 skopeo.tar > cut-in-blob.tar
      head -c 700 skopeo.tar > cut-in-header.tar
      cp skopeo.tar cut-in-gzip.tar && gzip -c cut-in-gzip.tar | head -c 500 > cut.tar.gz
      : > empty.tar
      echo hello > text.tar
      tar -cf other.tar one two

      cp -r layout space && m=$(python3 -c 'import json
      print(json.load(open("space/index.json"))["manifests"][0]["digest"][7:])')
      printf ' ' >> space/blobs/sha256/$m
      tar -C space -cf changed-manifest.tar .
      cp -r layout sha512 && mkdir sha512/blobs/sha512
      long=$(sha512sum layout/blobs/sha256/$m | cut -d' ' -f1)
      mv sha512/blobs/sha256/$m sha512/blobs/sha512/$long
      sed -i "s/sha256:$m/sha512:$long/" sha512/index.json
      cp -r layout no-manifest && rm no-manifest/blobs/sha256/$m
      tar -C no-manifest -cf no-manifest.tar .
      cp -r layout odd
      sed -i 's,vnd.oci.image.manifest.v1+json,vnd.example.odd+json,' odd/index.json
      tar -C odd -cf odd-media-type.tar .
      cp -r layout bad && echo '{"manifests": [' > bad/index.json && tar -C bad -cf bad-index.tar .
      cp -r layout none && echo '{"schemaVersion":2,"manifests":[]}' > none/index.json
      tar -C none -cf no-images.tar .
      cp umoci.tar last-wins.tar && tar -C none -rf last-wins.tar ./index.json
      cp umoci.tar escape.tar && tar -P --transform='s,one,../one,' -rf escape.tar one
      """;

  @TempDir static Path work;

  private static final List<String> table = new ArrayList<>();

  /** What must hold between skopeo and us. */
  private enum Expect {
    SAME_DIGEST,
    /** The digest agrees, and we have a problem besides, which inspect does not look for. */
    SAME_DIGEST_AND_PROBLEM,
    /** No digest to keep; the configs agree. */
    SAME_CONFIG,
    /** skopeo 1.9.3 fails on it; one that does not must agree on the config. */
    WE_READ_IT,
    BOTH_REFUSE
  }

  private record Case(String archive, Expect expect) {}

  private static final List<Case> CASES =
      List.of(
          new Case("oci-archive:skopeo.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:skopeo-named.tar:name:tag", Expect.SAME_DIGEST),
          new Case("oci-archive:skopeo-named.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:skopeo-named.tar:tag", Expect.BOTH_REFUSE),
          new Case("oci-archive:skopeo-v2s2.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:skopeo-plain.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:skopeo.tar.gz", Expect.SAME_DIGEST),
          new Case("oci-archive:skopeo.tar.zst", Expect.SAME_DIGEST),
          new Case("oci:layout:one", Expect.SAME_DIGEST),
          new Case("oci:layout", Expect.SAME_DIGEST),
          new Case("oci:sha512", Expect.SAME_DIGEST),
          new Case("oci:two-images", Expect.BOTH_REFUSE),
          new Case("oci:two-images:two", Expect.SAME_DIGEST),
          new Case("oci-archive:umoci.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:umoci-two.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:umoci-two.tar:one", Expect.SAME_DIGEST),
          new Case("oci-archive:umoci-two.tar:two", Expect.SAME_DIGEST),
          new Case("oci-archive:umoci-two.tar:three", Expect.BOTH_REFUSE),
          new Case("oci-archive:buildah.tar:first", Expect.SAME_DIGEST),
          new Case("oci-archive:buildah-zstd.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:buildah-v2s2.tar", Expect.SAME_DIGEST),
          new Case("oci:buildah-layout:first", Expect.SAME_DIGEST),
          new Case("oci-archive:buildah-index.tar", Expect.SAME_DIGEST),
          new Case("oci:buildah-index-layout:many", Expect.SAME_DIGEST),
          new Case("docker-archive:skopeo-docker.tar", Expect.SAME_CONFIG),
          new Case("docker-archive:skopeo-docker.tar:example.org/a/b:1", Expect.SAME_CONFIG),
          new Case("docker-archive:skopeo-docker.tar:a:1", Expect.BOTH_REFUSE),
          new Case("docker-archive:skopeo-docker.tar.gz", Expect.WE_READ_IT),
          new Case("docker-archive:skopeo-docker-unnamed.tar", Expect.SAME_CONFIG),
          new Case("docker-archive:buildah-docker.tar", Expect.SAME_CONFIG),
          new Case("oci-archive:skopeo-docker.tar", Expect.BOTH_REFUSE),
          new Case("docker-archive:skopeo.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:long-gnu.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:long-pax.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:v7.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:no-marker.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:rubbish.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:last-wins.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:changed-manifest.tar", Expect.SAME_DIGEST_AND_PROBLEM),
          new Case("oci-archive:no-layout-file.tar", Expect.SAME_DIGEST),
          new Case("oci-archive:cut-in-blob.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:cut-in-header.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:cut.tar.gz", Expect.BOTH_REFUSE),
          new Case("oci-archive:empty.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:text.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:other.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:no-such.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:no-manifest.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:odd-media-type.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:bad-index.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:no-images.tar", Expect.BOTH_REFUSE),
          new Case("oci-archive:escape.tar", Expect.BOTH_REFUSE),
          new Case("oci:skopeo.tar", Expect.BOTH_REFUSE));

  @BeforeAll
  static void makeArchives() throws Exception {
    for (String peer : PEERS) {
      if (run("sh", "-c", "command -v " + peer).code() != 0) {
        if ("true".equals(System.getenv("CI"))) {
          fail(peer + " is not installed, and in CI the matrix must run");
        }
        Assumptions.abort("skipped: " + peer + " is not installed");
      }
    }
    Result made = run("sh", "-c", MAKE);
    assertEquals(0, made.code(), made.output());
  }

  @AfterAll
  static void printTable() {
    if (!table.isEmpty()) {
      System.out.printf("%-56s %-24s %s%n", "archive", "agreed on", "skopeo | custody");
      table.forEach(System.out::println);
    }
  }

  @TestFactory
  Stream<DynamicTest> agreesWithSkopeo() {
    return CASES.stream().map(c -> DynamicTest.dynamicTest(c.archive(), () -> compare(c)));
  }

  private static void compare(Case c) throws Exception {
    Result skopeo = run("skopeo", "inspect", c.archive());
    ArchiveEvidence ours = inspect(c.archive(), Depth.LAYERS);
    String digest = field(skopeo.output(), "\"Digest\": \"([^\"]*)\"");
    switch (c.expect()) {
      case SAME_DIGEST -> {
        assertEquals(0, skopeo.code(), skopeo.output());
        assertEquals(List.of(), ours.checks().problems());
        assertTrue(ours.sound());
        assertEquals(digest, String.valueOf(ours.image().identity().manifest()));
        row(c, digest + " | the same");
      }
      case SAME_DIGEST_AND_PROBLEM -> {
        assertEquals(0, skopeo.code(), skopeo.output());
        assertEquals(digest, String.valueOf(ours.image().digest()));
        assertNotEquals(List.of(), ours.checks().problems());
        row(c, digest + " | the same, and: " + ours.checks().problems().getFirst().message());
      }
      case SAME_CONFIG -> {
        assertEquals(0, skopeo.code(), skopeo.output());
        assertEquals(List.of(), ours.checks().problems());
        Result raw = run("skopeo", "inspect", "--raw", c.archive());
        String config = field(raw.output(), "\"config\":\\{[^}]*\"digest\":\"([^\"]*)\"");
        assertEquals(config, config(ours));
        row(c, "config " + config + " | the same");
      }
      case WE_READ_IT -> {
        assertEquals(List.of(), ours.checks().problems());
        assertTrue(ours.sound());
        row(c, field(skopeo.output(), "msg=\"(.*)\"") + " | config " + config(ours));
        if (skopeo.code() == 0) {
          Result raw = run("skopeo", "inspect", "--raw", c.archive());
          assertTrue(raw.output().contains(config(ours)), raw.output());
        }
      }
      case BOTH_REFUSE -> {
        assertNotEquals(0, skopeo.code(), skopeo.output());
        assertFalse(ours.sound());
        String theirs = field(skopeo.output(), "msg=\"(.*)\"");
        row(c, theirs + " | " + ours.checks().problems().getFirst().message());
      }
    }
  }

  private static String config(ArchiveEvidence evidence) {
    return Objects.requireNonNull(evidence.image().config()).digest().toString();
  }

  private static void row(Case c, String found) {
    table.add("%-56s %-24s %s".formatted(c.archive(), c.expect(), found.replace("" + work, ".")));
  }

  /** skopeo would unpack nine GiB; what it would print is what our own writer put in. */
  @Test
  void blobAboveEightGibibytes() throws IOException {
    Path path = work.resolve("nine-gib.tar");
    try {
      Layouts image = LargeArchiveTest.storeNineGib(path);
      ArchiveEvidence ours = inspect("oci-archive:nine-gib.tar", Depth.STRUCTURE);
      assertEquals(List.of(), ours.checks().problems());
      assertEquals(image.digest(0), ours.image().digest());
      table.add(
          "%-56s %-24s %s"
              .formatted(
                  "oci-archive:nine-gib.tar (sparse, 9 GiB layer)",
                  "EXPECTED_DIGEST",
                  "not run: it would unpack 9 GiB | " + ours.image().digest()));
    } finally {
      Files.deleteIfExists(path);
    }
  }

  private static ArchiveEvidence inspect(String argument, Depth depth) {
    ArchiveReference reference = ArchiveReference.parse(argument);
    return ImageArchive.inspect(
        work.resolve(reference.path()), InspectionRequest.of(reference, depth));
  }

  private record Result(int code, String output) {}

  private static Result run(String... command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(work, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    return new Result(code, new String(Files.readAllBytes(output), StandardCharsets.UTF_8));
  }

  private static String field(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    return matcher.find() ? matcher.group(1) : "";
  }
}
