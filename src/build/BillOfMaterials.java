import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The CycloneDX bill of materials, with what Maven does not know: the runtime and the C library. */
final class BillOfMaterials {
  private static final String COMPONENTS = "\n  \"components\" : [";

  private BillOfMaterials() {}

  /**
   * Adds to the file that the CycloneDX plugin wrote.
   *
   * @param packages Debian package names with versions
   */
  static void complete(Path file, Map<String, String> packages) throws IOException {
    if (!Files.exists(file)) {
      System.err.println(
          "custody: no bill of materials: its Maven plugin does not run offline (-o). The image"
              + " comes without, hence with another digest.");
      return;
    }
    String text = Files.readString(file);
    int at = text.indexOf(COMPONENTS);
    if (at < 0) {
      throw new IllegalStateException(file + " has no list of components");
    }
    List<String> more = new ArrayList<>();
    more.add(
        component(
            "platform",
            System.getProperty("java.vendor") + " OpenJDK runtime",
            Runtime.version().toString(),
            ", \"licenses\" : [ { \"expression\" : \"GPL-2.0-only WITH Classpath-exception-2.0\" } ]"));
    packages.forEach(
        (name, version) ->
            more.add(
                component(
                    "library",
                    name,
                    version,
                    ", \"purl\" : \"pkg:deb/debian/" + name + "@" + version.replace("+", "%2B") + "\"")));
    int after = at + COMPONENTS.length();
    String added = String.join(",", more) + (text.substring(after).strip().startsWith("]") ? "" : ",");
    Files.writeString(file, text.substring(0, after) + added + text.substring(after));
  }

  private static String component(String type, String name, String version, String more) {
    return ("\n    { \"type\" : \"%s\", \"bom-ref\" : \"%s@%s\", \"name\" : \"%s\","
            + " \"version\" : \"%s\"%s }")
        .formatted(type, name, version, name, version, more);
  }
}
