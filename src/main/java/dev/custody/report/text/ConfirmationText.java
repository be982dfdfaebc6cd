package dev.custody.report.text;

import dev.custody.gate.Confirmation;
import dev.custody.gate.RegistryDifference;
import dev.custody.gate.VerdictWord;
import dev.custody.oci.image.RegistryManifest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What {@code confirm} prints. */
public final class ConfirmationText {
  /** The same for machines. */
  public record View(
      VerdictWord verdict,
      String cause,
      List<String> reasons,
      String remedy,
      @Nullable String digest,
      @Nullable String mediaType) {}

  private ConfirmationText() {}

  /**
   * For a log: verdict and cause in the first line.
   *
   * @param name of the image, or where its manifest was read from
   */
  public static String describe(
      Confirmation confirmation, String name, @Nullable RegistryManifest served) {
    TextPage page = new TextPage();
    boolean pass = confirmation.result() == VerdictWord.PASS;
    String verdict = confirmation.result().name();
    boolean compared = confirmation.reason() != RegistryDifference.NO_MANIFEST;
    page.line(
        verdict
            + "  "
            + (pass ? "" : confirmation.reason() + ": ")
            // Without a manifest its reason says more, and names the file itself.
            + (compared
                ? name + ": " + confirmation.reason().sentence()
                : String.join("; ", confirmation.sentences())));
    for (String sentence : compared ? confirmation.sentences() : List.<String>of()) {
      page.row(label(confirmation.result()), sentence);
    }
    if (served != null) {
      page.row("served", served.sha256() + ", " + served.mediaType());
    }
    if (!pass) {
      page.row("remedy", confirmation.reason().remedy());
    }
    return page.toString();
  }

  private static String label(VerdictWord result) {
    return switch (result) {
      case PASS -> "matched";
      case FAIL -> "differs";
      case UNKNOWN -> "unknown";
    };
  }

  /** The same as JSON. */
  public static View view(Confirmation confirmation, @Nullable RegistryManifest served) {
    return new View(
        confirmation.result(),
        confirmation.reason().name(),
        confirmation.sentences(),
        confirmation.reason().remedy(),
        served == null ? null : served.sha256().toString(),
        served == null ? null : served.mediaType());
  }
}
