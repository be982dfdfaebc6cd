package dev.custody.report.run;

import dev.custody.oci.ArchiveEvidence;
import dev.custody.oci.Descriptor;
import dev.custody.oci.Digest;
import dev.custody.oci.Role;
import dev.custody.oci.image.DigestRoles;
import dev.custody.record.CompactRecord;
import dev.custody.record.RecordedEvidence;
import dev.custody.record.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Every digest that records and archives name, with what it is and where. */
public final class DigestCatalog {
  /**
   * One meaning of a digest.
   *
   * @param where such as {@code the image that build recorded in run release-7}
   * @param source the file that says so
   */
  public record Meaning(Digest digest, Role role, String where, String source) {}

  /** So many places of one digest are enough. */
  private static final int MAX_MEANINGS = 20;

  private final Map<String, List<Meaning>> byHex = new LinkedHashMap<>();

  /** All digests of a collection's records. */
  static DigestCatalog of(RecordCollection collection) {
    DigestCatalog catalog = new DigestCatalog();
    catalog.add(collection);
    return catalog;
  }

  /** Adds the digests of a collection's records, the full ones before the compact. */
  public void add(RecordCollection collection) {
    for (RunGroups.Group group : RunGroups.of(collection.records(), collection.cluster())) {
      Map<FoundRecord, String> tasks = RunGroups.tasks(group, collection.cluster());
      for (FoundRecord found : group.records()) {
        Step step = found.step();
        boolean wrote = step.step() == null || step.step().equals("record");
        String where =
            "the image that "
                + tasks.getOrDefault(found, found.source())
                + (wrote ? " recorded in " : " found in ")
                + group.name();
        switch (found.evidence()) {
          case RecordedEvidence.Full full -> {
            if (full.archive() != null) {
              add(full.archive(), where, found.source());
            }
          }
          case RecordedEvidence.Compact compact -> add(compact, where);
        }
      }
    }
  }

  private void add(RecordedEvidence.Compact compact, String where) {
    CompactRecord record = compact.record();
    Stream.of(record.manifest(), record.index(), record.config())
        .filter(Objects::nonNull)
        .forEach(digest -> {
          Role role = compact.role(digest);
          if (role != null) {
            add(new Meaning(digest, role, where, compact.source()));
          }
        });
  }

  private void add(Meaning meaning) {
    List<Meaning> all = byHex.computeIfAbsent(meaning.digest().hex(), _ -> new ArrayList<>());
    if (all.size() < MAX_MEANINGS
        && all.stream()
            .noneMatch(m -> m.role().equals(meaning.role()) && m.where().equals(meaning.where()))) {
      all.add(meaning);
    }
  }

  /** Adds the digests of an archive. */
  public void add(ArchiveEvidence archive, String where, String source) {
    for (Digest digest : digests(archive)) {
      for (Role role : DigestRoles.find(archive, digest)) {
        add(new Meaning(digest, role, where, source));
      }
    }
  }

  private static Set<Digest> digests(ArchiveEvidence archive) {
    Set<Digest> digests = new LinkedHashSet<>();
    add(digests, archive.image().digest());
    add(digests, archive.file().indexDigest());
    add(digests, archive.file().digest());
    digests.addAll(archive.image().diffIds());
    Stream.of(
            Stream.of(
                archive.image().selected(),
                archive.image().platformManifest(),
                archive.image().config()),
            archive.image().layers().stream(),
            archive.file().entries().stream(),
            archive.file().others().stream())
        .flatMap(s -> s)
        .filter(d -> d != null)
        .map(Descriptor::digest)
        .forEach(digests::add);
    return digests;
  }

  private static void add(Set<Digest> digests, @Nullable Digest digest) {
    if (digest != null) {
      digests.add(digest);
    }
  }

  /** What a digest is, by all of its hexadecimal digits; empty where it is not known. */
  public List<Meaning> meanings(String hex) {
    return byHex.getOrDefault(hex, List.of());
  }

  /** The digests, as hexadecimal digits, that begin with some. */
  public List<String> startingWith(String digits) {
    return byHex.keySet().stream().filter(h -> h.startsWith(digits)).toList();
  }
}
