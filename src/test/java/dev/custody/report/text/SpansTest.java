package dev.custody.report.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpansTest {
  private static final String COMMAND =
      "skopeo copy --preserve-digests 'oci-archive:/work/my app.tar'"
          + " docker://REGISTRY/REPOSITORY:TAG";

  @Test
  void aCommandIsOneWord() {
    assertEquals(
        List.of("push", "it:", "`" + COMMAND + "`", "", "now"),
        Spans.of("push it: `" + COMMAND + "`  now"));
  }

  @Test
  void aCommandKeepsTheParenthesesAndTheCommaAroundIt() {
    assertEquals(
        List.of("unlock", "it", "(`fscrypt unlock`),", "then"),
        Spans.of("unlock it (`fscrypt unlock`), then"));
  }

  @Test
  void aBackquoteAloneIsOrdinaryText() {
    assertEquals(List.of("a", "`b", "c"), Spans.of("a `b c"));
  }

  @Test
  void aLongCommandHasALineOfItsOwnUnbroken() {
    String page = new TextPage().row("remedy", "push it: `" + COMMAND + "` now").toString();
    assertEquals(List.of("push it:", COMMAND, "now"), page.lines().map(SpansTest::text).toList());
  }

  private static String text(String line) {
    return line.replace("remedy", "").strip();
  }
}
