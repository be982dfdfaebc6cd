package dev.custody.gate;

import dev.custody.oci.Digest;
import java.util.List;

/** Two lists of diffIDs that are not equal, in words that name the first layer that differs. */
final class DiffIds {
  private DiffIds() {}

  static Difference difference(String source, List<Digest> recorded, List<Digest> observed) {
    int first = 0;
    while (first < Math.min(recorded.size(), observed.size())
        && recorded.get(first).equals(observed.get(first))) {
      first++;
    }
    return new Difference.OtherImage(
        "diffID of layer " + (first + 1), source, layer(recorded, first), layer(observed, first));
  }

  private static String layer(List<Digest> diffIds, int index) {
    return index < diffIds.size()
        ? diffIds.get(index) + " of " + diffIds.size() + " layers"
        : "no such layer, there are " + diffIds.size();
  }
}
