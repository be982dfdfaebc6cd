package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Other causes, and the fact that excludes them. In JSON and for people it is one text, such as
 * {@code REPLACED, REMOVED: these are about the recorded path}.
 *
 * @param causes that are excluded; none where the fact excludes something else, or where the text
 *     that was read begins with no cause of this catalogue
 * @param scope how far they are excluded, such as {@code alone} or {@code for the directory}; empty
 *     where altogether
 * @param fact that excludes them
 */
public record RuledOut(List<CauseId> causes, String scope, String fact) {
  /** The scope of a cause that is true, and not the reason by itself. */
  public static final String ALONE = "alone";

  public RuledOut {
    causes = List.copyOf(causes);
    if (causes.isEmpty() && !scope.isEmpty()) {
      throw new IllegalArgumentException("no cause is ruled out " + scope);
    }
  }

  /** One cause that is excluded altogether. */
  public static RuledOut of(CauseId cause, String fact) {
    return of(List.of(cause), fact);
  }

  /** Several causes that one fact excludes altogether. */
  public static RuledOut of(List<CauseId> causes, String fact) {
    return new RuledOut(causes, "", fact);
  }

  /** Reads the text; one that begins with an unknown cause is a fact and nothing else. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static RuledOut parse(String text) {
    RuledOut unknown = new RuledOut(List.of(), "", text);
    int colon = text.indexOf(": ");
    String head = colon < 0 ? "" : text.substring(0, colon);
    List<CauseId> causes = new ArrayList<>();
    String scope = "";
    // A list of more ids than there are is none, and is not taken apart.
    for (String id : head.split(", ", CauseId.values().length + 1)) {
      int space = id.indexOf(' ');
      CauseId cause = CauseId.parse(space < 0 ? id : id.substring(0, space));
      if (cause == null) {
        return unknown;
      }
      causes.add(cause);
      scope = space < 0 ? "" : id.substring(space + 1);
    }
    RuledOut known = new RuledOut(causes, scope, text.substring(colon + 2));
    return known.toString().equals(text) ? known : unknown;
  }

  /**
   * What is left of it beside causes that were found: null where all of its causes were, the same
   * where none was.
   */
  public @Nullable RuledOut beside(Set<CauseId> found) {
    List<CauseId> left = causes.stream().filter(cause -> !found.contains(cause)).toList();
    return left.size() == causes.size()
        ? this
        : left.isEmpty() ? null : new RuledOut(left, scope, fact);
  }

  @Override
  @JsonValue
  public String toString() {
    return causes.isEmpty()
        ? fact
        : CauseId.line(causes) + (scope.isEmpty() ? "" : " " + scope) + ": " + fact;
  }
}
