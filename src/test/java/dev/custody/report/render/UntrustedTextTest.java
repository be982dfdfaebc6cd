package dev.custody.report.render;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.custody.oci.ShellWord;
import dev.custody.report.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Text that others control, in each of the languages the document is written in. */
class UntrustedTextTest {
  static Stream<String> attacks() {
    return Stream.concat(
        Hostile.ATTACKS.stream(), Stream.of("-rf", "a b", "$HOME", "*", "~", "!1", "'"));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void shellTakesItForOneWord(String attack) throws IOException, InterruptedException {
    String word = ShellWord.path(attack);
    assertEquals(word, Printable.text(word), "changed where it is printed");
    Process shell = new ProcessBuilder("sh", "-c", "printf '%s\\n' " + word).start();
    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    shell.waitFor(10, TimeUnit.SECONDS);
    // Half a surrogate is no text, no shell keeps NUL, and newlines at the end are lost.
    String text = new String(attack.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String expected =
        (attack.startsWith("-") ? "./" : "") + text.replace("\0", "").replaceFirst("\n+$", "");
    assertEquals(expected + "\n", printed);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      value = {
        "a plain word→ a plain word",
        "(high), 14.0 GB.→ (high), 14.0 GB.",
        "/a/b.tar, s0:c1→ `/a/b.tar`, `s0:c1`",
        "1. first→ `1`. first",
        "unlock it (`fscrypt unlock`), then→ unlock it (`fscrypt unlock`), then",
        "@all GH-1 #2→ `@all` `GH-1` `#2`",
        "a|b→ <code>a&#124;b</code>"
      })
  void proseSetsValuesApart(String text, String markdown) {
    assertEquals(markdown, MarkdownText.prose(text));
  }

  @ParameterizedTest
  @MethodSource("attacks")
  void htmlKeepsNoCharacterThatMeansMarkup(String attack) {
    String html = new HtmlWriter().text(attack).toString().substring("<!DOCTYPE html>\n".length());
    assertFalse(html.matches("(?s).*[<>\"'].*"), html);
    assertFalse(
        new HtmlWriter()
            .code(attack)
            .toString()
            .substring(15)
            .matches("(?s).*<(?!/?code>|/?span|wbr>).*"),
        html);
  }

  @Test
  void aLongCommandIsABlockToCopy() {
    String command = "kubectl -n demo get taskruns --sort-by=.status.startTime";
    String sentence = "look at `" + command + "` or `id -G`";
    assertEquals(
        "- Confirm: look at\n  ```sh\n  " + command + "\n  ```\n  or `id -G`\n",
        MarkdownText.item("Confirm:", sentence));
    String html = new HtmlWriter().open("dd").prose(sentence).close().toString();
    assertTrue(html.contains("<code class=\"command block\">" + command + "</code>"), html);
    assertTrue(html.contains("<code class=\"command\">id -G</code>"), html);
  }

  @Test
  void codeBlockCannotBeEndedFromInside() {
    assertEquals("````sh\n```\n````\n", MarkdownText.block("sh", "```"));
  }

  @Test
  void longTextIsCutBetweenCharacters() {
    assertEquals("ab…", Printable.shortened("ab\uD83D\uDE00", 3));
  }
}
