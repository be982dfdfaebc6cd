package dev.custody.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the program says first about mistakes that people make; {@code mistakes.txt} holds it, and
 * {@code -Dcustody.golden=write} renews it.
 */
class MistakesIT {
  private static final Path GOLDEN = Path.of("src/test/resources/cli/mistakes.txt");

  private static final List<String> MISTAKES =
      List.of(
          "custody",
          "custody inspekt image.tar",
          "custody inspect",
          "custody inspect --dept content image.tar",
          "custody inspect --depth deep image.tar",
          "custody inspect --depth",
          "custody inspect image.tar other.tar",
          "custody inspect imagee.tar",
          "custody inspect nowhere/image.tar",
          "custody inspect image.tar/image.tar",
          "custody inspect folder",
          "custody inspect denied.tar",
          "custody inspect shut/image.tar",
          "custody inspect empty.tar",
          "custody inspect cut.tar",
          "custody inspect notes.txt",
          "custody inspect image.tar.lz4",
          "custody inspect image.zip",
          "custody inspect files.tar",
          "custody inspect two.tar",
          "custody inspect --ref v9 image.tar",
          "custody inspect oci:image.tar",
          "custody inspect oci-archive:layout",
          "custody inspect docker-archive:image.tar",
          "custody inspect docker://quay.io/org/app:1.0",
          "custody inspect quay.io/org/app:1.0",
          "custody inspect dir:folder",
          "custody inspect containers-storage:localhost/app",
          "custody inspect '$(workspaces.source.path)/image.tar'",
          "custody inspect 'image.tar\n'",
          "custody inspect --find sha256:123 image.tar",
          "custody inspect record.json",
          "custody inspect '~/image.tar'",
          "custody inspect '*.tar'",
          "custody inspect file:///work/image.tar",
          "custody inspect 'C:\\work\\image.tar'",
          "custody inspect --output out.json image.tar",
          "custody record --wait 5 image.tar",
          "custody record --wait '1 m' image.tar",
          "custody record --wait 1d image.tar",
          "custody record --quiet -o folder image.tar",
          "custody record --quiet -o shut/record.json image.tar",
          "custody verify image.tar",
          "custody verify --recorded missing.json image.tar",
          "custody verify --recorded notes.txt image.tar",
          "custody verify --recorded image.tar image.tar",
          "custody verify --recorded record.json other.tar",
          "custody verify --recorded folder image.tar",
          "custody verify --recorded empty.tar image.tar",
          "custody verify --recorded '{}' image.tar",
          "custody verify --recorded-compact record.json image.tar",
          "custody verify --recorded-compact '' image.tar",
          "custody verify --recorded-compact '{}' image.tar",
          "custody verify --digest sha256:123 image.tar",
          "custody verify --digest sha256:$(seq -s '' 40 | cut -c 1-65) image.tar",
          "custody verify --digest none image.tar",
          "custody verify --digest $(sha256sum image.tar | cut -c 1-64) image.tar",
          "custody compare record.json",
          "custody compare record.json image.tar",
          "custody confirm --recorded record.json empty.tar",
          "custody confirm --recorded record.json docker://quay.io/org/app:1.0",
          "custody confirm --recorded record.json missing.json",
          "custody explain denied.tar",
          "custody find 0123456789abcdef image.tar",
          "custody find image.tar 0123456789abcdef",
          "custody --verison",
          "custody help verfy",
          "custody schema reord",
          "custody inspect image.tar:latest",
          "custody inspect oci-archive:",
          "custody inspect --threads 0 image.tar",
          "custody record image.tar --output",
          "custody record --wait -5s image.tar",
          "custody record --built-id localhost/app --quiet image.tar",
          "custody verify record.json image.tar",
          "custody verify --digest latest image.tar",
          "custody verify --recorded - image.tar < /dev/null",
          "custody confirm --recorded record.json quay.io/org/app:1.0",
          "custody find 866c9693 image.tar",
          "custody explain",
          "custody explain /no/such/directory",
          "custody report --format pdf record.json",
          "custody report",
          "custody report image.tar",
          "custody report missing.json",
          "custody report folder",
          "custody inspect ''",
          "custody inspect --depth LAYER image.tar",
          "custody inspect --ref @5 two.tar",
          "custody inspect --ref latest oci-archive:image.tar:other",
          "custody inspect /dev/null",
          "custody inspect pipe",
          "custody inspect 'https://registry.example.com/image.tar'",
          "custody inspect image.tar --quite",
          "custody --depth content inspect image.tar",
          "custody version",
          "custody record",
          "custody record -o image.tar image.tar",
          "custody record -o r.json --compact-file r.json image.tar",
          "custody record -o r.json -o s.json image.tar",
          "custody record --quiet -o nowhere/deep/ image.tar",
          "custody record --quiet -o /proc/self/record.json image.tar",
          "custody record --quiet --digest-file shut/digest image.tar",
          "custody record --built-id sha256:123 --quiet image.tar",
          "custody record --next-uid nobody image.tar",
          "custody verify --record record.json image.tar",
          "custody verify --recorded record.json",
          "custody verify --recorded record.json --digest '' image.tar",
          "custody verify --digest SHA256:$(seq -s '' 40 | cut -c 1-64) image.tar",
          "custody verify --recorded denied.tar image.tar",
          "custody verify --recorded record.json denied.tar",
          "custody verify --recorded-compact \"$(head -c 300 record.json)\" image.tar",
          "custody verify --recorded layout/index.json image.tar",
          "custody compare record.json missing.json",
          "custody compare record.json record.json record.json",
          "custody confirm image.tar",
          "custody confirm --recorded record.json image.tar",
          "custody confirm --recorded record.json record.json",
          "echo '<html>login</html>' | custody confirm --recorded record.json -",
          "echo '{\"RepoTags\":[],\"Layers\":[]}' | custody confirm --recorded record.json -",
          "custody explain image.tar other.tar",
          "custody explain --write shut/image.tar",
          "custody find 0123456789abcdef",
          "custody find 0123456789abcdef missing.tar",
          "custody find sha256:$(seq -s '' 40 | cut -c 1-65) image.tar",
          "custody report --from-log missing.log",
          "custody report --from-log image.tar",
          "custody report --from-log notes.txt",
          "custody report --cluster notes.txt",
          "custody report --cluster folder",
          "custody report --save report.pdf record.json > folder/out",
          "custody report --task-result build record.json",
          "custody report --output folder record.json",
          "custody schema record extra");

  @TempDir Path directory;

  @Test
  void eachGetsOneSentence() throws IOException {
    Peers.require("umoci", "jq");
    make();
    StringBuilder said = new StringBuilder();
    for (String mistake : MISTAKES) {
      Program.Result result = run(mistake);
      // A record that goes to standard output instead is not lost, so that alone is no failure.
      assertTrue(result.code() <= 3 && (result.code() > 0 || !result.err().isEmpty()), mistake);
      said.append("$ ").append(mistake.replace("\n", "\\n")).append('\n');
      said.append(normalised(first(result))).append("\n(exit ").append(result.code());
      said.append(")\n\n");
    }
    if ("write".equals(System.getProperty("custody.golden"))) {
      Files.writeString(GOLDEN, said);
    }
    assertEquals(Files.readString(GOLDEN), said.toString());
  }

  private void make() throws IOException {
    Archives.oci(directory, "image", "hello");
    Archives.oci(directory, "other", "another");
    Program.shell(
        "cd \"$1\"; : > empty.tar; head -c 700 image.tar > cut.tar; echo hello > notes.txt; printf"
            + " '\\004\"M\\030d@' > image.tar.lz4; printf 'PK\\003\\004\\024' > image.zip; tar -cf"
            + " files.tar notes.txt; mkdir folder shut; echo '[' > folder/note.json; cp image.tar"
            + " denied.tar; mkfifo pipe; chmod 0 denied.tar; chmod 0700 shut; mkdir layout two; tar"
            + " -xf image.tar -C layout; cp -r layout/. two; jq -c '.manifests += [.manifests[0] |"
            + " .annotations[\"org.opencontainers.image.ref.name\"]=\"other\"]' layout/index.json >"
            + " two/index.json; tar -C two -cf two.tar blobs index.json oci-layout; rm -r two",
        directory);
    if (Program.shell("id -u").equals("0")) {
      Program.shell("cd \"$1\"; chown -R 1000:1000 .; chown 0:0 denied.tar shut", directory);
    }
    Program.Result recorded = run("custody record -o record.json image.tar");
    assertEquals(0, recorded.code(), recorded.toString());
  }

  private Program.Result run(String line) {
    List<String> command = new ArrayList<>();
    if (Program.shell("id -u").equals("0")) {
      command.addAll(List.of("setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"));
    }
    command.addAll(List.of("sh", "-c", "cd \"$0\"; " + line, directory.toString()));
    return Program.run(
        command, Map.of("PATH", Program.LAUNCHER.getParent() + ":" + System.getenv("PATH")));
  }

  /** The complaint, or else the first line of the text, which may be wrapped. */
  private static String first(Program.Result result) {
    if (!result.err().isEmpty()) {
      return result.err().lines().findFirst().orElseThrow();
    }
    Pattern row = Pattern.compile("(?:\\s+\\S.{0,12}\\s{2,}.*|\\s*)");
    List<String> lines = new ArrayList<>();
    for (String line : result.out().lines().toList()) {
      if (!lines.isEmpty() && row.matcher(line).matches()) {
        break;
      }
      lines.add(line.strip());
    }
    return String.join(" ", lines);
  }

  private String normalised(String text) {
    return text.replace(directory.toString(), "/workspace/source")
        .replaceAll("[0-9a-f]{64}", "DIGEST")
        .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:.]+Z", "TIME");
  }
}
