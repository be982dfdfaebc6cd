package dev.custody.report.log;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The container that a log line comes from, as far as the log says.
 *
 * @param task as the pipeline names it
 * @param step without the prefix of its container
 */
public record LogStream(@Nullable String pod, @Nullable String task, @Nullable String step) {
  /** Where neither the line nor the file's name tells. */
  public static final LogStream UNKNOWN = new LogStream(null, null, null);

  /** As {@code kubectl logs --prefix} writes it. */
  private static final Pattern KUBECTL = Pattern.compile("\\[pod/([^/\\]]+)/([^\\]]+)\\]");

  /** As {@code tkn} writes it. */
  private static final Pattern TKN = Pattern.compile("\\[([^\\]:]+) : ([^\\]]+)\\]");

  /** A file named after pod and container. */
  private static final Pattern FILE =
      Pattern.compile("(?:.*/)?([^/]+?)\\.(step-[^/.]+|[^/.]+)\\.log");

  /** As a must-gather holds it: {@code pods/POD/CONTAINER/CONTAINER/logs/current.log}. */
  private static final Pattern GATHERED =
      Pattern.compile("(?:.*/)?pods/([^/]+)/([^/]+)/\\2/logs/[^/]+\\.log");

  /** The stream that the labels before a line name; null if they name none. */
  static @Nullable LogStream ofLabels(String labels) {
    Matcher kubectl = KUBECTL.matcher(labels);
    if (kubectl.find()) {
      return new LogStream(kubectl.group(1), null, step(kubectl.group(2)));
    }
    Matcher tkn = TKN.matcher(labels);
    return tkn.find() ? new LogStream(null, tkn.group(1).strip(), tkn.group(2).strip()) : null;
  }

  /** The stream that a file's name tells, such as {@code build-pod.step-export.log}. */
  static LogStream ofFile(String name) {
    Matcher gathered = GATHERED.matcher(name);
    if (gathered.matches()) {
      return new LogStream(gathered.group(1), null, step(gathered.group(2)));
    }
    Matcher file = FILE.matcher(name);
    return file.matches() ? new LogStream(file.group(1), null, step(file.group(2))) : UNKNOWN;
  }

  private static String step(String container) {
    return container.startsWith("step-") ? container.substring(5) : container;
  }

  /** The task, else the pod; null where neither is known. */
  public @Nullable String owner() {
    return task == null ? pod : task;
  }

  /** As people call it. */
  public String displayName() {
    String first = owner();
    return first == null ? "a log" : step == null ? first : first + ", step " + step;
  }
}
