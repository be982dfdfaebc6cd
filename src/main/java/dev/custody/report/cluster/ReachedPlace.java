package dev.custody.report.cluster;

import dev.custody.cluster.StoragePlace;
import dev.custody.diagnosis.facts.MountPair.Relation;
import org.jspecify.annotations.Nullable;

/**
 * Where a task reaches the archive, by the mounts of its pod.
 *
 * @param volume its claim's name, or the path of a node or server, as messages name it
 * @param directory that the mount shows
 * @param file the archive in it; null where the path of the archive in this task is not known
 * @param storageKnown whether the storage is known by itself. Of claims and volumes that are known
 *     by name only, two may lead to one storage
 */
record ReachedPlace(
    String volume, StoragePlace directory, @Nullable StoragePlace file, boolean storageKnown) {
  /** How another place is related to this one; null where that cannot be told. */
  @Nullable Relation relation(ReachedPlace other) {
    if (directory.onUnknownNode() || other.directory.onUnknownNode()) {
      return null;
    }
    boolean oneVolume =
        directory.base().equals(other.directory.base()) && volume.equals(other.volume);
    if (file != null && other.file != null) {
      return file.equals(other.file)
          ? Relation.SAME
          : oneVolume ? Relation.OTHER_DIRECTORY : Relation.OTHER_VOLUME;
    }
    if (directory.equals(other.directory)) {
      return Relation.SAME;
    }
    // A file whose path is not known may lie in a directory that both see.
    boolean overlapping = directory.covers(other.directory) || other.directory.covers(directory);
    return overlapping ? null : oneVolume ? Relation.OTHER_DIRECTORY : Relation.OTHER_VOLUME;
  }

  /** As evidence: {@code claim data, /build/image.tar on volume pv-1}. */
  String words() {
    StoragePlace place = file == null ? directory : file;
    return "claim " + volume + ", " + place.path() + " on " + place.base();
  }
}
