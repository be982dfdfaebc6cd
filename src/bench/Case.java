import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * One row of the table.
 *
 * @param gibibytes that its files need
 * @param tools that it needs besides custody
 * @param brief whether one run is so short that it takes many
 */
record Case(
    String name, Target target, int gibibytes, List<String> tools, boolean brief, Maker maker) {
  private static final long GIB = 1L << 30;
  private static final int PACKED_LAYERS = 2;

  /**
   * @param peers that do the same; the fastest counts
   * @param warm files to have in the page cache
   */
  record Setup(List<String> custody, List<Peer> peers, List<Path> warm) {}

  record Peer(String name, List<String> command) {}

  @FunctionalInterface
  interface Maker {
    Setup in(Path directory) throws IOException, InterruptedException;
  }

  /** Met or not, by custody's median and by its wall time divided by the peer's. */
  record Target(String text, BiPredicate<Bench.Sample, Double> met) {
    static Target ratio(double most) {
      return new Target("≤ " + ratioText(most), (_, ratio) -> ratio <= most);
    }

    static Target within(double wall, double cpu) {
      return new Target(
          "≤ %.2f s, CPU ≤ %.2f s".formatted(wall, cpu),
          (custody, _) -> custody.wall() <= wall && custody.cpu() <= cpu);
    }

    static String ratioText(double ratio) {
      return ratio < 0.1 ? "1/%.0f".formatted(1 / ratio) : "%.2f".formatted(ratio);
    }
  }

  static List<Case> all(String custody) {
    return List.of(
        content(custody, "content, one blob of 4 GiB", 0.90, 1, 4 * GIB),
        content(custody, "content, four blobs of 1 GiB", 0.60, 4, GIB),
        content(custody, "content, 4000 blobs of 256 KiB", 0.70, 4000, GIB >> 12),
        layers(custody, "gzip"),
        layers(custody, "zstd"),
        sizes(custody),
        skopeo(custody),
        startUp("--version", Target.within(0.08, 0.10), _ -> alone(List.of(custody, "--version"))),
        startUp(
            "inspect of a small archive",
            Target.within(0.15, 0.25),
            in ->
                alone(
                    inspect(custody, "structure", OciArchive.ofNoise(in.resolve("a"), 4, 4096)))));
  }

  private static Case content(String custody, String name, double ratio, int blobs, long size) {
    return new Case(
        name,
        Target.ratio(ratio),
        (int) (blobs * size / GIB) + 1,
        List.of("openssl"),
        false,
        in -> {
          Path file = OciArchive.ofNoise(in.resolve("archive"), blobs, size);
          return new Setup(
              inspect(custody, "content", file),
              List.of(
                  new Peer("openssl dgst", List.of("openssl", "dgst", "-sha256", file.toString()))),
              List.of(file));
        });
  }

  /**
   * The peer has the layers in files, works on all at once, and hashes only what they unpack to.
   */
  private static Case layers(String custody, String packer) {
    return new Case(
        "layers, " + packer + ", 4 GiB unpacked",
        Target.ratio(1.00),
        5,
        List.of(packer, "openssl", "sha256sum"),
        false,
        in -> {
          List<Path> files =
              IntStream.range(0, PACKED_LAYERS).mapToObj(i -> in.resolve("layer" + i)).toList();
          List<String> diffIds = new ArrayList<>();
          for (Path file : files) {
            diffIds.add(OciArchive.pack(file, packer, diffIds.size(), 4096 / PACKED_LAYERS));
          }
          Path archive = OciArchive.ofLayers(in.resolve("archive"), "+" + packer, files, diffIds);
          List<Peer> peers =
              List.of(
                  pipes(packer, "openssl dgst -sha256", files), pipes(packer, "sha256sum", files));
          List<Path> warm = new ArrayList<>(files);
          warm.add(archive);
          return new Setup(inspect(custody, "layers", archive), peers, warm);
        });
  }

  private static Case sizes(String custody) {
    return new Case(
        "structure, 14 GiB against 14 MiB",
        Target.ratio(1.05),
        1,
        List.of(),
        true,
        in -> {
          Path large = OciArchive.ofHole(in.resolve("large"), 14 * GIB);
          Path small = OciArchive.ofHole(in.resolve("small"), 14 * GIB >> 10);
          Peer peer = new Peer("custody, 14 MiB", inspect(custody, "structure", small));
          return new Setup(inspect(custody, "structure", large), List.of(peer), List.of());
        });
  }

  private static Case skopeo(String custody) {
    return new Case(
        "structure, 14 GiB against skopeo",
        Target.ratio(1.0 / 20),
        15,
        List.of("skopeo"),
        false,
        in -> {
          Path file = OciArchive.ofHole(in.resolve("archive"), 14 * GIB);
          List<String> peer =
              List.of("skopeo", "--tmpdir", in.toString(), "inspect", "oci-archive:" + file);
          return new Setup(
              inspect(custody, "structure", file),
              List.of(new Peer("skopeo inspect", peer)),
              List.of());
        });
  }

  private static Case startUp(String name, Target target, Maker maker) {
    return new Case("start-up, " + name, target, 0, List.of(), true, maker);
  }

  private static Setup alone(List<String> custody) {
    return new Setup(custody, List.of(), List.of());
  }

  private static Peer pipes(String packer, String hasher, List<Path> files) {
    String pipes =
        files.stream()
            .map(file -> "(%s -dc < '%s' | %s) & all+=($!)".formatted(packer, file, hasher))
            .collect(Collectors.joining("\n", "set -o pipefail\n", "\n"));
    String wait = "for one in ${all[@]}; do wait $one || exit; done";
    return new Peer(packer + " -dc \\| " + hasher, List.of("bash", "-c", pipes + wait));
  }

  private static List<String> inspect(String custody, String depth, Path file) {
    return List.of(custody, "inspect", "--depth", depth, file.toString());
  }
}
