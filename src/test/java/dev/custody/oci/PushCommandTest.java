package dev.custody.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import dev.custody.oci.image.MediaType;
import dev.custody.oci.image.PushCommand;
import dev.custody.oci.inspect.ImageArchive;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The command that is offered runs against the archive it is offered for. */
class PushCommandTest {
  private static final String PUSH = "copy --preserve-digests ";
  private static final String TO = " docker://REGISTRY/REPOSITORY:TAG";

  private final FileSystem memory = Jimfs.newFileSystem(Configuration.unix());

  @AfterEach
  void close() throws IOException {
    memory.close();
  }

  private String command(Layouts layouts, String file, String argument) {
    layouts.index().store(memory.getPath("/work/" + file));
    ArchiveReference reference = ArchiveReference.parse(argument);
    return Objects.requireNonNull(
        PushCommand.of(
            ImageArchive.inspect(
                memory.getPath(reference.path()),
                InspectionRequest.of(reference, Depth.STRUCTURE))));
  }

  private String command(String name, String file) {
    Layouts layouts = new Layouts();
    layouts.entry(layouts.image("amd64"), name);
    return command(layouts, file, "/work/" + file);
  }

  @Test
  void namesTheImage() {
    assertEquals(
        "skopeo " + PUSH + "--digestfile pushed-digest oci-archive:/work/a.tar:app:1" + TO,
        command("app:1", "a.tar"));
  }

  @Test
  void leavesOutANameThatSkopeoRefuses() {
    assertEquals(
        "skopeo " + PUSH + "--digestfile pushed-digest oci-archive:/work/a.tar" + TO,
        command("my__app:1", "a.tar"));
  }

  @Test
  void linksAPathWithAColonAndQuotesIt() {
    assertEquals(
        "ln -sfn -- '/work/my app:1.tar' image-to-push && skopeo "
            + PUSH
            + "--digestfile pushed-digest oci-archive:image-to-push:app"
            + TO,
        command("app", "my app:1.tar"));
  }

  private static String index(Layouts layouts, List<String> manifests) {
    return layouts.descriptor(
        MediaType.OCI_INDEX,
        Layouts.bytes("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", manifests) + "]}"));
  }

  @Test
  void pushesAWholeIndexWithAll() {
    Layouts layouts = new Layouts();
    String amd64 = Layouts.platform(layouts.image("amd64"), "amd64");
    String arm64 = Layouts.platform(layouts.image("arm64"), "arm64");
    layouts.entry(index(layouts, List.of(amd64, arm64)), "v1");
    assertEquals(
        "skopeo " + PUSH + "--all --digestfile pushed-digest oci-archive:/work/a.tar:v1" + TO,
        command(layouts, "a.tar", "/work/a.tar"));
  }

  @Test
  void pushesThePlatformThatIsThere() {
    Layouts layouts = new Layouts();
    String arm64 = Layouts.platform(layouts.image("arm64"), "arm64");
    Layouts elsewhere = new Layouts();
    String amd64 = Layouts.platform(elsewhere.image("amd64"), "amd64");
    layouts.entry(index(layouts, List.of(amd64, arm64)), "v1");
    assertEquals(
        "skopeo --override-os linux --override-arch arm64 "
            + PUSH
            + "--digestfile pushed-digest oci-archive:/work/a.tar:v1"
            + TO,
        command(layouts, "a.tar", "/work/a.tar"));
  }
}
