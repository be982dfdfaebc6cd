package dev.custody.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A cause as a task's result or a log names it. The custody that wrote it may be newer and know
 * more causes: its word is kept, and what it means is not known here.
 */
public record CauseName(@JsonValue String id) {
  private static final Pattern FORM = Pattern.compile("[A-Z][A-Z0-9_]{2,40}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CauseName {
    if (!FORM.matcher(id).matches()) {
      throw new IllegalArgumentException("not the name of a cause: " + id);
    }
  }

  /**
   * Reads a result or a word of a log.
   *
   * @return null where it is {@link CauseId#NONE} or no name of a cause at all
   */
  public static @Nullable CauseName parse(@Nullable String text) {
    return text == null || text.equals(CauseId.NONE) || !FORM.matcher(text).matches()
        ? null
        : new CauseName(text);
  }

  /** The cause of this catalogue; null where this version does not know it. */
  public @Nullable CauseId known() {
    return CauseId.parse(id);
  }

  @Override
  public String toString() {
    return id;
  }
}
