package dev.custody.oci;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything one look at an image archive found: the file, the image selected in it, and how
 * closely both were checked. {@code checks} says why something is missing.
 */
public record ArchiveEvidence(ArchiveFile file, ArchivedImage image, ArchiveChecks checks) {
  /** The same evidence, with each problem as {@code change} gives it. */
  public ArchiveEvidence withProblems(UnaryOperator<Problem> change) {
    return new ArchiveEvidence(
        file,
        image,
        new ArchiveChecks(
            checks.depth(),
            checks.blobsHashed(),
            checks.bytesHashed(),
            checks.layersCompared(),
            checks.unnamedBlobs(),
            checks.problems().stream().map(change).toList(),
            checks.notes()));
  }

  /** Whether an image was found and nothing is wrong with it. */
  public boolean sound() {
    return checks.problems().isEmpty() && image.config() != null;
  }

  /** Returns every digest that names something in the archive, or the archive itself. */
  public Set<Digest> digests() {
    List<Instance> instances = image.instances() == null ? List.of() : image.instances();
    Stream<@Nullable Digest> own =
        Stream.of(image.digest(), image.sha256(), file.indexDigest(), file.digest());
    Stream<@Nullable Descriptor> one =
        Stream.of(image.selected(), image.config(), image.platformManifest());
    Stream<Descriptor> more =
        Stream.of(file.entries(), image.layers(), file.others()).flatMap(List::stream);
    Set<Digest> all = new LinkedHashSet<>();
    own.filter(Objects::nonNull).forEach(all::add);
    one.filter(Objects::nonNull).forEach(each -> all.add(each.digest()));
    more.forEach(each -> all.add(each.digest()));
    all.addAll(image.diffIds());
    instances.forEach(instance -> all.add(instance.manifest().digest()));
    return all;
  }
}
